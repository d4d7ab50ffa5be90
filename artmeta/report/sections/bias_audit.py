"""Bias audit: whether results are worse for some groups of works, and whether the model learnt the right things."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from artmeta.domain.flag import Severity
from artmeta.report.section import Block, Column, Remarks, Section, Table, Words
from artmeta.wording import heading, integer, no_break, p_value, percent, points_interval, quantity

QUERY = "report_bias_audit"
TITLE = "Bias audit"
ORDER = 60

LARGEST = 40  # groups of one grouping on the page; all are in the table `bias_groups`
GROUPINGS = {
    "period": "Period",
    "venue": "Venue",
    "medium": "Medium",
    "artist": "Artist",
    "artist_gender": "Artist’s gender, as recorded",
    "image_size": "Shorter side of the picture",
    "brightness": "Brightness of the picture, 0 to 1",
    "sharpness": "Sharpness of the picture",
    "kind": "Kind of picture",
}
ASCENDING = frozenset(("period", "image_size", "brightness", "sharpness"))


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding in words."""

    severity: Severity
    sentence: str


@dataclass(frozen=True, slots=True)
class MetricRow:
    """One metric of one group: see the table `bias_groups`."""

    grouping: str
    name: str
    metric: str
    works: int
    clusters: int
    value: float
    low: float
    high: float
    reference: float | None
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    adjusted: float | None
    disparity: bool


@dataclass(frozen=True, slots=True)
class ShortcutRow:
    """How well one feature predicts the topic: see the table `bias_shortcuts`."""

    works_of: str
    feature: str
    works: int
    accuracy: float
    baseline: float
    gain: float
    p_value: float
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DriftRow:
    """The distance of two distributions: see the table `bias_drift`."""

    against: str
    measure: str
    works: int
    other_works: int
    distance: float
    p_value: float


@dataclass(frozen=True, slots=True)
class SuspectRow:
    """A training work whose topic is probably wrong."""

    artwork_id: str
    given_topic_id: str
    suggested_topic_id: str
    probability: float


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit of a run with all its parts."""

    works: int
    known: int
    noise_share: float | None
    noise_low: float | None
    noise_high: float | None
    limitations: tuple[str, ...]
    findings: tuple[FindingRow, ...]
    groups: tuple[MetricRow, ...]
    shortcuts: tuple[ShortcutRow, ...]
    drift: tuple[DriftRow, ...]
    suspects: tuple[SuspectRow, ...]


def build(rows: list[Audit]) -> Section:
    """Say what was found, what cannot be assessed, and show the metrics of each group beside those of all others."""
    if not rows:
        return Section(
            TITLE, "This run has no bias audit yet; `artmeta audit` with the collection's name makes one."
        )
    if not rows[0].works:
        return Section(TITLE, "No work has a topic yet, so no group of works can be compared with another.")
    audit = rows[0]
    return Section(TITLE, _lead(audit), tuple(_blocks(audit)))


def _lead(audit: Audit) -> str:
    known = (
        f"{integer(audit.known)} of {quantity(audit.works, 'classified work')} have a known topic"
        if audit.known
        else f"None of {quantity(audit.works, 'classified work')} has a known topic"
    )
    result = quantity(len(audit.findings), "finding") if audit.findings else "No bias was found"
    return f"{result} beyond chance. {known}; what could not be assessed is listed below."


def _blocks(audit: Audit) -> Iterator[Block]:
    if audit.findings:
        yield Remarks(tuple(Words(each.sentence, each.severity) for each in audit.findings))
    yield Remarks(tuple(Words(sentence, "note") for sentence in audit.limitations))
    yield Words(
        "Each group is compared with all other works, weighted to its mix of topics. Works of one artist count as "
        "fewer than independent ones in all intervals and tests. A finding holds after a correction for the number of "
        "tests, so that all groups together give a false one in at most 3 of 100 audits."
    )
    for grouping, title in GROUPINGS.items():
        yield from _groups(title, [row for row in audit.groups if row.grouping == grouping])
    yield from _shortcuts(audit.shortcuts)
    yield from _drift(audit.drift)
    yield from _suspects(audit)


def _groups(title: str, rows: Sequence[MetricRow]) -> Iterator[Table]:
    by_name: dict[str, dict[str, MetricRow]] = {}
    for row in rows:
        by_name.setdefault(row.name, {})[row.metric] = row
    if len(by_name) < 2:  # noqa: PLR2004 - one group has nothing to be compared with
        return
    known = any(row.metric == "recall" for row in rows)
    decided = any(row.metric == "abstention" for row in rows)
    order = sorted(by_name, key=lambda name: (-by_name[name]["confidence"].works, name))[:LARGEST]
    columns = [Column(title), Column("Works", "number"), Column("Artists", "number")]
    columns += KNOWN if known else []
    columns += DECIDED if decided else []
    columns += [Column("Mean confidence", "share"), Column("Worse by more than chance")]
    if rows[0].grouping in ASCENDING:
        order.sort(key=_start)
    cells = [_cells(name, by_name[name], known, decided) for name in order]
    folded = not any(row.disparity for row in rows)
    yield Table(tuple(columns), tuple(cells), f"Metrics by {title[0].lower()}{title[1:]}", folded=folded)


def _start(name: str) -> float:
    """Return where a period or a bin begins: 1850 of *1850 to 1899*, -49 of *49 BC to 1 BC*."""
    first, *rest = name.split()
    if first in ("under", "about"):
        return -math.inf
    return -float(first) if rest[:1] == ["BC"] else float(first)


KNOWN = [
    Column("Works of known topic", "number"),
    Column("Recall", "interval"),
    Column("Ratio to all others"),
    Column("Sure and right", "interval"),
    Column("Confidence above share of right works, points"),
]
DECIDED = [Column("Unsure", "share"), Column("Unfamiliar", "share")]


def _cells(name: str, metrics: dict[str, MetricRow], known: bool, decided: bool) -> tuple[Any, ...]:
    size = metrics["confidence"]
    cells: list[Any] = [name, size.works, size.clusters]
    if known:
        recall, gap = metrics.get("recall"), metrics.get("overconfidence")
        cells += [
            recall.works if recall else 0,
            _interval(recall),
            _ratio(recall),
            _interval(metrics.get("sure_precision")),
            gap and no_break(points_interval(gap.value, gap.low, gap.high)),
        ]
    if decided:
        cells += [_value(metrics.get("abstention")), _value(metrics.get("unfamiliar"))]
    worse = ", ".join(heading(row.metric).lower() for row in metrics.values() if row.disparity)
    return (*cells, size.value, worse)


def _interval(row: MetricRow | None) -> tuple[float, float, float] | None:
    return (row.low, row.value, row.high) if row else None


def _value(row: MetricRow | None) -> float | None:
    return row.value if row else None


def _ratio(row: MetricRow | None) -> str | None:
    if row is None or row.ratio is None or row.ratio_low is None or row.ratio_high is None:
        return None
    return no_break(f"{row.ratio:.2f} ({row.ratio_low:.2f} to {row.ratio_high:.2f})")


def _shortcuts(rows: Sequence[ShortcutRow]) -> Iterator[Table]:
    if rows:
        columns = (
            Column("Feature alone"),
            Column("Of"),
            Column("Works", "number"),
            Column("Predicts the topic of", "share"),
            Column("Most frequent topic", "share"),
            Column("p"),
            Column("Gives away"),
        )
        cells = tuple(
            (
                heading(row.feature),
                row.works_of,
                row.works,
                row.accuracy,
                row.baseline,
                p_value(row.p_value),
                ", ".join(row.topics),
            )
            for row in rows
        )
        yield Table(columns, cells, "Shortcuts: features that show no topic", folded=True)


def _drift(rows: Sequence[DriftRow]) -> Iterator[Table]:
    if rows:
        columns = (
            Column("Measure"),
            Column("Compared with"),
            Column("Works", "number"),
            Column("Works there", "number"),
            Column("Distance", "share"),
            Column("Adjusted p"),
        )
        cells = tuple(
            (
                heading(row.measure),
                row.against,
                row.works,
                row.other_works,
                row.distance,
                p_value(row.p_value),
            )
            for row in rows
        )
        yield Table(columns, cells, "Drift from training and from the last run", folded=True)


def _suspects(audit: Audit) -> Iterator[Block]:
    if audit.noise_share is None or audit.noise_low is None or audit.noise_high is None:
        return
    if audit.noise_low == 0:
        yield Words(
            "The out-of-fold confidences do not show that training works have wrong topics; with 95% confidence, at "
            f"most {percent(audit.noise_high)} have one."
        )
    else:
        yield Words(
            f"Of the training works, {percent(audit.noise_share)} have a wrong topic by the out-of-fold confidences "
            f"(95% interval {percent(audit.noise_low)} to {percent(audit.noise_high)})."
        )
    if audit.suspects:
        columns = (
            Column("Training work"),
            Column("Given topic"),
            Column("Predicted topic"),
            Column("Probability that the given topic is wrong", "percent"),
        )
        cells = tuple(
            (row.artwork_id, row.given_topic_id, row.suggested_topic_id, row.probability)
            for row in audit.suspects
        )
        yield Table(columns, cells, "Label suspects, the most suspect first", folded=True)

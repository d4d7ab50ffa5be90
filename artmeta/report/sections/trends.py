"""What changed over time: a verdict in words for each topic, and the corrected shares it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from artmeta.report.charts import Axis
from artmeta.report.rows import BinRow
from artmeta.report.section import Block, Charts, Column, Remarks, Section, Table, Words
from artmeta.report.trend_charts import (
    SHARE_KEY,
    STATUS_KEY,
    THIN,
    CountRow,
    ShareRow,
    share_panels,
    share_table,
    span,
    works_chart,
)
from artmeta.wording import (
    decimal,
    enumeration,
    integer,
    no_break,
    p_equals,
    p_value,
    percent,
    points_apart,
    points_interval,
    quantity,
    year,
)

QUERY = "report_trends"
TITLE = "What changed over time"
ORDER = 25

METHODS = {
    "counted": "plain counts: nothing is known of the model’s errors, so nothing could be corrected",
    "weighted": "sums of confidences: nothing is known of the model’s errors, so nothing could be corrected",
    "acc": "counts corrected by the model’s confusion matrix (adjusted count)",
    "pacc": "confidences corrected by the model’s errors on works it had not seen (PACC)",
    "emq": "confidences adapted to each bin’s own mix (EMQ), which the calibration check allowed",
}
OVERRULED = 0.75  # of the way to the museum's word: they differ by four times what chance makes
MOST_NAMES = 5  # in one sentence; more of them are counted there and named below
VERDICTS = {
    "rose": "▲ rose",
    "fell": "▼ fell",
    "no_change": "no change",
    "too_few": "too few works",
    "too_few_clusters": "too few artists",
    "withheld": "withheld",
}

# written by `python -m bench.truth --markdown docs/trends.md`, where the rates of each world are
MEASURED = (
    "In simulated collections of 26 kinds, whose truth is known, a rise or fall is claimed falsely in"
    " 2.4% (at worst 6.5%: thin groups); a change point in 1.0% (at worst 6.0%: waves 20,000); a "
    "difference between two like groups in 2.0% (at worst 2.0%: artists 0.3); the interval of a bin "
    "misses the true share in 4.9% (at worst 9.8%: tate-like); the interval of a change misses it in "
    "4.2% (at worst 10.0%: learnt works)."
)


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """The verdict on one topic."""

    topic_id: str
    label: str | None
    verdict: str
    first_share: float
    last_share: float
    change: float
    low: float
    high: float
    adjusted: float
    detectable: float
    sentence: str


@dataclass(frozen=True, slots=True)
class ChangePointRow:
    """A year after which a topic's share is at another level."""

    label: str
    year: int
    before: float
    after: float
    adjusted: float


@dataclass(frozen=True, slots=True)
class Check(BinRow):
    """How far the museum's topics correct the model in one bin."""

    works_labelled: int
    label_weight: float


@dataclass(frozen=True, slots=True)
class Trends:
    """The trends of a run."""

    works: int
    dated: int
    undated: int
    unread: int
    open: int
    sure: int
    unsure: int
    unfamiliar: int
    unclassified: int
    method: str
    works_labelled: int
    first_year: int | None
    last_year: int | None
    correction: float | None
    verdicts: tuple[VerdictRow, ...]
    shares: tuple[ShareRow, ...]
    counts: tuple[CountRow, ...]
    change_points: tuple[ChangePointRow, ...]
    checks: tuple[Check, ...]


def build(rows: list[Trends]) -> Section:
    """Say of each topic whether it rose, fell or showed no change, and draw its shares with their bounds."""
    if not rows:
        return Section(TITLE, "No trends have been worked out for this run.")
    row = rows[0]
    if not row.verdicts:
        return Section(
            TITLE, "Too few works have a topic and a date for anything to be said of change over time."
        )
    return Section(TITLE, _lead(row, row.verdicts), tuple(_blocks(row)))


def _blocks(row: Trends) -> Iterator[Block]:
    verdicts, shares = row.verdicts, row.shares
    changed = [one for one in verdicts if one.verdict in ("rose", "fell")]
    if changed:
        yield Remarks(tuple(Words(one.sentence) for one in sorted(changed, key=lambda one: -abs(one.change))))
    yield _verdicts(verdicts)
    labels = {one.topic_id: str(one.label or one.topic_id) for one in verdicts}
    ends = Axis(low=row.counts[0].bin_first, high=row.counts[-1].bin_last + 1)
    spread = (
        "Every work counts as 1, spread over the years its date allows as the other works of its topic are."
    )
    yield Charts((works_chart(row.counts, ends),), spread, key=STATUS_KEY)
    lost = sum(one.promise_lost for one in row.counts)
    if lost > 0:
        yield Words(
            f"{decimal(lost)} of the works drawn as unsure have a confidence that is high enough, but are in a group "
            "that does not keep the promise made for sure works: see 'Where sure does not hold'.",
            "warning",
        )
    scale = f"Bins of fewer than {THIN} works are drawn pale. All topics are drawn to one scale."
    yield Charts(share_panels(shares, labels, ends), scale, share_table(shares, labels), SHARE_KEY)
    withheld = [one.sentence for one in verdicts if one.verdict == "withheld"]
    if withheld:
        yield Remarks(tuple(Words(each, "warning") for each in withheld))
    if row.change_points:
        yield Remarks(tuple(Words(_step(one)) for one in row.change_points))
    yield Words(_method(row))
    if row.checks:
        yield _check(row.checks)
    yield Words(_aside(row), "note")
    yield Words(MEASURED, "note")


def _lead(row: Trends, verdicts: Sequence[VerdictRow]) -> str:
    by_verdict = {kind: [str(one.label) for one in verdicts if one.verdict == kind] for kind in VERDICTS}
    parts = [f"{_named(by_verdict[kind])} {kind}" for kind in ("rose", "fell") if by_verdict[kind]]
    if by_verdict["no_change"]:
        parts.append(f"for {_named(by_verdict['no_change'])} the data show no change")
    if by_verdict["withheld"]:
        parts.append(f"for {_named(by_verdict['withheld'])} a change is not stated, for reasons given below")
    if by_verdict["too_few_clusters"]:
        parts.append(
            f"for {_named(by_verdict['too_few_clusters'])} too few artists, or one of them, decide to say"
        )
    if by_verdict["too_few"]:
        parts.append(f"for {_named(by_verdict['too_few'])} there are too few works to say")
    period = f"{year(row.first_year or 0)} and {year(row.last_year or 0)}"
    return (
        f"Between {period}, {'; '.join(parts)}. Each verdict allows for the works of one artist being "
        "alike, for dates being ranges, and for the model’s errors; together they are wrong at most one time in "
        "twenty where nothing changed. Shares are of the works that show one of the model’s topics."
    )


def _named(topics: list[str]) -> str:
    return enumeration(topics) if len(topics) <= MOST_NAMES else f"{len(topics)} topics"


def _verdicts(verdicts: Sequence[VerdictRow]) -> Table:
    columns = (
        Column("Topic"),
        Column("Verdict"),
        Column("From"),
        Column("To"),
        Column("Change in points, with 95% interval"),
        Column("p, corrected"),
        Column("Least change seen, in points", "number"),
    )
    return Table(
        columns, tuple(_verdict(one) for one in verdicts), "Change of each topic’s share over the period"
    )


def _verdict(one: VerdictRow) -> tuple[Any, ...]:
    words = no_break(VERDICTS[one.verdict])
    if one.verdict.startswith("too_few"):
        return one.label, words, None, None, None, None, None
    change = no_break(points_interval(one.change, one.low, one.high))
    return (
        one.label,
        words,
        percent(one.first_share),
        percent(one.last_share),
        change,
        p_value(one.adjusted),
        100 * one.detectable,
    )


def _step(one: ChangePointRow) -> str:
    return (
        f"{one.label} stands at another level after {year(one.year)}: {percent(one.before)} before, "
        f"{percent(one.after)} after ({p_equals(one.adjusted)}, corrected); a step explains more than a line."
    )


def _method(row: Trends) -> str:
    sentences = f"Shares are {METHODS.get(str(row.method), row.method)}."
    if row.works_labelled:
        works = quantity(row.works_labelled, "work")
        sentences += f" The errors are known from {works} that the model had not learnt from."
    if row.correction is not None and row.method not in ("counted", ""):
        sentences += (
            f" That moved a share by {points_apart(row.correction)} points from plain counting, on average."
        )
    return sentences


def _check(checks: Sequence[Check]) -> Words:
    """Say how far the museum's own topics bear the model out, and in which years they do not."""
    works = max(one.works_labelled for one in checks)
    start = f"Works to which the museum itself gave a topic were held against the model (up to {works} near a bin): "
    overruled = [one for one in checks if one.label_weight >= OVERRULED]
    if not overruled:
        return Words(f"{start}nowhere do the two differ by more than chance makes them.")
    spans = [span(one) for one in overruled]
    where = (
        enumeration(spans)
        if len(spans) <= MOST_NAMES
        else f"{len(spans)} bins, from {spans[0]} to {spans[-1]}"
    )
    return Words(
        f"{start}in {where} the model errs as it did not on the works it learnt from. There, the shares lean on "
        "what the museum says. A model trained with works of these years would need no such help.",
        "warning",
    )


def _aside(row: Trends) -> str:
    wide, total = sum(one.wide for one in row.counts), sum(one.works for one in row.counts)
    counted = row.sure + row.unsure
    out = [
        (row.undated, "undated"),
        (row.unread, "with a date that could not be read"),
        (row.works - row.dated - row.open - row.undated - row.unread, "dated too far from the others"),
        (row.unfamiliar, "dated, but unfamiliar to the model"),
        (row.unclassified, "dated, but not classified"),
    ]
    reasons = [f"{integer(count)} {words}" for count, words in out if count]
    aside = f" Left out are {enumeration(reasons)}." if reasons else ""
    opened = f" {integer(row.open)} of the dated works have an open end." if row.open else ""
    return (
        f"The shares rest on {integer(counted)} of {quantity(row.works, 'work')}.{opened}{aside} "
        f"{percent(wide / total if total else 0)} of what is drawn comes from dates wider than the bin it stands in: "
        "it is placed where the other works of its topic lie."
    )

"""Against the known truth: what the shares over time should have been, where all is known of the pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace

from artmeta.report.charts import Axis
from artmeta.report.section import Charts, Column, LegendEntry, Section, Table
from artmeta.report.trend_charts import THIN, ShareRow, share_panels, span
from artmeta.wording import enumeration, integer, percent, points_apart

QUERY = "report_ground_truth"
TITLE = "Against the known truth"
ORDER = 28

LEAST_INSIDE = 0.8  # of a topic's shares; fewer are no accident where 95% are promised


@dataclass(frozen=True, slots=True)
class TrueShare(ShareRow):
    """A share with the true one of the same works."""

    label: str
    truth: float
    true_works: int


def build(rows: list[TrueShare]) -> Section | None:
    """Put the true shares beside the recovered ones; None for a museum whose truth nobody knows."""
    if not rows:
        return None
    labels = {str(row.topic_id): row.label for row in rows}
    ends = Axis(low=min(row.bin_first for row in rows), high=max(row.bin_last for row in rows) + 1)
    drawn = [replace(row, counted=row.truth) for row in rows]
    panels = share_panels(drawn, labels, ends, "in truth")
    caption = (
        "The truth counts the works that show one of the topics and were given a topic and a date, by the years they "
        "were truly made in."
    )
    key = (
        LegendEntry("share, recovered", "solid"),
        LegendEntry("95% interval", "band"),
        LegendEntry("truth", "dashed"),
    )
    return Section(TITLE, _lead(rows), (Charts(panels, caption, _table(rows), key),))


def _lead(rows: list[TrueShare]) -> str:
    firm = [row for row in rows if row.works >= THIN]
    off, plainly = (_mean_error(rows, key) for key in ("share", "counted"))
    return (
        "This museum is drawn by a program, so it is known what each picture shows and when it was made. "
        f"{_held(rows)} shares (a topic in a stretch of years) lie within their 95% interval; of those that rest on "
        f"{THIN} works or more, {_held(firm)} do.{_worst(firm)} The recovered shares are {points_apart(off)} "
        "points off on "
        f"average, plain counts of the same works {points_apart(plainly)} points."
    )


def _held(rows: list[TrueShare]) -> str:
    """How many true shares lie within the intervals, as in: 57 of 60 (95%)."""
    held = sum(_inside(row) for row in rows)
    return f"{integer(held)} of {integer(len(rows))}" + (f" ({percent(held / len(rows))})" if rows else "")


def _inside(row: TrueShare) -> bool:
    return bool(row.low <= row.truth <= row.high)


def _worst(rows: list[TrueShare]) -> str:
    """Name the topics whose truth lies outside too often, and to which side they err."""
    by_topic: dict[str, list[TrueShare]] = {}
    for row in rows:
        by_topic.setdefault(row.label, []).append(row)
    sentences = [
        f"{label} is {'over' if _mean_gap(inside) > 0 else 'under'}stated ({_held(inside)} within)"
        for label, inside in by_topic.items()
        if sum(map(_inside, inside)) < LEAST_INSIDE * len(inside)
    ]
    return (
        f" {enumeration(sentences)}: the model errs on these works in ways it did not err in training."
        if sentences
        else ""
    )


def _mean_gap(rows: list[TrueShare]) -> float:
    return float(sum(row.share - row.truth for row in rows) / len(rows))


def _mean_error(rows: list[TrueShare], key: str) -> float:
    """The mean distance from the truth, each stretch of years weighted by its works."""
    weight = sum(row.works for row in rows)
    return float(sum(row.works * abs(getattr(row, key) - row.truth) for row in rows) / weight)


def _table(rows: list[TrueShare]) -> Table:
    columns = (
        Column("Topic"),
        Column("Years"),
        Column("Works, by truth", "number"),
        Column("Truth", "share"),
        Column("Recovered, with 95% interval", "interval"),
        Column("By plain counting", "share"),
    )
    cells = tuple(
        (row.label, span(row), row.true_works, row.truth, (row.low, row.share, row.high), row.counted)
        for row in rows
    )
    return Table(columns, cells, "Truth and recovered shares", folded=True)

"""Shares over time with their bounds, and the works they are shares of, as drawings and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from artmeta.report.charts import FIRST, GRID, PANEL, SECOND, WIDE, Axis, Bar, ChartLine, Dot, bars, lines
from artmeta.report.rows import BinRow
from artmeta.report.section import Chart, Column, LegendEntry, Table
from artmeta.wording import decimal, integer, percent, years


@dataclass(frozen=True, slots=True)
class ShareRow(BinRow):
    """The share of one topic in one bin, 0 to 1, with its interval, and the share by plain counting."""

    topic_id: str
    works: float
    share: float
    low: float
    high: float
    counted: float


@dataclass(frozen=True, slots=True)
class CountRow(BinRow):
    """The works of one bin by decision; `wide` of them have dates beyond the bin.

    Of the unsure ones, `promise_lost` are in a group that does not keep the promise made for sure works.
    """

    works: float
    sure: float
    unsure: float
    unfamiliar: float
    unclassified: float
    wide: float
    promise_lost: float


THIN = 20  # works; below this one picture moves a topic's share by 5 points
HEADROOM = 1.05  # above the highest bound
STATUSES = {"sure": FIRST, "unsure": "var(--chart-1-pale)", "unfamiliar": SECOND, "unclassified": GRID}
STATUS_KEY = (
    LegendEntry("given a topic, sure", "first"),
    LegendEntry("unsure", "first-pale"),
    LegendEntry("unlike what the model learnt", "second"),
    LegendEntry("no topic", "silent"),
)
SHARE_KEY = (
    LegendEntry("share, corrected", "solid"),
    LegendEntry("95% interval", "band"),
    LegendEntry("share by plain counting", "dashed"),
)


def span(one: BinRow) -> str:
    """The years of a bin."""
    return years(one.bin_first, one.bin_last)


def share_panels(
    shares: Sequence[ShareRow], labels: Mapping[str, str], x: Axis, dashed: str = "by plain counting"
) -> tuple[Chart, ...]:
    """Draw one panel a topic, all to one scale; `shares` has a row a topic and bin, `labels` the topics.

    The dashed line is the column `counted`; `dashed` says what it is.
    """
    firm = [one for one in shares if one.works >= THIN] or shares
    high = float(min(1.0, max(one.high for one in firm) * HEADROOM))
    return tuple(
        _panel(label, [one for one in shares if one.topic_id == topic], x, high, dashed)
        for topic, label in labels.items()
    )


def _panel(label: str, shares: Sequence[ShareRow], x: Axis, high: float, dashed: str) -> Chart:
    corrected = tuple(
        Dot(_middle(one), one.share, _words(label, one, dashed), one.low, one.high, one.works < THIN)
        for one in shares
    )
    plain = tuple(Dot(_middle(one), one.counted, faint=one.works < THIN) for one in shares)
    drawn = [ChartLine("corrected", corrected), ChartLine("counted", plain)]
    svg = lines(drawn, x, Axis(low=0, high=high, form=".0%"))
    return Chart(
        label, svg, _alt(label, shares), note=f"of {integer(sum(one.works for one in shares))} works"
    )


def _middle(one: ShareRow) -> float:
    return float(one.bin_first + one.bin_last + 1) / 2


def _words(label: str, one: ShareRow, dashed: str) -> str:
    bounds = f"{percent(one.low)} to {percent(one.high)}"
    return (
        f"{label}, {span(one)}: {percent(one.share)} ({bounds}) of {decimal(one.works)} works; "
        f"{percent(one.counted)} {dashed}"
    )


def _alt(label: str, shares: Sequence[ShareRow]) -> str:
    if not shares:
        return f"{label} is found in no bin of years."
    first, last = (f"{percent(one.share)} in {span(one)}" for one in (shares[0], shares[-1]))
    return f"Share of {label} with its bounds: {first}, {last}."


def works_chart(counts: Sequence[CountRow], x: Axis) -> Chart:
    """Draw the works of each bin as bars in four parts: sure, unsure, unfamiliar and without a topic."""
    drawn = [bar for one in counts for bar in _stack(one)]
    top = max(counts, key=lambda one: float(one.works))
    alt = f"Works by bin of years and by how sure the model is; most, {decimal(top.works)}, in {span(top)}."
    narrow, wide = (bars(drawn, x, Axis(), width) for width in (PANEL, WIDE))
    return Chart("Works, and how sure the model is of them", narrow, alt, wide=wide)


def _stack(one: CountRow) -> list[Bar]:
    drawn, base = [], 0.0
    for status, color in STATUSES.items():
        works = getattr(one, status)
        words = f"{span(one)}: {decimal(works)} of {decimal(one.works)} works {status}"
        if status == "unsure" and one.promise_lost > 0:
            words += f", {decimal(one.promise_lost)} of them since their group does not keep the promise"
        if works > 0:
            drawn.append(Bar(one.bin_first, one.bin_last + 1, works, words, base=base, color=color))
        base += works
    return drawn


def share_table(shares: Sequence[ShareRow], labels: Mapping[str, str]) -> Table:
    """The numbers behind the panels."""
    columns = (
        Column("Topic"),
        Column("Years"),
        Column("Works", "mass"),
        Column("Share, with 95% interval", "interval"),
        Column("By plain counting", "share"),
    )
    rows = tuple(
        (
            labels.get(one.topic_id, one.topic_id),
            span(one),
            one.works,
            (one.low, one.share, one.high),
            one.counted,
        )
        for one in shares
    )
    return Table(columns, rows, "Shares by topic and bin", folded=True)

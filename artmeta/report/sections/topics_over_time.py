"""Topics over time: each topic's share of the works whose date is narrow enough to say when they were made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from artmeta.report.charts import PANEL, WIDE, Axis, Bar, bars
from artmeta.report.section import Chart, Charts, Column, Section, Table, Words
from artmeta.wording import decimal, integer, percent, quantity, years

QUERY = "report_topics_over_time"
VALUES = ("run_id", "bin_years")
TITLE = "Topics over time, counted plainly"
ORDER = 30

THIN = 20  # works; below this one picture moves a topic's share by 5 points
MOST_BINS = 60  # the most bins of a chart, so that one outlying year does not compress the others
HEADROOM = 1.15  # above the highest share, so that no bar touches the panel's title
LEAST_HIGH = 0.05  # least upper end of a panel's axis; a smaller one would magnify single works


@dataclass(frozen=True, slots=True)
class Timeline:
    """Works by bin and by topic; `bins` holds the last year of each bin by its first, years BC negative."""

    width: int
    bins: dict[int, int]
    topics: tuple[str, ...]
    works: dict[tuple[str, int], float]

    def total(self, bin_: int) -> float:
        """How many works with a topic stand in a bin."""
        return sum(self.works.get((topic, bin_), 0.0) for topic in self.topics)

    def share(self, topic: str, bin_: int) -> float:
        """A topic's share of a bin's works, 0 of none."""
        return self.works.get((topic, bin_), 0.0) / (self.total(bin_) or 1.0)

    def name(self, bin_: int) -> str:
        """The years of a bin."""
        return years(bin_, self.bins[bin_])


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """Works of one topic and bin, with counts of the whole run; without a topic where no work has a narrow date."""

    classified: int
    undated: int
    unread: int
    open_ended: int
    wide: int
    bin_years: int
    bin: int | None
    bin_last: int | None
    label: str | None
    works: float | None


def build(rows: list[TimelineRow]) -> Section:
    """Draw each topic's share by bin, and say beside it which bins rest on few works and who stands aside."""
    if not rows or not rows[0].classified:
        return Section(TITLE, "No work has a topic yet, so there is nothing to count over time.")
    line = _read_timeline(rows)
    aside = Words(_aside(rows[0], line), "note")
    if not line.bins:
        return Section(
            TITLE, "No work with a topic has a date that is narrow enough to place it in time.", (aside,)
        )
    shown = _shown(line)
    charts = Charts(
        (
            _works_chart(line, shown),
            *(_topic_chart(line, topic, shown, _high(line, shown)) for topic in line.topics),
        ),
        f"Bars: share of the works of each {_bin(line.width)} that are given the topic. Pale bars rest on fewer "
        f"than {THIN} works; all topics are drawn to one scale, which a pale bar may go beyond.",
        _table(line),
    )
    return Section(TITLE, _lead(line), (charts, aside, *_left_out(line, shown)))


def _read_timeline(rows: Sequence[TimelineRow]) -> Timeline:
    """Sum up works by label and bin."""
    works: defaultdict[tuple[str, int], float] = defaultdict(float)
    bins = {}
    for row in rows:
        if row.label is not None and row.bin is not None and row.bin_last is not None:
            works[row.label, row.bin] += row.works or 0.0
            bins[row.bin] = row.bin_last
    topics = dict.fromkeys(topic for topic, _ in works)
    return Timeline(rows[0].bin_years, dict(sorted(bins.items())), tuple(topics), dict(works))


def _shown(line: Timeline) -> tuple[int, ...]:
    """The bins that are drawn: all, or the span that holds 98% of the works where all would be too many."""
    if (max(line.bins) - min(line.bins)) / line.width < MOST_BINS:
        return tuple(line.bins)
    total = sum(line.works.values())
    sums, seen = {}, 0.0
    for bin_ in line.bins:
        seen += line.total(bin_)
        sums[bin_] = seen / total
    kept = [bin_ for bin_ in line.bins if 0.01 <= sums[bin_] <= 0.99 or line.total(bin_) > 0.01 * total]  # noqa: PLR2004
    return tuple(bin_ for bin_ in line.bins if kept[0] <= bin_ <= kept[-1])


def _x(line: Timeline, shown: tuple[int, ...]) -> Axis:
    return Axis(low=shown[0], high=line.bins[shown[-1]] + 1)


def _works_chart(line: Timeline, shown: tuple[int, ...]) -> Chart:
    drawn = [
        Bar(
            bin_,
            line.bins[bin_] + 1,
            line.total(bin_),
            f"{line.name(bin_)}: {decimal(line.total(bin_))} works",
            line.total(bin_) < THIN,
        )
        for bin_ in shown
    ]
    top = max(shown, key=line.total)
    alt = (
        f"Works with a topic and a narrow date by {_bin(line.width)}, {line.name(shown[0])} to {line.name(shown[-1])}; "
        f"most, {decimal(line.total(top))}, in {line.name(top)}."
    )
    title = f"Works by {_bin(line.width)} (what the shares below are shares of)"
    narrow, wide = (bars(drawn, _x(line, shown), Axis(), width) for width in (PANEL, WIDE))
    return Chart(title, narrow, alt, wide=wide)


def _topic_chart(line: Timeline, topic: str, shown: tuple[int, ...], high: float) -> Chart:
    drawn = [
        Bar(
            bin_,
            line.bins[bin_] + 1,
            min(line.share(topic, bin_), high),
            _words(line, topic, bin_),
            line.total(bin_) < THIN,
        )
        for bin_ in shown
    ]
    total = sum(line.works.get((topic, bin_), 0.0) for bin_ in line.bins)
    svg = bars(drawn, _x(line, shown), Axis(low=0, high=high, form=".0%"))
    return Chart(topic, svg, _alt(line, topic, shown), note=f"{decimal(total)} works")


def _high(line: Timeline, shown: tuple[int, ...]) -> float:
    """The upper end of all topics' panels: the highest share of a bin that is not thin; a thin one may be cut."""
    firm = [bin_ for bin_ in shown if line.total(bin_) >= THIN] or list(shown)
    top = max(line.share(topic, bin_) for topic in line.topics for bin_ in firm)
    return min(1.0, max(top * HEADROOM, LEAST_HIGH))


def _words(line: Timeline, topic: str, bin_: int) -> str:
    here, all_ = line.works.get((topic, bin_), 0.0), line.total(bin_)
    return f"{topic}, {line.name(bin_)}: {decimal(here)} of {decimal(all_)} works, {percent(line.share(topic, bin_))}"


def _alt(line: Timeline, topic: str, shown: tuple[int, ...]) -> str:
    firm = [bin_ for bin_ in shown if line.total(bin_) >= THIN] or list(shown)
    low, high = (pick(firm, key=lambda bin_: line.share(topic, bin_)) for pick in (min, max))
    return (
        f"Share of {topic} by {_bin(line.width)}: lowest {percent(line.share(topic, low))} in {line.name(low)}, "
        f"highest {percent(line.share(topic, high))} in {line.name(high)}."
    )


def _table(line: Timeline) -> Table:
    columns = (Column("Years"), Column("Works", "mass"), *(Column(topic, "mass") for topic in line.topics))
    rows = tuple(
        (line.name(bin_), line.total(bin_), *(line.works.get((topic, bin_), 0.0) for topic in line.topics))
        for bin_ in line.bins
    )
    return Table(columns, rows, f"Works by topic and {_bin(line.width)}", folded=True)


def _lead(line: Timeline) -> str:
    total = sum(line.works.values())
    thin = sum(line.total(bin_) < THIN for bin_ in line.bins)
    return (
        f"{quantity(round(total), 'work')} with a topic can be placed in {_bins(line.width)}. A date that touches two "
        f"of them is shared out between them by years. {_thin(thin, len(line.bins))}"
    )


def _thin(thin: int, bins: int) -> str:
    if not thin:
        return "No bin is thin."
    return (
        f"{integer(thin)} of {quantity(bins, 'bin')} hold fewer than {THIN} works and are drawn pale: "
        "there, one picture moves a share by 5 points or more."
    )


def _aside(row: TimelineRow, line: Timeline) -> str:
    classified = row.classified
    parts = [
        (row.undated, "undated"),
        (row.unread, "with a date that could not be read"),
        (row.open_ended, "with an open end (before, after)"),
        (row.wide, f"dated more widely than {2 * line.width} years, such as by a century"),
    ]
    reasons = [f"{integer(count)} {words}" for count, words in parts if count]
    aside = sum(count for count, _ in parts)
    if not reasons:
        return f"None of the {quantity(classified, 'work')} with a topic stands aside: all have narrow dates."
    return (
        f"{integer(aside)} of {quantity(classified, 'work')} with a topic ({percent(aside / classified)}) are not in "
        f"these charts: {', '.join(reasons)}. If some topics are dated less often than others, the charts lean."
    )


def _left_out(line: Timeline, shown: tuple[int, ...]) -> tuple[Words, ...]:
    out = sum(line.total(bin_) for bin_ in line.bins if bin_ not in shown)
    if not out:
        return ()
    return (
        Words(
            f"{decimal(out)} works lie outside the years drawn; the table has them all. An odd year may be a slip.",
            "note",
        ),
    )


def _bin(width: int) -> str:
    return {1: "year", 10: "decade", 100: "century"}.get(width, f"{width} years")


def _bins(width: int) -> str:
    return {1: "single years", 10: "decades", 100: "centuries"}.get(width, f"bins of {width} years")

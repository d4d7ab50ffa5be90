"""Works by topic and by the bins of years they were made in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from artmeta.wording import years


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


def read_timeline(rows: Sequence[TimelineRow]) -> Timeline:
    """Sum up works by label and bin."""
    works: defaultdict[tuple[str, int], float] = defaultdict(float)
    bins = {}
    for row in rows:
        if row.label is not None and row.bin is not None and row.bin_last is not None:
            works[row.label, row.bin] += row.works or 0.0
            bins[row.bin] = row.bin_last
    topics = dict.fromkeys(topic for topic, _ in works)
    return Timeline(rows[0].bin_years, dict(sorted(bins.items())), tuple(topics), dict(works))

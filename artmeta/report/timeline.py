"""Works by topic and by the bins of years they were made in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from artmeta.report.values import number
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


def read_timeline(rows: Sequence[Mapping[str, Any]]) -> Timeline:
    """Read rows of bin_years, bin, bin_last, topic_id, label and works; a row without a topic is an empty bin."""
    cells = [row for row in rows if row["topic_id"] is not None]
    labels = dict.fromkeys(str(row["label"]) for row in cells)
    works: dict[tuple[str, int], float] = {}
    for row in cells:
        key = (str(row["label"]), number(row["bin"]))
        works[key] = works.get(key, 0.0) + float(row["works"])
    bins = dict(sorted((number(row["bin"]), number(row["bin_last"])) for row in cells))
    return Timeline(number(rows[0]["bin_years"]), bins, tuple(labels), works)

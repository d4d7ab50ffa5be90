"""The works to review, in the order in which they are served, and the filters on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from artmeta.domain.review import Shown

State = Literal["open", "second", "disputed", "skipped", "decided"]
LONG_SPAN = 120  # years; up to here a filter offers periods of 20 years, beyond of 50 or 100
PERIODS = ((LONG_SPAN, 20), (500, 50))
CENTURY = 100


@dataclass(frozen=True, slots=True)
class ReviewWork:
    """A work with what the page shows of it; `confidences` has one value a topic of the run's model, in its order.

    `path` is where the picture lies, relative to the data folder. Years are None where they are not known.
    """

    artwork_id: str
    title: str
    artist: str
    date_text: str
    first_year: int | None
    last_year: int | None
    medium: str
    venue: str
    accession_number: str
    path: str
    topic_id: str
    shown: Shown
    reason: str
    flags: tuple[str, ...]
    confidences: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which works to serve; an empty value means all. `flag` is a kind of flag, or * for any."""

    state: State = "open"
    topic: str = ""
    status: str = ""
    first_year: int | None = None
    last_year: int | None = None
    undated: bool = False
    flag: str = ""

    def admit(self, work: ReviewWork) -> bool:
        """Tell whether a work has the topic, status, period and flag; the state depends on the reviews."""
        return (
            self.topic in ("", work.topic_id)
            and self.status in ("", work.shown.status)
            and self._admits_date(work)
            and (not self.flag or self.flag in work.flags or (self.flag == "*" and bool(work.flags)))
        )

    def _admits_date(self, work: ReviewWork) -> bool:
        first, last = work.first_year, work.last_year
        if self.undated:
            return first is None and last is None
        if self.first_year is None or self.last_year is None:
            return True
        if first is None and last is None:
            return False
        return (first is None or first <= self.last_year) and (last is None or last >= self.first_year)


class ReviewWorks:
    """The works of a run in the order of serving, with the labels of its topics by id."""

    def __init__(self, works: Sequence[ReviewWork], topics: Mapping[str, str], withheld: int = 0) -> None:
        self.works = tuple(works)
        self.topics = dict(topics)
        self.withheld = withheld  # works whose rights do not allow to show their pictures
        self._by_id = {work.artwork_id: work for work in self.works}
        self.matching = lru_cache(maxsize=32)(self._matching)

    def get(self, artwork_id: str) -> ReviewWork | None:
        """Return a work by its id."""
        return self._by_id.get(artwork_id)

    def _matching(self, filters: Filters) -> tuple[ReviewWork, ...]:
        """Return the works that filters admit, in their order."""
        return tuple(filter(filters.admit, self.works))

    def flags(self) -> list[str]:
        """Return the kinds of flags that concern any of the works."""
        return sorted({flag for work in self.works for flag in work.flags})

    def periods(self) -> list[tuple[int, int]]:
        """Return first and last year of the periods to choose from; none where no work is dated."""
        years = [
            year for work in self.works for year in (work.first_year, work.last_year) if year is not None
        ]
        if not years:
            return []
        width = next((width for span, width in PERIODS if max(years) - min(years) <= span), CENTURY)
        starts = range(min(years) // width * width, max(years) + 1, width)
        return [
            (start, start + width - 1)
            for start in starts
            if any(Filters(first_year=start, last_year=start + width - 1).admit(work) for work in self.works)
        ]

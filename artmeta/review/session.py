"""A review session: which work each reviewer sees next, and what is decided; several reviewers at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from threading import Lock

from artmeta.domain.review import Review
from artmeta.errors import InputError
from artmeta.plugins import nearest
from artmeta.review.file import ReviewFile
from artmeta.review.history import ReviewHistory
from artmeta.review.works import Filters, ReviewWork, ReviewWorks

LEASE_SECONDS = 600.0  # for which a work that one reviewer sees is served to no other


@dataclass(frozen=True, slots=True)
class Progress:
    """How many works the filters admit, how many of them somebody has decided about, and how many this reviewer has."""

    works: int
    decided: int
    mine: int


class ReviewSession:
    """Serves works and takes reviews; every method may be called by several threads.

    Reviews that another process adds to the same file are seen at the next call.
    """

    def __init__(
        self, works: ReviewWorks, file: ReviewFile, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.works = works
        self._file, self._clock = file, clock
        self._history, self._seen = ReviewHistory(), 0
        self._leases: dict[str, tuple[str, float]] = {}
        self._lock = Lock()

    def next(
        self, reviewer: str, filters: Filters, held: Collection[str] = (), after: str = ""
    ) -> ReviewWork | None:
        """Return the next work for a reviewer and keep it from others for ten minutes; None where none is left.

        `held` are the ids of works that the reviewer's page has already; `after` is the work behind which to look on.
        """
        with self._lock:
            self._refresh()
            works = self.works.matching(filters)
            for work in works[_place_after(works, after) :]:
                if work.artwork_id not in held and self._is_due(work, reviewer, filters):
                    self._leases[work.artwork_id] = (reviewer, self._clock() + LEASE_SECONDS)
                    return work
        return None

    def add(self, review: Review) -> None:
        """Keep a review; it is on disk when this returns. Raises InputError where it cannot be one."""
        if self.works.get(review.artwork_id) is None:
            raise InputError(f"There is no work '{review.artwork_id}' to review.", "Load the page again.")
        unknown = [topic for topic in review.topics if topic not in self.works.topics]
        if unknown and review.action == "correct":
            hint = nearest(unknown[0], sorted(self.works.topics))
            raise InputError(f"The model knows no topic '{unknown[0]}'.", hint)
        self._file.add([review])
        with self._lock:
            self._leases.pop(review.artwork_id, None)

    def last(self, reviewer: str) -> Review | None:
        """Return the review that a reviewer would undo; None where there is none."""
        with self._lock:
            self._refresh()
            return self._history.last(reviewer)

    def decisions(self, artwork_id: str) -> list[Review]:
        """Return the last decision of each reviewer about a work."""
        with self._lock:
            self._refresh()
            return self._history.decisions(artwork_id)

    def progress(self, reviewer: str, filters: Filters) -> Progress:
        """Count the works that filters admit by what was decided."""
        with self._lock:
            self._refresh()
            reviewed = (self.works.get(artwork_id) for artwork_id in self._history.artwork_ids())
            decided = [
                work
                for work in reviewed
                if work is not None
                and filters.admit(work)
                and self._history.decided_by(work.artwork_id, work.shown.sha256)
            ]
            return Progress(len(self.works.matching(filters)), len(decided), self._history.count_of(reviewer))

    def _refresh(self) -> None:
        new = self._file.reviews(after=self._seen)
        if new:
            self._seen = new[-1].number
            self._history.add(each.review for each in new)

    def _is_due(self, work: ReviewWork, reviewer: str, filters: Filters) -> bool:
        holder, until = self._leases.get(work.artwork_id, ("", 0.0))
        if holder not in ("", reviewer) and until > self._clock():
            return False
        decided = self._history.decided_by(work.artwork_id, work.shown.sha256)
        skipped = self._history.skipped_by(work.artwork_id, reviewer)
        return {
            "open": not decided and not skipped,
            "second": bool(decided) and reviewer not in decided and not skipped,
            "disputed": self._history.is_disputed(work.artwork_id, work.shown.sha256),
            "skipped": skipped,
            "decided": reviewer in decided,
        }[filters.state]


def _place_after(works: tuple[ReviewWork, ...], artwork_id: str) -> int:
    places = (place for place, work in enumerate(works, 1) if work.artwork_id == artwork_id)
    return next(places, 0) if artwork_id else 0

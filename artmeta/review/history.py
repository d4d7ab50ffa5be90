"""What the reviews of a collection, in their order, say of each work and reviewer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from artmeta.domain.review import Review

DECIDED = frozenset(("accept", "correct", "reject"))


class ReviewHistory:
    """Reviews that were not taken back, by work and reviewer, each list in its order."""

    def __init__(self) -> None:
        self._by_work: dict[str, dict[str, list[Review]]] = {}
        self._by_reviewer: dict[str, list[Review]] = {}

    def add(self, reviews: Iterable[Review]) -> None:
        """Take further reviews into account; an undo removes the one that it takes back."""
        for review in reviews:
            lists = (
                self._by_work.setdefault(review.artwork_id, {}).setdefault(review.reviewer, []),
                self._by_reviewer.setdefault(review.reviewer, []),
            )
            for each in lists:
                if review.action == "undo":
                    each[:] = [other for other in each if other.id != review.undoes]
                else:
                    each.append(review)

    def artwork_ids(self) -> list[str]:
        """Return the ids of all works with a review, also where it was taken back."""
        return list(self._by_work)

    def decisions(self, artwork_id: str, sha256: str = "") -> list[Review]:
        """Return the last decision of each reviewer about a work, or only about one picture of it; skips are none."""
        decided = ([each for each in own if each.action in DECIDED] for own in self._of(artwork_id, sha256))
        return [own[-1] for own in decided if own]

    def decided_by(self, artwork_id: str, sha256: str) -> set[str]:
        """Return who has decided about a work's picture."""
        return {review.reviewer for review in self.decisions(artwork_id, sha256)}

    def is_disputed(self, artwork_id: str, sha256: str) -> bool:
        """Tell whether two reviewers saw different topics in a work's picture."""
        return len({frozenset(review.topics) for review in self.decisions(artwork_id, sha256)}) > 1

    def skipped_by(self, artwork_id: str, reviewer: str) -> bool:
        """Tell whether a reviewer has skipped a work after any decision about it."""
        reviews = self._by_work.get(artwork_id, {}).get(reviewer, [])
        return bool(reviews) and reviews[-1].action == "skip"

    def last(self, reviewer: str) -> Review | None:
        """Return the last review by a reviewer that was not taken back, which is the one to undo."""
        reviews = self._by_reviewer.get(reviewer)
        return reviews[-1] if reviews else None

    def count_of(self, reviewer: str) -> int:
        """Count the works that a reviewer has decided about."""
        return len(
            {each.artwork_id for each in self._by_reviewer.get(reviewer, []) if each.action in DECIDED}
        )

    def _of(self, artwork_id: str, sha256: str) -> Iterator[list[Review]]:
        for reviews in self._by_work.get(artwork_id, {}).values():
            yield [each for each in reviews if not sha256 or each.shown.sha256 == sha256]

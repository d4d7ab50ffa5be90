"""Which work is served next: by its worth, to one reviewer at a time, by the filters, and not twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from artmeta.domain.review import Action, Review, Shown
from artmeta.errors import InputError
from artmeta.review.file import ReviewFile
from artmeta.review.ordering import lane, mean_direction, order, representativeness, uncertainty
from artmeta.review.session import LEASE_SECONDS, Progress, ReviewSession
from artmeta.review.works import Filters, ReviewWork, ReviewWorks

OPEN = Filters()
TOPICS = {"boat": "Boats", "house": "Houses"}
WORK = ReviewWork(
    "w1", "A view", "Ann Painter", "1850", 1850, 1850, "oil", "Castle", "A.1", "w1.jpg", "boat",
    Shown("1" * 64, ("boat",), 0.6, "unsure"), "", (), (0.6, 0.4),
)  # fmt: skip
WORKS = [
    WORK,
    replace(WORK, artwork_id="w2", flags=("low_confidence",), first_year=1900, last_year=None),
    replace(WORK, artwork_id="w3", first_year=None, last_year=None, shown=replace(WORK.shown, status="sure")),
    replace(WORK, artwork_id="w4", topic_id="house", shown=replace(WORK.shown, topics=("house",))),
]


class Desk:
    """A session with a clock that a test sets, and reviews with ids of their own."""

    def __init__(self, file: ReviewFile) -> None:
        self.now, self.count, self.file = 0.0, 0, file
        self.session = ReviewSession(ReviewWorks(WORKS, TOPICS), file, lambda: self.now)

    def next(
        self, reviewer: str, filters: Filters = OPEN, held: tuple[str, ...] = (), after: str = ""
    ) -> str:
        work = self.session.next(reviewer, filters, held, after)
        return work.artwork_id if work else ""

    def decide(
        self,
        reviewer: str,
        artwork_id: str,
        action: Action = "accept",
        topics: tuple[str, ...] = ("boat",),
        undoes: str = "",
    ) -> Review:
        self.count += 1
        shown = next(work.shown for work in WORKS if work.artwork_id == artwork_id)
        topics_decided = topics if action in ("accept", "correct") else ()
        review = Review(
            f"r{self.count}", artwork_id, reviewer, datetime.now(UTC), action, shown, topics_decided, undoes
        )
        self.session.add(review)
        return review


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with ReviewFile.open(tmp_path / "museum.sqlite") as file:
        yield Desk(file)


def test_a_work_is_served_to_one_reviewer_until_the_lease_ends(desk: Desk) -> None:
    assert (desk.next("Ann"), desk.next("Bob"), desk.next("Ann")) == ("w1", "w2", "w1")
    assert desk.next("Ann", held=("w1",)) == "w3"
    desk.now = LEASE_SECONDS + 1
    assert desk.next("Bob", held=("w2",)) == "w1"


def test_what_somebody_decided_is_served_only_for_a_second_opinion(desk: Desk) -> None:
    second, disputed = Filters("second"), Filters("disputed")
    desk.decide("Ann", "w1")
    assert (desk.next("Bob"), desk.next("Ann", second), desk.next("Bob", second)) == ("w2", "", "w1")
    desk.decide("Bob", "w1", "correct", ("house",))
    assert desk.next("Ann", disputed) == desk.next("Ann", Filters("decided")) == "w1"
    assert desk.next("Ann", disputed, after="w1") == ""
    assert desk.session.progress("Ann", OPEN) == Progress(4, 1, 1)


def test_an_undo_serves_the_work_again_and_a_skip_puts_it_aside(desk: Desk) -> None:
    accepted = desk.decide("Ann", "w1")
    desk.decide("Ann", "w2", "skip")
    assert desk.next("Ann") == "w3" and desk.next("Ann", Filters("skipped")) == "w2"
    last = desk.session.last("Ann")
    assert last is not None and last.action == "skip"
    desk.decide("Ann", "w2", "undo", undoes=last.id)
    assert desk.session.last("Ann") == accepted
    assert desk.next("Ann") == "w2"


def test_a_decision_on_an_earlier_picture_does_not_count_for_the_present_one(desk: Desk) -> None:
    review = desk.decide("Ann", "w4", "reject")
    changed = [replace(WORKS[3], shown=replace(WORKS[3].shown, sha256="2" * 64))]
    later = ReviewSession(ReviewWorks(changed, TOPICS), desk.file)
    work = later.next("Ann", OPEN)
    assert work is not None and later.decisions("w4") == [review]
    assert later.progress("Ann", OPEN) == Progress(1, 0, 1)


def test_reviews_that_another_server_adds_are_seen(desk: Desk) -> None:
    other = ReviewSession(desk.session.works, desk.file)
    other.add(Review("elsewhere", "w1", "Bob", datetime.now(UTC), "reject", WORK.shown))
    assert desk.next("Ann") == "w2"


def test_a_topic_that_the_model_does_not_know_is_refused(desk: Desk) -> None:
    with pytest.raises(InputError, match=r"no topic 'hose'.*Did you mean 'house'"):
        desk.decide("Ann", "w1", "correct", ("hose",))


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(topic="house"), ["w4"]),
        (Filters(status="sure"), ["w3"]),
        (Filters(flag="*"), ["w2"]),
        (Filters(flag="unfamiliar"), []),
        (Filters(undated=True), ["w3"]),
        (Filters(first_year=1840, last_year=1859), ["w1", "w4"]),
        (Filters(first_year=1950, last_year=1959), ["w2"]),  # an open end may reach there
    ],
)
def test_filters_admit_works_by_topic_status_period_and_flag(filters: Filters, expected: list[str]) -> None:
    works = ReviewWorks(WORKS, TOPICS)
    assert [work.artwork_id for work in works.matching(filters)] == expected
    assert works.periods() == [(1840, 1859), (1900, 1919)] and works.flags() == ["low_confidence"]


def test_uncertain_works_that_many_resemble_come_first() -> None:
    vectors = np.array([[1, 0], [1, 0.1], [1, 0.2], [0, 3]], dtype=np.float32)
    mean = mean_direction([vectors[:3], vectors[3:]])
    assert representativeness(vectors, mean) == pytest.approx(
        [np.mean([a @ b / np.linalg.norm(a) / np.linalg.norm(b) for b in vectors]) for a in vectors], abs=1e-6
    )
    confidences = np.array([[0.5, 0.5], [0.9, 0.1], [0.5, 0.5], [0.5, 0.5]])
    worth = uncertainty(confidences) * representativeness(vectors, mean)
    ids = ["a", "b", "c", "d"]
    assert [ids[place] for place in order([0] * 4, worth, ids)] == ["c", "a", "d", "b"]
    lanes = [lane("sure", False), lane("unfamiliar", False), lane("sure", True), lane("unsure", True)]
    assert order(lanes, worth, ids) == [3, 2, 1, 0]


@pytest.mark.parametrize(
    ("confidences", "multi_label", "expected"),
    [
        ([[0.7, 0.2, 0.1], [0.4, 0.4, 0.2]], False, [0.5, 1.0]),
        ([[0.9, 0.55], [1.0, 0.0]], True, [0.9, 0.0]),
        ([[0.8]], False, [0.2]),
    ],
)
def test_uncertainty_is_the_margin_or_the_nearest_half(
    confidences: list[list[float]], multi_label: bool, expected: list[float]
) -> None:
    assert uncertainty(np.array(confidences), multi_label) == pytest.approx(expected)

"""The review file: what is added stays, nothing is added twice, and the store shows what holds now."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
from builders import COLLECTION, RUN

from artmeta.domain.review import Review, Shown
from artmeta.errors import InputError, StoreError
from artmeta.review.file import ReviewFile, review_path
from artmeta.settings import Settings
from artmeta.steps.reviews import import_reviews, open_reviews
from artmeta.store.database import Store

SHOWN = Shown("a" * 64, ("boat",), 0.6, "unsure", RUN, "topics", 3, "d" * 64)
ACCEPT = Review("r1", "w1", "Ann", datetime(2026, 1, 3, tzinfo=UTC), "accept", SHOWN, ("boat",))
CORRECT = replace(ACCEPT, id="r2", action="correct", topics=("house", "aircraft"))
REJECT = replace(ACCEPT, id="r3", action="reject", topics=())
SKIP = replace(REJECT, id="r4", action="skip")


def undo(review: Review) -> Review:
    return replace(review, id=f"undo-{review.id}", action="undo", topics=(), undoes=review.id)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return review_path(tmp_path, COLLECTION)


def test_a_review_is_kept_as_it_was_sent_and_only_once(path: Path) -> None:
    with ReviewFile.open(path) as file:
        assert file.add([ACCEPT, CORRECT]) == 2
        assert file.add([replace(ACCEPT, decided_at=datetime(2026, 1, 4, tzinfo=UTC)), SKIP]) == 1
    with ReviewFile.open(path) as file:
        assert [each.review for each in file.reviews()] == [ACCEPT, CORRECT, SKIP]
        assert [each.review.id for each in file.reviews(after=2)] == ["r4"]
        assert file.extent()[0] == 3
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_batch_with_a_fault_adds_nothing(path: Path) -> None:
    with ReviewFile.open(path) as file:
        file.add([ACCEPT])
        with pytest.raises(InputError, match="Another review has the id 'r1'"):
            file.add([CORRECT, replace(ACCEPT, action="reject", topics=())])
        assert file.extent() == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (undo(CORRECT), "no review 'r2' that could be undone"),
        (replace(undo(ACCEPT), reviewer="Bob"), "of another work or by another reviewer"),
        (replace(undo(ACCEPT), id="again"), "was undone before"),
        (replace(undo(undo(ACCEPT)), id="twice"), "no review 'undo-r1' that could be undone"),
    ],
)
def test_an_undo_takes_back_one_review_of_the_same_reviewer(path: Path, wrong: Review, message: str) -> None:
    with ReviewFile.open(path) as file:
        file.add([ACCEPT, undo(ACCEPT)])
        assert file.add([undo(ACCEPT)]) == 0
        with pytest.raises(InputError, match=message):
            file.add([wrong])


@pytest.mark.parametrize(
    "parts",
    [
        {"topics": ("house",)},
        {"action": "correct", "topics": ()},
        {"action": "reject"},
        {"reviewer": " "},
        {"undoes": "r0"},
        {"action": "erase"},
        {"decided_at": datetime(2026, 1, 3)},
        {"id": "x" * 101},
        {"artwork_id": ""},
    ],
)
def test_a_review_whose_parts_contradict_each_other_is_refused(parts: dict[str, object]) -> None:
    with pytest.raises(InputError, match=r"The review '.*' of '.*'"):
        replace(ACCEPT, **parts)  # type: ignore[arg-type]


def test_two_open_files_see_each_others_reviews(path: Path) -> None:
    with ReviewFile.open(path) as one, ReviewFile.open(path) as other:
        one.add([ACCEPT])
        other.add([replace(CORRECT, reviewer="Bob")])
        assert one.extent() == other.extent() == (2, 2)


@pytest.mark.parametrize("damage", ["no database", "later version"])
def test_a_file_that_cannot_be_used_is_one_sentence(path: Path, damage: str) -> None:
    path.parent.mkdir(parents=True)
    if damage == "no database":
        path.write_text("These are no reviews. " * 100)
    else:
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match=str(path)):
        ReviewFile.open(path)


Views = Callable[..., dict[str, list[tuple[object, ...]]]]


@pytest.fixture
def views(tmp_path: Path) -> Views:
    """Add reviews, import them, and return the rows of both views without their constant columns."""
    settings = Settings(data_dir=tmp_path)

    def read(*reviews: Review) -> dict[str, list[tuple[object, ...]]]:
        with ReviewFile.open(review_path(tmp_path, COLLECTION)) as file:
            file.add(reviews)
        with Store.open(settings.database) as store:
            import_reviews(store, COLLECTION, settings)
            assert import_reviews(store, COLLECTION, settings) == 0
        with duckdb.connect(str(settings.database), read_only=True) as store:
            works = "SELECT review_status, topic_ids, reviewers FROM current_reviews"
            topics = "SELECT topic_id, review_status FROM reviewed_topics ORDER BY topic_id"
            return {"works": store.execute(works).fetchall(), "topics": store.execute(topics).fetchall()}

    return read


def test_the_last_review_of_a_reviewer_holds(views: Views) -> None:
    assert views(ACCEPT, CORRECT)["works"] == [("human", ["aircraft", "house"], ["Ann"])]
    assert views(undo(CORRECT))["works"] == [("human-approved", ["boat"], ["Ann"])]
    assert views(REJECT, SKIP)["works"] == [("human-rejected", [], ["Ann"])]
    assert views(undo(ACCEPT), undo(REJECT)) == {"works": [], "topics": []}


def test_each_topic_says_who_decided_it(views: Views) -> None:
    both = replace(CORRECT, topics=("boat", "house"))
    assert views(both)["topics"] == [("boat", "human-approved"), ("house", "human")]


def test_reviewers_who_differ_are_shown_as_such(views: Views) -> None:
    other = replace(CORRECT, reviewer="Bob", topics=("boat", "house"))
    assert views(ACCEPT, other) == {
        "works": [("disputed", None, ["Ann", "Bob"])],
        "topics": [("boat", "human-approved"), ("house", "disputed")],
    }
    agreed = replace(ACCEPT, id="r9", reviewer="Bob")
    assert views(agreed)["works"] == [("human-approved", ["boat"], ["Ann", "Bob"])]


def test_a_deleted_review_file_is_filled_from_the_database_before_new_reviews(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, reports_dir=tmp_path)
    file = review_path(tmp_path, COLLECTION)
    with Store.open(settings.database) as store:
        with ReviewFile.open(file) as reviews:
            reviews.add([ACCEPT, REJECT, undo(REJECT)])
        import_reviews(store, COLLECTION, settings)
        file.unlink()
        with open_reviews(store, COLLECTION, settings) as reviews:
            assert [each.review for each in reviews.reviews()] == [ACCEPT, REJECT, undo(REJECT)]
            reviews.add([CORRECT])
            assert reviews.extent() == (4, 4)
        import_reviews(store, COLLECTION, settings)
        file.unlink()
        with ReviewFile.open(file) as reviews:  # as an earlier version did: numbers begin again
            reviews.add([SKIP])
        assert import_reviews(store, COLLECTION, settings) == 1
        with ReviewFile.open(file) as reviews:
            assert [each.review.id for each in reviews.reviews()] == ["r1", "r3", "undo-r3", "r2", "r4"]
        stored = store.rows("reviews_of_collection", collection=COLLECTION)
        assert [(row["number"], row["review_id"]) for row in stored][-2:] == [(4, "r2"), (5, "r4")]
        file.unlink()
        assert import_reviews(store, COLLECTION, settings) == 0 and file.exists()

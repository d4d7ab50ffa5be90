"""The frames that are checked, as the store gives them: no work is left out of them."""

from __future__ import annotations

import pandas as pd
import pytest
from builders import COLLECTION, RUN, TOPICS, Work, fill

from artmeta.expectations import Expectations
from artmeta.store.database import Store
from artmeta.validation import Outcome, check, unsound_works

SAID = {"aircraft": 0.1, "boat": 0.7, "house": 0.2}
pytestmark = pytest.mark.slow

WORKS = (
    Work("m:1", 1850, 1860, SAID),
    Work("m:2", confidences=SAID),
    Work("m:3", outcome="gone"),
    Work("m:4", outcome=""),
)


def failed(outcomes: list[Outcome]) -> set[str]:
    return {one.expectation for one in outcomes if not one.success}


def test_every_work_of_the_collection_is_checked(store: Store) -> None:
    fill(store, WORKS)
    frame = store.frame("validate_input", run_id=RUN)
    assert dict(zip(frame["artwork_id"], frame["outcome"], strict=True)) == {
        "m:1": "ok",
        "m:2": "ok",
        "m:3": "gone",
        "m:4": "none",
    }
    small = "pictures_are_large_enough"  # the builder's pictures measure 100 x 80
    assert failed(check("input", frame, Expectations())) == {small}
    assert failed(check("input", frame, Expectations(max_missing_images=0.4))) == {small, "enough_pictures"}


def test_predictions_of_every_readable_picture_are_checked(store: Store) -> None:
    fill(store, WORKS)
    frame = store.frame("validate_output", run_id=RUN)
    assert len(frame) == 2 * len(TOPICS)
    assert failed(check("output", frame, Expectations(), topics=tuple(TOPICS))) == set()


def test_a_work_that_the_model_passed_over_is_lost(store: Store) -> None:
    fill(store, [*WORKS, Work("m:5")])
    frame = store.frame("validate_output", run_id=RUN)
    assert frame.loc[frame["topic_id"].isna(), "artwork_id"].tolist() == ["m:5"]
    assert "no_work_is_lost" in failed(check("output", frame, Expectations(), topics=tuple(TOPICS)))


def test_a_picture_with_an_issue_is_not_lost(store: Store) -> None:
    fill(store, [*WORKS, Work("m:5")])
    issue = {"step": "embed", "artwork_id": "m:5", "kind": "unreadable", "message": "It is torn."}
    store.insert("issues", pd.DataFrame([{"collection": COLLECTION, "run_id": RUN, **issue}]))
    assert len(store.frame("validate_output", run_id=RUN)) == 2 * len(TOPICS)


def test_the_last_finished_run_is_what_a_harvest_is_measured_by(store: Store) -> None:
    fill(store, WORKS)
    assert store.rows("works_before", collection=COLLECTION) == []
    outcome = {"suite": "input", "expectation": "enough_works", "column_name": "", "success": True}
    measured = {
        "severity": "critical",
        "measured": '{"value": 50}',
        "sentence": "The collection holds 50 works.",
    }
    store.insert("validations", pd.DataFrame([{"run_id": RUN, **outcome, **measured}]))
    assert store.rows("works_before", collection=COLLECTION) == [{"works": 50}]


SURE = (
    Work("m:1", confidences={"aircraft": 0.05, "boat": 0.9, "house": 0.05}, status="sure"),
    Work("m:2", confidences=SAID, status="unsure"),
    Work("m:3", confidences=SAID, status="unfamiliar"),
)


@pytest.mark.parametrize(
    ("change", "works"),
    [
        ("SET run_id = run_id", []),
        ("SET status = 'sure', topics = ['boat'] WHERE status = 'unfamiliar'", ["m:3"]),
        ("SET status = 'sure', topics = ['boat'] WHERE status = 'unsure'", ["m:2"]),
        ("SET topics = ['boat', 'castle'] WHERE status = 'sure'", ["m:1"]),
        ("SET topics = [] WHERE status = 'sure'", ["m:1"]),
        ("SET status = 'unsure' WHERE status = 'sure'", ["m:1"]),
        ("SET ood_score = 2.0 WHERE status = 'sure'", ["m:1"]),
        ("SET none_score = 0.9, none_limit = 0.5 WHERE status = 'sure'", ["m:1"]),
    ],
)
def test_a_sure_topic_that_its_own_numbers_contradict_is_named(
    store: Store, change: str, works: list[str]
) -> None:
    fill(store, SURE)
    store._execute(
        """UPDATE models SET card = '{"calibration": {"thresholds": {"boat": 0.8, "house": 0.8}}}'"""
    )
    store._execute(f"UPDATE decisions {change}")
    frame = store.frame("validate_output", run_id=RUN)
    outcomes = check("output", frame, Expectations(), topics=tuple(TOPICS))
    assert failed(outcomes) == ({"sure_is_supported"} if works else set())
    assert unsound_works(frame, tuple(TOPICS), True) == works


def test_two_sure_topics_of_a_single_label_model_are_unsound(store: Store) -> None:
    fill(store, SURE)
    store._execute(
        """UPDATE models SET card = '{"calibration": {"thresholds": {"boat": 0.8, "house": 0.01}}}'"""
    )
    store._execute("UPDATE decisions SET topics = ['boat', 'house'] WHERE status = 'sure'")
    frame = store.frame("validate_output", run_id=RUN)
    assert unsound_works(frame, tuple(TOPICS), sums_to_one=True) == ["m:1"]
    assert unsound_works(frame, tuple(TOPICS), sums_to_one=False) == []
    outcomes = check("output", frame, Expectations(), topics=tuple(TOPICS))
    assert failed(outcomes) == {"one_topic_is_sure"}


def test_a_model_without_thresholds_supports_no_sure_topic(store: Store) -> None:
    fill(store, SURE)
    store._execute("UPDATE decisions SET confidence_threshold = NULL")
    frame = store.frame("validate_output", run_id=RUN)
    assert frame.loc[frame["sure_is_supported"].notna(), "artwork_id"].tolist() == ["m:1"]
    assert unsound_works(frame, tuple(TOPICS), True) == ["m:1"]

"""The views say what the report says: of the works that are there, of the pictures they show now, one row each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from builders import COLLECTION, MODEL, RUN, Work, fill, new_store

from artmeta.store.database import Store

WORKS = [
    Work("w1", 1850, 1855, {"boat": 0.9, "house": 0.1}, ("boat",), "training"),
    Work("w2", 1855, 1864, {"house": 0.6, "boat": 0.4}, ("boat", "house"), "validation"),
    Work("w3", 1800, 1899, {"boat": 0.7, "house": 0.3}),
    Work("w4", -2, -1, {"boat": 0.8, "house": 0.2}),
    Work("w5", outcome="gone"),
]


@pytest.fixture
def museum(path: Path) -> Iterator[Path]:
    with new_store(path) as store:
        fill(store, WORKS)
    yield path


def ask(path: Path, statement: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(path)) as connection:
        return connection.execute(statement).fetchall()


TOPICS = "SELECT artwork_id, topic_id, second_topic_id FROM artwork_topics ORDER BY artwork_id"


def test_each_work_stands_once_with_its_two_likeliest_topics(museum: Path) -> None:
    assert ask(museum, TOPICS) == [
        ("w1", "boat", "house"),
        ("w2", "house", "boat"),
        ("w3", "boat", "house"),
        ("w4", "boat", "house"),
        ("w5", None, None),
    ]


def test_a_work_with_two_faults_stands_once(museum: Path) -> None:
    with Store.open(museum) as store:
        kinds = ("unreadable", "too_large")
        issue = {"collection": "museum", "step": "embed", "artwork_id": "w5", "run_id": RUN}
        store.insert(
            "issues", pd.DataFrame([{**issue, "kind": kind, "message": f"It is {kind}."} for kind in kinds])
        )
    result = ask(museum, "SELECT outcome, reason FROM artwork_topics WHERE artwork_id = 'w5'")
    assert result == [("too_large", "It is too_large.")]


def test_what_was_said_of_a_replaced_picture_is_not_said_of_the_new_one(museum: Path) -> None:
    ask(museum, "UPDATE images SET sha256 = 'new' WHERE artwork_id = 'w1'")
    assert ask(museum, TOPICS)[0] == ("w1", None, None)
    assert ask(museum, "SELECT count(*) FROM artwork_confidences WHERE artwork_id = 'w1'") == [(0,)]
    with Store.open(museum) as store:
        vectors = {"sha256": ["new"], "backbone": "mobilenet", "vector": [b"\0\0"], "run_id": RUN}
        store.insert("embeddings", pd.DataFrame(vectors))
        values = {
            "collection": "museum",
            "backbone": "mobilenet",
            "model_name": "topics",
            "model_version": 3,
        }
        (work,) = store.rows("works_to_classify", **values)
    assert (work["artwork_id"], work["sha256"]) == ("w1", "new")


def test_a_work_that_has_gone_is_in_no_view(museum: Path) -> None:
    ask(museum, "UPDATE artworks SET gone_run_id = 'later' WHERE artwork_id = 'w1'")
    for view in ("artwork_topics", "artwork_confidences", "artwork_records", "labelled_works"):
        assert ask(museum, f"SELECT count(*) FROM {view} WHERE artwork_id = 'w1'") == [(0,)]


def test_a_topic_that_was_never_said_counts_none(museum: Path) -> None:
    result = ask(museum, "SELECT topic_id, works, works_trained FROM run_topics ORDER BY position")
    assert result == [("aircraft", 0, 0), ("boat", 3, 1), ("house", 1, 0)]


def test_judged_works_know_what_was_learnt(museum: Path) -> None:
    result = ask(
        museum,
        "SELECT artwork_id, correct, training_split FROM labelled_works WHERE len(given_topics) > 0 ORDER BY 1",
    )
    assert result == [("w1", True, "training"), ("w2", True, "validation")]


def test_works_that_left_the_list_and_replaced_pictures_are_not_counted_as_classified(path: Path) -> None:
    confidences = {"boat": 0.9, "house": 0.1}
    with new_store(path) as store:
        fill(store, [Work(f"w{n}", confidences=confidences, status="sure") for n in range(4)])
        fill(store, [Work("w4", confidences=confidences, status="sure")], run_id="later")
        store._execute("UPDATE artworks SET gone_run_id = 'later' WHERE artwork_id = 'w0'")
        store._execute("UPDATE images SET sha256 = 'other' WHERE artwork_id = 'w1'")
        assert store.rows("count_classify", run_id="later") == [{"done": 1, "skipped": 2, "failed": 0}]
        (row,) = store.rows("status", runs=["later"])
        assert [row[name] for name in ("works", "pictures", "classified", "sure")] == [4, 4, 3, 3]
        assert sum(row["works"] for row in store.rows("topic_counts", runs=["later"])) == 3


def test_a_work_of_two_decades_counts_in_each_by_its_years(museum: Path) -> None:
    result = ask(
        museum, "SELECT decade, topic_id, works, works_of_decade, share FROM topics_by_decade ORDER BY ALL"
    )
    assert result == [
        (-9, "boat", 1.0, 1.0, 1.0),  # 9 BC to 1 BC; there is no year 0
        (1850, "boat", pytest.approx(1.0), pytest.approx(1.5), pytest.approx(2 / 3)),
        (1850, "house", pytest.approx(0.5), pytest.approx(1.5), pytest.approx(1 / 3)),
        (1860, "house", pytest.approx(0.5), pytest.approx(0.5), 1.0),
    ]


def test_the_newest_run_of_each_collection(museum: Path) -> None:
    with Store.open(museum) as store:
        fill(store, [], run_id="z-later-by-name")
        fill(store, [], collection="other", run_id="other")
    assert ask(museum, "SELECT run_id FROM latest_runs ORDER BY 1") == [("other",), ("z-later-by-name",)]


def test_status_and_topics_are_those_of_the_runs_that_are_named(path: Path) -> None:
    confidences = {"boat": 0.9, "house": 0.1}
    with new_store(path) as store:
        fill(
            store,
            [
                Work("w1", confidences=confidences, status="sure"),
                Work("w2", confidences=confidences, status="unsure"),
            ],
        )
        fill(
            store,
            [Work("w1", confidences={"house": 0.8}, status="unfamiliar")],
            run_id="later",
            model="other",
        )
        (row,) = store.rows("status", runs=["later"])
        assert [row[name] for name in ("works", "classified", "sure", "unfamiliar")] == [2, 1, 0, 1]
        (row,) = store.rows("status", runs=[RUN])
        assert [row[name] for name in ("works", "classified", "sure", "unsure")] == [2, 2, 1, 1]
        store._execute("UPDATE runs SET status = 'running' WHERE run_id = $run", run=RUN)
        (row,) = store.rows("status", runs=[RUN])
        assert [row[name] for name in ("works", "classified", "sure", "unsure")] == [2, 2, 0, 2]
        decided = {"collection": COLLECTION, "artwork_id": "w1", "model_name": MODEL, "model_version": 3}
        tested = {
            "sha256": WORKS[0].picture,
            "state": "kept",
            "grouping": "",
            "group_name": "",
            "run_id": RUN,
        }
        store.insert("work_promises", [decided | tested])
        (row,) = store.rows("status", runs=[RUN])
        assert [row[name] for name in ("works", "classified", "sure", "unsure")] == [2, 2, 1, 1]
        assert [row["works"] for row in store.rows("topic_counts", runs=[RUN, "later"])] == [2, 1]
        assert store.rows("status", runs=[]) == store.rows("topic_counts", runs=[]) == []

"""A report reads its run's works from a temporary table, which gives the rows that the views give."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
from builders import new_store
from report_builder import RUN, fill

from artmeta.report.render import questions
from artmeta.store.database import Store

QUERIES = questions(RUN) | {
    "topic_statuses_of_run": {"run_id": RUN},
    "explore_works": {"run_id": RUN, "max_pictures": 40},
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with new_store(tmp_path_factory.mktemp("materialized") / "museum.duckdb") as store:
        fill(store, works=200, seed=2)
        store.insert("runs", store.frame("run", run_id=RUN).assign(run_id="another", number=0))
        yield store


def answers(store: Store) -> dict[str, Any]:
    """Sums of floats are rounded: the engine adds rows in any order."""
    return {name: rounded(store.rows(name, **values)) for name, values in QUERIES.items()}


def rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: rounded(held) for name, held in value.items()}
    if isinstance(value, list):
        return [rounded(held) for held in value]
    return round(value, 9) if isinstance(value, float) else value


def test_every_query_has_the_same_rows(store: Store) -> None:
    expected = answers(store)
    with store.materialized(RUN):
        held = answers(store)
        with store.batches("explore_works", **QUERIES["explore_works"]) as batches:
            assert rounded(batches.read_all().to_pylist()) == expected["explore_works"]
    assert held == expected


def test_summary_and_section_rank_the_flags_of_a_kind_alike(store: Store) -> None:
    run = store.frame("run", run_id=RUN).iloc[0]
    work, other = sorted(store.frame("works_of_run", run_id=RUN)["artwork_id"])[:2]
    names = ("kind", "severity", "subject", "measured", "sentence")
    flags = [
        ("undated", "note", "C", 0.0, "third"),
        ("undated", "note", "B", 0.0, "second"),
        ("low_confidence", "note", work, 0.1, "near the limit"),
        ("low_confidence", "note", other, 0.7, "far from it"),
        ("misread_training", "warning", work, 0.9, "a work of the collection"),
        ("misread_training", "warning", "elsewhere", 0.1, "another work"),
        ("misread_training", "serious", other, 0.1, "the most severe"),
        ("undated", "note", "A", 0.0, "first"),
    ]
    common = {"run_id": "another", "collection": run["collection"], "limit_value": 0.0}
    store.insert("flags", [dict(zip(names, flag, strict=True)) | common for flag in flags])
    expected = {
        "misread_training": ["the most severe", "another work", "a work of the collection"],
        "low_confidence": ["far from it", "near the limit"],
        "undated": ["first", "second", "third"],
    }
    section = store.rows("report_flags", run_id="another", max_thumbnails=40)
    assert {
        kind: [row["sentence"] for row in rows] for kind, rows in groupby(section, itemgetter("kind"))
    } == expected
    kinds = store.rows("report_summary", run_id="another")[0]["flag_kinds"]
    assert {kind["kind"]: (kind["severity"], kind["sentence"]) for kind in kinds} == {
        "misread_training": ("serious", "the most severe"),
        "low_confidence": ("note", "far from it"),
        "undated": ("note", "first"),
    }


def test_views_read_the_table(store: Store) -> None:
    """The engine looks a name up among temporary tables first, also in a view that was made before."""
    plan = "EXPLAIN SELECT * FROM run_topics"
    assert "predictions" in str(store._connection.execute(plan).fetchall())
    with store.materialized(RUN):
        assert "predictions" not in str(store._connection.execute(plan).fetchall())


def test_the_view_is_read_again_after_a_fault(store: Store) -> None:
    with pytest.raises(KeyError), store.materialized("another"):
        assert {row["works"] for row in store.rows("topics_of_run", run_id=RUN)} == {0}
        raise KeyError
    assert sum(row["works"] for row in store.rows("topics_of_run", run_id=RUN)) > 0


def test_a_fault_while_batches_are_read_is_raised_itself(store: Store) -> None:
    fault = pytest.raises(KeyError)
    with fault, store.materialized(RUN), store.batches("explore_works", **QUERIES["explore_works"]):
        raise KeyError
    with fault, store.materialized(RUN), store.batches("explore_works", **QUERIES["explore_works"]) as rows:
        assert next(rows).num_rows > 0
        raise KeyError
    assert sum(row["works"] for row in store.rows("topics_of_run", run_id=RUN)) > 0


def test_reading_needs_no_write_access(store: Store, tmp_path: Path) -> None:
    store.snapshot(tmp_path / "copy.duckdb")
    with Store.open(tmp_path / "copy.duckdb", read_only=True) as copy, copy.materialized(RUN):
        assert copy.rows("topics_of_run", run_id=RUN) == store.rows("topics_of_run", run_id=RUN)

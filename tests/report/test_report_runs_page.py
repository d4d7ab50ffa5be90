"""The page of a collection's runs: each run, and what changed since the finished one before it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from artmeta.report.rows import typed
from artmeta.report.runs_page import RunRow, changes, write_runs_page
from artmeta.store.database import Store

FIRST = datetime(2026, 1, 2, tzinfo=UTC)
EVIL = "<script>alert('title')</script>"


def add_run(store: Store, number: int, **columns: Any) -> str:
    run_id = f"run{number}"
    row = {
        "run_id": run_id,
        "collection": "museum",
        "title": EVIL,
        "config_digest": "c",
        "config_text": "",
        "config_path": "",
        "code_version": "0.2.0",
        "model_name": "topics",
        "model_version": 1,
        "status": "finished",
        "started_at": FIRST + timedelta(days=number),
        "number": number,
    }
    store.insert("runs", pd.DataFrame([row | columns]))
    return run_id


def add_counts(store: Store, run_id: str, **sure: int) -> None:
    rows = [
        {"topic_id": topic, "works": works + 1, "sure": works, "unsure": 1, "unfamiliar": 0}
        for topic, works in sure.items()
    ]
    store.replace_of_run("run_topic_counts", run_id, pd.DataFrame(rows))


def add_flags(store: Store, run_id: str, *subjects: str) -> None:
    rows = [
        {
            "collection": "museum",
            "kind": "low_confidence",
            "severity": "note",
            "subject": subject,
            "measured": 0.1,
            "limit_value": 0.5,
            "sentence": "",
        }
        for subject in subjects
    ]
    store.replace_of_run("flags", run_id, pd.DataFrame(rows))


def read(store: Store) -> list[RunRow]:
    return typed(store.rows("runs_of_collection", collection="museum"), RunRow)


def test_changes_are_those_since_the_finished_run_before(store: Store) -> None:
    first = add_run(store, 1)
    add_counts(store, first, boat=10, house=5)
    add_flags(store, first, "w1", "w2")
    failed = add_run(store, 2, status="failed")
    add_counts(store, failed, boat=0)
    last = add_run(store, 3, model_version=2, config_digest="d")
    add_counts(store, last, boat=14, house=5, angel=1)
    add_flags(store, last, "w2", "w3", "w4")
    newest, _, oldest = read(store)
    assert (newest.run_id, newest.previous, oldest.previous) == (last, first, None)
    assert list(changes(newest, oldest)) == [
        "The model is topics, version 2 instead of topics, version 1.",
        "The collection file has other options.",
        "Works: 23 works instead of 17, 20 are sure instead of 15 and 3 are unsure instead of 2.",
        "Works by topic: boat 11 → 15; angel 0 → 2.",
        "Flags “Low confidence”: 2 new and 1 no longer raised, 3 in all.",
    ]


def test_a_run_like_the_one_before_changed_nothing(store: Store, tmp_path: Path) -> None:
    for number in (1, 2):
        run_id = add_run(store, number, status="finished" if number == 1 else "running")
        add_counts(store, run_id, boat=10)
        add_flags(store, run_id, "w1")
    rows = store.rows("runs_of_collection", collection="museum")
    page = write_runs_page(rows, "museum.html", tmp_path / "museum-runs.html", "run2").read_text()
    assert "Nothing changed since the run of 3 January 2026" in page
    assert "there is nothing to compare with" in page
    assert ">reported<" in page and ">running<" not in page
    assert EVIL not in page and 'href="museum.html"' in page


def test_a_run_without_recorded_counts_is_compared_by_what_is_known(store: Store) -> None:
    add_run(store, 1, model_name=None, model_version=None)
    add_counts(store, add_run(store, 2, code_version="0.3.0"), boat=10)
    newest, oldest = read(store)
    assert list(changes(newest, oldest)) == [
        "The model is topics, version 1 instead of no model.",
        "artmeta is version 0.3.0 instead of 0.2.0.",
    ]
    assert (newest.total("works"), oldest.total("works")) == (11, None)


def test_a_verdict_that_differs_is_said(store: Store) -> None:
    for number, verdict in ((1, "no_change"), (2, "rose")):
        run_id = add_run(store, number)
        numbers = dict.fromkeys(
            (
                "works",
                "first_share",
                "last_share",
                "change",
                "low",
                "high",
                "statistic",
                "p_value",
                "adjusted",
            ),
            0.1,
        )
        row = {"grouping": "", "group_name": "", "topic_id": "boat", "verdict": verdict, "sentence": ""}
        years = {"first_year": 1800, "last_year": 1900, "detectable": 0.1}
        store.replace_of_run("trend_verdicts", run_id, pd.DataFrame([row | numbers | years]))
    newest, oldest = read(store)
    assert list(changes(newest, oldest)) == ["The trend of boat: ▲ rose (before: no change)."]

"""The page on the store lists what is there, and its questions can be asked."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from builders import RUN, Work, fill

from artmeta.store import reference, statements
from artmeta.store.database import Store

WRITTEN = reference.PAGE.read_text(encoding="utf-8")
QUESTIONS = re.findall(r"\*\*(.+?)\*\*\n\n```sql\n(.+?)```", WRITTEN, re.DOTALL)


def test_the_page_is_what_the_schema_says() -> None:
    assert reference.page(WRITTEN) == WRITTEN, "stale: run 'make docs'"


def test_every_table_and_view_is_listed() -> None:
    for name in statements.names("views"):
        assert f"\n### {name}\n" in WRITTEN
    assert "| `model_name` | VARCHAR, may be missing |" in WRITTEN
    assert "| `artist_birth` | INTEGER, may be missing | In which year was the artist born" in WRITTEN


def test_a_bar_in_a_remark_does_not_break_the_table() -> None:
    rows = [line for line in WRITTEN.splitlines() if line.startswith("| `")]
    assert {line.count("|") for line in rows} <= {4, 5}


@pytest.mark.parametrize(("question", "sql"), QUESTIONS, ids=[question for question, _ in QUESTIONS])
def test_the_worked_questions_have_answers(question: str, sql: str, path: Path) -> None:
    works = [
        Work("w1", 1850, 1855, {"boat": 0.45, "house": 0.4}, ("boat",)),
        Work("w2", 1855, 1864, {"boat": 0.6, "house": 0.4}, ("house",), "validation"),
    ]
    flag = {
        "run_id": RUN,
        "collection": "sample",
        "kind": "low_confidence",
        "severity": "note",
        "subject": "w1",
        "measured": 0.45,
        "limit_value": 0.5,
        "sentence": "",
    }
    with Store.open(path) as store:
        fill(store, works, collection="sample")
        store.insert("flags", pd.DataFrame([flag]))
    with duckdb.connect(str(path), read_only=True) as connection:
        assert connection.execute(sql).fetchall(), question


def test_four_questions_are_worked() -> None:
    assert len(QUESTIONS) == 4

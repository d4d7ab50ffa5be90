"""Columns that are built without pandas equal those that Arrow builds."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from artmeta import arrow_columns
from artmeta.arrow_columns import (
    column,
    constant,
    floats,
    lists_of_texts,
    numbers,
    places,
    selected,
)

WITHOUT_PANDAS = """
import sys
import artmeta.steps.embed, artmeta.steps.classify, artmeta.steps.fetch, artmeta.steps.context
from artmeta.store.bounded import arrow
from datetime import UTC, datetime
arrow([{"a": "x", "b": 1, "c": 0.5, "d": None, "e": True, "f": datetime.now(UTC), "g": ["y"], "h": b"z"}])
print("pandas" in sys.modules)
"""


@pytest.mark.parametrize(
    "values",
    [
        ["quay", "", "Müller 水", "a"],
        ["quay", None, "b"],
        [b"\x00\x01", b"", b"abc"],
        [True, False, None] * 7,
        [3, None, -(2**62)],
        [0.5, None, 1e300],
        [datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC), None, datetime(1850, 1, 1, tzinfo=UTC)],
        [["a", "b"], ["", "c"]],
        [["a"], [], ["b", None]],
        [["a"], None],
        [None, None],
        [],
        [1, 2.5],
        [datetime(2026, 1, 2)],
        [{"a": 1}],
    ],
)
def test_columns_equal_those_of_arrow(values: list[Any]) -> None:
    built = column(values)
    built.validate(full=True)
    assert built.to_pylist() == pa.array(values).to_pylist()


def test_columns_too_large_for_offsets_of_32_bits_have_those_of_64_bits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(arrow_columns, "LARGEST", 5)
    for values, kind in (
        (["quay", None, "水"], pa.large_string()),
        ([b"\x00" * 6, b"a"], pa.large_binary()),
        (["quay", "a"], pa.string()),
    ):
        built = column(values)
        built.validate(full=True)
        assert (built.type, built.to_pylist()) == (kind, values)
    with duckdb.connect() as connection:
        rows = pa.table({"text": column(["quay", "水水"])})
        assert connection.execute("SELECT max(text) FROM rows").fetchone() == ("水水",)
        assert rows.num_rows == 2


def test_times_of_another_zone_are_the_same_moment() -> None:
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    assert (
        column([moment.astimezone()]).to_pylist() == [moment] == column([moment + timedelta(0)]).to_pylist()
    )


def test_a_number_that_is_none_is_missing() -> None:
    assert numbers(np.array([1.5, np.nan, -2])).to_pylist() == [1.5, None, -2]
    assert numbers(np.arange(20, dtype=np.uint64)[::2]).to_pylist() == list(range(0, 20, 2))
    assert numbers(np.array([2**64 - 1], np.uint64)).to_pylist() == [2**64 - 1]


def test_numbers_and_truth_values_are_read_as_floats() -> None:
    assert floats(pa.chunked_array([pa.array([1, None]), pa.array([3])])).tolist() == pytest.approx(
        [1.0, np.nan, 3.0], nan_ok=True
    )
    assert floats(pa.chunked_array([pa.array([True, False])])).tolist() == [1.0, 0.0]
    assert floats(pa.chunked_array([], pa.int64())).tolist() == []


@pytest.mark.parametrize("coded", [False, True])
def test_values_are_found_among_others(coded: bool) -> None:
    parts = [pa.array(["b", "x"]), pa.array(["a", "b"]), pa.array([], pa.string())]
    values = pa.chunked_array([part.dictionary_encode() if coded else part for part in parts])
    assert places(values, pa.array(["a", "b", "c"])).tolist() == [1, -1, 0, 1]
    assert places(values, pa.chunked_array([["c", "b"], ["a"]])).tolist() == [1, -1, 2, 1]
    assert places(values, column([])).tolist() == [-1] * 4
    assert places(values[:0], pa.array(["a"])).tolist() == []


def test_repeated_values_are_held_once() -> None:
    assert constant("run", 3).to_pylist() == ["run"] * 3
    assert len(constant(7, 1000).dictionary) == 1
    assert selected(column(["a", "b"]), np.array([1, 0, 1])).to_pylist() == ["b", "a", "b"]
    assert lists_of_texts([]).to_pylist() == []


def test_the_steps_that_write_pictures_do_not_import_pandas() -> None:
    ran = subprocess.run([sys.executable, "-c", WITHOUT_PANDAS], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"

"""The CSV dialect: no formula runs, no text is lost, and every reader finds the same rows."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from artmeta.csv_writer import CsvFile, csv_file, unprotect, write_frame

FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"
texts = st.text(st.sampled_from("'=+-@\t\r\n＝ab,\"; é美"), max_size=12) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30
)


def written(text: str) -> str:
    """Return the cell that a file has for a text."""
    file = io.BytesIO()
    CsvFile(file, ["title"]).write_rows([[text]])
    return list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline=""), strict=True))[1][0]


@given(texts.filter(bool))
def test_a_protected_text_comes_back_and_begins_no_formula(text: str) -> None:
    cell = written(text)
    assert unprotect(cell) == text
    assert cell[:1] not in set(FORMULA_STARTS)
    assert cell == text or text.lstrip("'")[:1] in set(FORMULA_STARTS), "an innocent text is not touched"


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=5))
def test_a_file_gives_every_text_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("csv") / "works.csv"
    write_frame(pd.DataFrame(rows, columns=["title", "artist"]), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.reader(file, strict=True))
    assert read[0] == ["title", "artist"]
    assert [tuple(unprotect(cell) for cell in row) for row in read[1:]] == rows


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@sum", "'@sum"),
        ("-", "'-"),
        ("'=1", "''=1"),
        ("'tis", "'tis"),
        ("a=b", "a=b"),
    ],
)
def test_the_rule_by_example(text: str, cell: str) -> None:
    assert written(text) == cell


def test_the_dialect_by_example(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "a,b": ["=1", 'say "x"', None, "two\r\nlines"],
            "year": [-44, 0, 1, 2],
            "share": [0.9, 1e-7, None, float("inf")],
            "circa": [True, False, None, True],
        }
    )
    write_frame(frame, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().decode() == (
        '\ufeff"a,b",year,share,circa\r\n\'=1,-44,0.900000,true\r\n"say ""x""",0,0.000000,false\r\n'
        ',1,,\r\n"two\r\nlines",2,inf,true\r\n'
    )


def test_rows_are_written_as_they_come(tmp_path: Path) -> None:
    rows = (("-", -300, None, True) for _ in range(3))
    with csv_file(tmp_path / "a.csv", ["text", "first", "last", "circa"]) as file:
        file.write_rows(rows)
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines == ["text,first,last,circa", *["'-,-300,,true"] * 3]


def test_an_empty_cell_in_the_only_column_is_still_a_row() -> None:
    out = io.BytesIO()
    CsvFile(out, ["text"]).write_batch(pa.RecordBatch.from_pydict({"text": ["", None, "x"]}))
    assert list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig")))) == [["text"], [""], [""], ["x"]]


def test_a_slice_of_a_batch_is_written_alone() -> None:
    out = io.BytesIO()
    CsvFile(out, ["n"]).write_batch(pa.RecordBatch.from_pydict({"n": ["a", "b", "c", "d"]}).slice(1, 2))
    assert out.getvalue().decode("utf-8-sig") == "n\r\nb\r\nc\r\n"

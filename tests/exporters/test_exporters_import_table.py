"""Tables for importers of catalogues: every cell is read back as it was written."""

from __future__ import annotations

import csv
import io

import pytest

from artmeta.exporters._import_table import write_rows


@pytest.mark.parametrize(
    "cell", ["a\rb", "a\nb", "\r\n", "\r=1", 'a"b', "a,b", "a\tb", "a|b", " ", "=1", "\u202ea", ""]
)
def test_a_cell_is_read_back_and_lines_end_in_a_line_feed(cell: str) -> None:
    file = io.StringIO(newline="")
    write_rows(file, ("id", "note"), [("1", cell), (2, None)])
    written = file.getvalue()
    assert list(csv.reader(io.StringIO(written, newline=""), strict=True)) == [
        ["id", "note"],
        ["1", cell],
        ["2", ""],
    ]
    assert written.startswith("id,note\n1,") and written.endswith("2,\n")

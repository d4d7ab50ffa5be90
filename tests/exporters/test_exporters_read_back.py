"""The files of every format are read back with the rows that the exporter was given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from builders import RUN

from artmeta import plugins
from artmeta.exporters._row_record import RowRecord
from artmeta.steps.export import ALL, write_format
from artmeta.steps.export_gate import Written, read_back
from artmeta.store.database import Store

FORMATS = plugins.names("artmeta.exporters")
UNCOUNTED = ("certificates", "quickstatements")


def written(name: str, store: Store, folder: Path) -> Written:
    exporter = plugins.load("artmeta.exporters", name)
    record = RowRecord(folder / "rows.arrow")
    files = write_format(store, RUN, exporter, folder / f"museum{exporter.SUFFIX}", ALL, record)
    return Written(name, tuple(files), record)


def rows(store: Store, each: Written, folder: Path) -> list[dict[str, Any]]:
    return list(read_back(store, RUN, each, folder))


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_read_back_whole(name: str, store: Store, tmp_path: Path) -> None:
    first, *others = rows(store, written(name, store, tmp_path), tmp_path)
    assert all(row["readable"] for row in (first, *others)), first["subject"]
    assert first["rows_read"] == first["rows_expected"]
    assert first["works_expected"] in (first["works_read"], 2)
    assert first["differing"] in (0, None)
    assert (first["rows_expected"] is None) == (name in UNCOUNTED)


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_was_cut_off_is_noticed(name: str, store: Store, tmp_path: Path) -> None:
    each = written(name, store, tmp_path)
    if name in UNCOUNTED:  # without rows here, they hold a header alone
        each.files[0].write_bytes(each.files[0].read_bytes() + b'"cut')
    else:
        content = each.files[0].read_bytes()
        each.files[0].write_bytes(content[: len(content) * 2 // 3])
    first = rows(store, each, tmp_path)[0]
    assert not first["readable"] or first["rows_read"] != first["rows_expected"]


def test_a_changed_value_is_noticed_with_its_work(store: Store, tmp_path: Path) -> None:
    each = written("confidences", store, tmp_path)
    path = each.files[0]
    assert path.read_text("utf-8-sig").count("0.300000") == 2
    path.write_bytes(path.read_bytes().replace(b"0.300000", b"0.300001"))
    (row,) = rows(store, each, tmp_path)
    assert (row["differing"], row["rows_read"]) == (1, row["rows_expected"])
    assert "first at work w2" in row["subject"]

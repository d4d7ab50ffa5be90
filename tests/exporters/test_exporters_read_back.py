"""The files of every format are read back with the rows that the exporter was given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from builders import COLLECTION, RUN, Work, fill, new_store

from artmeta import plugins
from artmeta.collection import SNAPSHOT
from artmeta.exporters import _row_record
from artmeta.exporters._readers import READERS
from artmeta.steps.export import ALL, write_format
from artmeta.steps.export_gate import Written, read_back, row_record
from artmeta.store.database import Store

FORMATS = plugins.names("artmeta.exporters")
UNCOUNTED = ("certificates",)


def written(name: str, store: Store, folder: Path) -> Written:
    exporter = plugins.load("artmeta.exporters", name)
    record = row_record(name, folder / "rows.arrow")
    files = write_format(store, RUN, exporter, folder / f"museum{exporter.SUFFIX}", ALL, record)
    return Written(name, tuple(files), record)


def first_row(store: Store, each: Written) -> dict[str, Any]:
    rows = list(read_back(store, COLLECTION, each))
    assert all(row["readable"] for row in rows[1:])
    return rows[0]


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_read_back_whole(name: str, store: Store, tmp_path: Path) -> None:
    row = first_row(store, written(name, store, tmp_path))
    assert row["readable"], row["subject"]
    assert row["rows"] == row["rows_expected"]
    assert row["works"] == row["works_expected"]
    assert row["differing"] == (None if name in UNCOUNTED else 0), row["subject"]


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_was_cut_off_is_noticed(name: str, store: Store, tmp_path: Path) -> None:
    each = written(name, store, tmp_path)
    content = each.files[0].read_bytes()
    if name in ("certificates", "quickstatements"):  # without rows here, they hold a header alone
        each.files[0].write_bytes(content + b'"cut')
    else:
        each.files[0].write_bytes(content[: len(content) * 2 // 3])
    row = first_row(store, each)
    assert not row["readable"] or row["rows"] != row["rows_expected"]


TEXTS = sorted({*READERS, "csv", "assertions"} - {"quickstatements", "ro_crate", "skos"})


@pytest.mark.parametrize("name", TEXTS)
def test_a_changed_value_is_noticed_with_its_work(name: str, store: Store, tmp_path: Path) -> None:
    each = written(name, store, tmp_path)
    before, digest, after = each.files[0].read_bytes().rpartition(b"d" * 64)
    assert digest
    each.files[0].write_bytes(before + b"e" * 64 + after)
    row = first_row(store, each)
    assert (row["differing"], row["rows"]) == (1, row["rows_expected"])
    assert "first at work w" in row["subject"]


def test_a_changed_confidence_is_noticed_in_tables(store: Store, tmp_path: Path) -> None:
    each = written("confidences", store, tmp_path)
    content = each.files[0].read_bytes()
    assert content.count(b"0.300000") == 2
    each.files[0].write_bytes(content.replace(b"0.300000", b"0.300001"))
    assert "first at work w2" in first_row(store, each)["subject"]
    each = written("parquet", store, tmp_path)
    rows = pq.read_table(each.files[0])
    place = rows.column_names.index("confidence")
    pq.write_table(rows.set_column(place, "confidence", pc.add(rows["confidence"], 1e-7)), each.files[0])
    assert first_row(store, each)["differing"] == 2


def test_a_row_that_is_longer_than_a_block_is_read_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_row_record, "BLOCK", 1 << 12)
    with new_store(tmp_path / "long.duckdb") as store:
        fill(store, [Work("w1", title='"\n' * 5000), Work("w2")])
        row = first_row(store, written("csv", store, tmp_path))
    assert row["readable"] and row["differing"] == 0, row["subject"]


def test_every_table_of_a_snapshot_is_compared_whole(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "museum.duckdb"
    store.snapshot(path, COLLECTION)
    store.snapshot(path, COLLECTION)  # a Store may write it again
    each = Written(SNAPSHOT, (path,), row_record(SNAPSHOT, tmp_path / "rows.arrow"))
    assert {row["differing"] for row in read_back(store, COLLECTION, each)} == {0}
    with duckdb.connect(str(path)) as snapshot:
        snapshot.execute("UPDATE artworks SET title = 'Another' WHERE artwork_id = 'w2'")
        snapshot.execute("DELETE FROM predictions WHERE artwork_id = 'w1' AND rank = 3")
    result = [row["subject"] for row in read_back(store, COLLECTION, each) if row["differing"]]
    assert result == [
        "museum.duckdb, table artworks (first at work w2)",
        "museum.duckdb, table predictions (5 rows instead of 6; first at work w1)",
    ]

"""Who may read the files, what an empty file is, and which fault and which file a sentence names."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from store_rows import epochs

from artmeta.errors import StoreError
from artmeta.store.database import Store


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_owner_may_read_a_new_database_and_its_log(path: Path) -> None:
    with Store.open(path) as store:
        store.insert("training_epochs", epochs(1, 10))
        assert mode(path) == mode(path.with_name(path.name + ".wal")) == 0o600
        assert mode(path.parent) == 0o700


def test_an_older_databases_mode_is_kept(path: Path) -> None:
    Store.open(path).close()
    path.chmod(0o640)
    with Store.open(path) as store:
        store.insert("training_epochs", epochs(1, 10))
        assert mode(path) == mode(path.with_name(path.name + ".wal")) == 0o640


def test_an_empty_file_is_no_database(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with pytest.raises(StoreError, match="There is no database"):
        Store.open(path, read_only=True)
    with Store.open(path) as store:
        assert store.rows("schema_tables")


def test_a_full_disk_at_the_first_start_leaves_nothing_in_the_way(small_disk: Path) -> None:
    with (small_disk / "ballast").open("wb") as ballast, pytest.raises(OSError):
        while True:
            ballast.write(bytes(65_536))
            ballast.flush()
    for _ in range(2):
        with pytest.raises(StoreError, match="The disk is full"):
            Store.open(small_disk / "artmeta.duckdb")
    (small_disk / "ballast").unlink()
    Store.open(small_disk / "artmeta.duckdb").close()


def test_the_first_fault_of_a_transaction_is_the_one_that_is_said(path: Path) -> None:
    row = pd.DataFrame([{"run_id": "r"}])  # columns that must not be missing are missing
    with Store.open(path) as store, pytest.raises(StoreError, match="NOT NULL"), store.transaction():
        with pytest.raises(StoreError):
            store.insert("runs", row)
        store.insert("training_epochs", epochs(1, 10))


def test_a_snapshot_that_finds_no_room_names_the_snapshot(path: Path, small_disk: Path) -> None:
    with Store.open(path) as store:
        store.insert("training_epochs", epochs(1, 300_000))
        copy = small_disk / "copy.duckdb"
        with pytest.raises(StoreError, match=f"The disk is full: {copy} could not be written"):
            store.snapshot(copy)
        assert list(small_disk.iterdir()) == []
        assert len(store.rows("schema_tables")) > 0


def test_a_database_on_a_read_only_disk_is_read_in_bounded_memory_and_copied(
    small_disk: Path, tmp_path: Path
) -> None:
    path = small_disk / "artmeta.duckdb"
    Store.open(path).close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with Store.open(path, read_only=True) as store:
        with store.batches("artworks_for_spreadsheets", run_id="r") as rows:
            assert rows.read_all().num_rows == 0
        store.snapshot(tmp_path / "copy.duckdb", "museum")
    with Store.open(tmp_path / "copy.duckdb", read_only=True) as copy:
        assert copy.rows("status", runs=[]) == []

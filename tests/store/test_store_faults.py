"""A damaged file, a foreign one, a full disk: one clear sentence each, and nothing committed is lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest
from store_rows import WRITE, count, epochs, start

from artmeta.errors import SchemaTooNew, StoreError
from artmeta.store import schema_version, vectors
from artmeta.store.copies import checkpointed_copy
from artmeta.store.database import Store


def test_a_text_file_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "works.duckdb"
    file.write_text("title,artist\n" * 500)
    for read_only in (False, True):
        with pytest.raises(StoreError, match="damaged or is not a DuckDB database"):
            Store.open(file, read_only=read_only)
    assert file.read_text() == "title,artist\n" * 500


@pytest.mark.parametrize("place", [100, 5_000, 12_500, 0.3, 0.9])
def test_a_damaged_file_is_one_sentence(path: Path, place: float) -> None:
    with Store.open(path) as store:
        store.insert("training_epochs", epochs(1, 50_000))
    content = bytearray(path.read_bytes())
    start_at = int(place if place > 1 else place * len(content))
    content[start_at : start_at + 20_000] = bytes(20_000)
    path.write_bytes(content)
    try:
        with Store.open(path) as store:  # a hole in a page that opening does not read is met later, or never
            store.insert("training_epochs", epochs(1, 60_000))
            store.snapshot(path.parent / "copy.duckdb")
    except StoreError as fault:
        assert "damaged" in fault.message
        assert "\n" not in fault.message


def test_a_cut_file_is_one_sentence(path: Path) -> None:
    Store.open(path).close()
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(StoreError, match="damaged"):
        Store.open(path)


def test_a_damaged_log_is_one_sentence(path: Path) -> None:
    Store.open(path).close()
    with start(WRITE, path) as writer:
        assert writer.stdout is not None
        for _ in range(20):
            writer.stdout.readline()
        writer.kill()
    log = path.with_name(path.name + ".wal")
    content = bytearray(log.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 40] = bytes(40)
    log.write_bytes(content)
    with pytest.raises(StoreError, match=r"The log .*\.wal of the last, interrupted run is damaged") as fault:
        Store.open(path)
    assert "move the log away" in fault.value.hint
    log.unlink()
    assert count(path) == 0


def test_a_missing_database_cannot_be_read(path: Path) -> None:
    with pytest.raises(StoreError, match="There is no database at"):
        Store.open(path, read_only=True)
    assert not path.exists()


def test_a_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(StoreError, match="data"):
        Store.open(tmp_path / "data" / "artmeta.duckdb")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_one_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="may not be read or written"):
        Store.open(tmp_path / "artmeta.duckdb")


def test_a_disk_that_is_read_only_is_one_sentence(small_disk: Path) -> None:
    file = small_disk / "artmeta.duckdb"
    Store.open(file).close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(StoreError, match="lies on a disk that is read-only"):
        Store.open(file)
    with Store.open(file, read_only=True) as store:
        assert store.rows("schema_tables")


def test_another_programs_database_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE visitors (day DATE)")
    with pytest.raises(StoreError, match=r"another program .*'visitors'"):
        Store.open(path)
    with duckdb.connect(str(path)) as connection:
        assert connection.execute("SELECT count(*) FROM duckdb_tables()").fetchall() == [(1,)]


def test_a_foreign_database_is_one_sentence_to_all_that_read_its_schema(tmp_path: Path) -> None:
    foreign, of_sqlite = tmp_path / "foreign.duckdb", tmp_path / "sqlite.duckdb"
    with duckdb.connect(str(foreign)) as connection:
        connection.execute("CREATE TABLE visitors (day DATE)")
    with closing(sqlite3.connect(of_sqlite)) as lite, lite:
        lite.execute("CREATE TABLE visitors (day DATE)")
    with pytest.raises(StoreError, match=r"^museum.duckdb is a database of another program"):
        schema_version.of_database(foreign, Path("museum.duckdb"))
    for read in (
        schema_version.of_database,
        Store.open,
        lambda path: Store.open(path, read_only=True),
        _copied,
    ):
        with pytest.raises(
            StoreError, match=rf"^{of_sqlite} is a database of SQLite"
        ):  # no extension is fetched
            read(of_sqlite)


def test_a_link_to_a_disk_that_is_away_is_kept(tmp_path: Path) -> None:
    link = tmp_path / "artmeta.duckdb"
    link.symlink_to("away.duckdb")
    for read_only in (False, True):
        with pytest.raises(StoreError, match=r"is a link to away\.duckdb, which is not there"):
            Store.open(link, read_only=read_only)
    assert link.is_symlink()


def _copied(path: Path) -> None:
    with checkpointed_copy(path):
        pass


def test_a_later_schema_is_not_touched(path: Path) -> None:
    Store.open(path).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("INSERT INTO schema_migrations VALUES (900, '900_later', 'x', '9.0', now())")
    for read_only in (False, True):
        with pytest.raises(SchemaTooNew, match="900_later"):
            Store.open(path, read_only=read_only)


def test_a_full_disk_loses_nothing_committed(small_disk: Path) -> None:
    file = small_disk / "artmeta.duckdb"
    kept = 0
    noise = np.random.default_rng(1)
    with Store.open(file) as store, pytest.raises(StoreError, match="The disk is full") as fault:
        while kept < 100:
            vector = vectors.pack(noise.normal(size=(100, 1280)).astype(np.float32))
            names = [f"{kept}-{row}" for row in range(100)]
            with store.transaction():
                store.insert(
                    "embeddings",
                    pd.DataFrame({"sha256": names, "backbone": "b", "vector": vector, "run_id": "r"}),
                )
            kept += 1
    assert kept > 0
    assert "run the same command again" in fault.value.hint
    assert count(file, "embeddings") == kept * 100
    with pytest.raises(StoreError, match="The disk is full"), Store.open(file) as store:
        store.snapshot(small_disk / "copy.duckdb")
    assert not (small_disk / "copy.duckdb").exists()
    assert not (small_disk / "copy.duckdb.part").exists()
    assert count(file, "embeddings") == kept * 100


def test_a_disk_too_small_for_the_schema_is_one_sentence(small_disk: Path) -> None:
    with (small_disk / "ballast").open("wb") as ballast, pytest.raises(OSError):
        while True:
            ballast.write(bytes(65_536))
            ballast.flush()
    with pytest.raises(StoreError, match="The disk is full"):
        Store.open(small_disk / "artmeta.duckdb")

"""The Parquet file: typed columns, and its origin in its own metadata."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from builders import RUN
from exported import write

from artmeta.exporters import parquet
from artmeta.store.database import Store


@pytest.fixture
def file(store: Store, tmp_path: Path) -> Path:
    write(parquet, store, tmp_path / "works.parquet")
    return tmp_path / "works.parquet"


def test_columns_keep_their_types(file: Path) -> None:
    table = pq.read_table(file)
    assert table.num_rows == 4
    assert table["date_earliest"].to_pylist() == [1850, -44, None, None]
    assert table["given_topics"].to_pylist() == [["boat"], [], [], []]
    assert table["title"].to_pylist()[0] == "=HYPERLINK(1)"
    assert table["flags"].to_pylist() == [[], ["low_confidence", "undated"], [], []]
    assert table["confidence"].to_pylist()[:2] == [0.9, 0.5]
    assert str(table.schema.field("run_started_at").type).startswith("timestamp[us")


def test_the_file_tells_where_it_comes_from(file: Path) -> None:
    metadata = pq.read_schema(file).metadata
    assert metadata[b"artmeta.run_id"] == RUN.encode()
    assert metadata[b"artmeta.model_name"] == b"topics"
    assert metadata[b"artmeta.model_version"] == b"3"
    assert metadata[b"artmeta.config_digest"] == b"c" * 64
    assert metadata[b"artmeta.run_started_at"].startswith(b"2026-01-02")


def test_a_database_reads_it(file: Path) -> None:
    result = duckdb.sql(f"SELECT topic_id, count(*) FROM '{file}' GROUP BY ALL ORDER BY ALL").fetchall()
    assert result == [("boat", 1), ("house", 1), (None, 2)]


def test_a_run_without_works_has_the_same_columns(file: Path, store: Store, tmp_path: Path) -> None:
    write(parquet, store, tmp_path / "empty.parquet", "none")
    assert pq.read_schema(tmp_path / "empty.parquet").equals(pq.read_schema(file))

"""A database of every earlier schema, 0.2.0's among them, keeps its rows, and today's code goes on with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from runs import copy_of, tables

from artmeta.errors import SchemaTooNew
from artmeta.settings import Settings
from artmeta.steps import pipeline
from artmeta.steps.context import CollectionFile
from artmeta.store import migrations, schema_version
from artmeta.store.database import Store

V0_2_0 = 69  # the newest migration of artmeta 0.2.0
EARLIER = (15, 22, 45, 60, V0_2_0, 77, 89, 97)
VALUES = {
    "VARCHAR": "concat('x', i)",
    "BOOLEAN": "true",
    "BLOB": "'x'::BLOB",
    "TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ '2026-01-02 03:04:05+00'",
}
RENAMED = re.compile(r"ALTER TABLE (\w+) RENAME (?:(?:COLUMN )?(\w+) )?TO (\w+);")


def of_schema(path: Path, number: int) -> duckdb.DuckDBPyConnection:
    """Create a database as the migrations up to a number leave it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(str(path))

    def execute(text: str, **values: object) -> list[tuple[object, ...]]:
        return connection.execute(text, values).fetchall()

    migrations.apply(execute, [each for each in migrations.known() if each.number <= number], "0.2.0")
    return connection


def columns_of(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    actual: dict[str, dict[str, str]] = {}
    query = "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
    for table, column, kind in connection.execute(
        f"{query} AND table_name IN (SELECT table_name FROM duckdb_tables())"
    ).fetchall():
        actual.setdefault(table, {})[column] = kind
    return actual


def fill_all(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Write two rows into every table, each value made of its column's type; return the tables."""
    filled = [table for table in columns_of(connection) if not table.startswith("schema_")]
    for table in filled:
        columns = columns_of(connection)[table]
        values = ", ".join(f"{_value(name, kind)} AS {name}" for name, kind in columns.items())
        connection.execute(f"INSERT INTO {table} BY NAME SELECT {values} FROM range(2) t(i)")
    return filled


def _value(name: str, kind: str) -> str:
    if kind.endswith("[]"):
        return f"[]::{kind}"
    if name in ("card", "links", "result"):
        return "'{}'"
    return VALUES.get(kind, f"(1 + i)::{kind}")


def former_names(after: int) -> dict[tuple[str, str], tuple[str, str]]:
    """Return where a table's column of today was before the migrations after a number: (table, column) each."""
    renames = [
        match.groups()
        for each in reversed(migrations.known())
        if each.number > after
        for match in reversed(list(RENAMED.finditer(each.text)))
    ]
    former = {}
    with of_schema_in_memory() as store:
        for table, columns in columns_of(store).items():
            for column in columns:
                old_table, old_column = table, column
                for of, before, name in renames:
                    if before and (of, name) == (old_table, old_column):
                        old_column = before
                    elif not before and name == old_table:
                        old_table = of
                former[table, column] = (old_table, old_column)
    return former


def of_schema_in_memory() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    migrations.apply(
        lambda text, **values: connection.execute(text, values).fetchall(), migrations.known(), "now"
    )
    return connection


@pytest.mark.parametrize("number", EARLIER)
def test_rows_of_an_earlier_schema_stay(path: Path, number: int, caplog: pytest.LogCaptureFixture) -> None:
    with of_schema(path, number) as old:
        filled = fill_all(old)
    with Store.open(path) as store:
        (row,) = store.rows("schema_migrations")[-1:]
        assert row["number"] == schema_version.current()
    former = former_names(number)
    now = {before[0]: table for (table, _), before in former.items()}
    with duckdb.connect(str(path), read_only=True) as new:
        for table in filled:
            assert new.execute(f"SELECT count(*) FROM {now[table]}").fetchone() == (2,), table
    kept = path.with_name(f"{path.name}.schema-{number}")
    assert schema_version.of_database(kept) == number and kept.stat().st_mode & 0o777 == 0o600
    assert [line for line in caplog.messages if f"of schema {number} gets migration" in line]


@pytest.mark.parametrize("number", [60, V0_2_0])
@pytest.mark.parametrize("name", ["a.JP2", "a.jpg"])
def test_jpeg_2000_is_embedded_again(path: Path, number: int, name: str) -> None:
    with of_schema(path, number) as old:
        fill_all(old)
        old.execute("UPDATE images SET path = 'b.jp2.png', mime = 'image/png'")
        old.execute("UPDATE images SET path = $1, mime = 'image/jp2' WHERE sha256 = 'x0'", [name])
    Store.open(path).close()
    with duckdb.connect(str(path), read_only=True) as new:
        rows = new.execute("SELECT pixels = 0 FROM embeddings ORDER BY sha256").fetchall()
    assert rows == [(True,), (False,)]


def test_only_the_last_copy_of_an_earlier_schema_is_kept(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.with_name(f"{path.name}.schema-41").write_text("an earlier one")
    of_schema(path, V0_2_0).close()
    Store.open(path).close()
    Store.open(path).close()
    assert [each.name for each in path.parent.glob("*.schema-*")] == [f"{path.name}.schema-69"]


def test_an_empty_database_needs_no_copy(path: Path) -> None:
    Store.open(path).close()
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_later_schema_is_refused_and_left_alone(path: Path) -> None:
    Store.open(path).close()
    with duckdb.connect(str(path)) as store:
        store.execute(
            "INSERT INTO schema_migrations BY NAME SELECT 9000 AS number, '9000_later' AS name, '' AS sha256, "
            "'9' AS code_version, now() AS applied_at"
        )
    for read_only in (False, True):
        with pytest.raises(SchemaTooNew, match=r"later version of artmeta \(it has migration 9000_later\)"):
            Store.open(path, read_only=read_only)
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.fixture
def of_0_2_0(enriched: Path, tmp_path: Path) -> Iterator[Path]:
    """Give a copy of the enriched museum whose database has the schema of 0.2.0 and the rows that it had."""
    data = copy_of(enriched, tmp_path / "data")
    newer = (data / "artmeta.duckdb").rename(tmp_path / "newer.duckdb")
    with of_schema(data / "artmeta.duckdb", V0_2_0) as old:
        held = columns_of(old)
        old.execute(f"ATTACH '{newer}' AS newer (READ_ONLY)")
        of_table: dict[str, dict[str, str]] = {}
        for (table, column), (old_table, old_column) in former_names(V0_2_0).items():
            if old_column in held.get(old_table, {}) and not table.startswith("schema_"):
                of_table.setdefault(f"{old_table} {table}", {})[old_column] = column
        for names, columns in of_table.items():
            old_table, table = names.split()
            chosen = ", ".join(f"{now} AS {before}" for before, now in columns.items())
            old.execute(f"INSERT INTO {old_table} BY NAME SELECT {chosen} FROM newer.{table}")
    yield data
    newer.unlink()


def test_a_museum_of_0_2_0_is_enriched_reported_and_exported(
    of_0_2_0: Path, museum_port: int, enriched: Path
) -> None:
    settings = Settings(data_dir=of_0_2_0, reports_dir=of_0_2_0 / "reports", workers=1)
    result = pipeline.enrich(
        CollectionFile.load(of_0_2_0 / "collections" / f"sample-{museum_port}.toml"), settings
    )
    done = {step.step: step.done for step in result.steps}
    assert done["embed"] == 0, "a picture was embedded again"
    assert result.report is not None and result.report.stat().st_size > 100_000 and result.exports
    before, after = tables(enriched), tables(of_0_2_0)
    for table in ("artworks", "embeddings", "image_hashes"):
        assert after[table] == before[table], table
    key = slice(0, 4)  # columns of later versions are empty for the model's works
    assert [row[key] for row in after["training_works"]] == [row[key] for row in before["training_works"]]
    assert sorted(map(str, after["predictions"])) == sorted(map(str, before["predictions"]))

"""Migrations run once, in order, together; an edited one is refused and views follow their files."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from artmeta.errors import StoreError
from artmeta.store import migrations, statements
from artmeta.store.database import Store


def run(path: Path, statement: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path)) as connection:
        return connection.execute(statement).fetchall()


def test_every_migration_is_noted_with_its_digest(path: Path) -> None:
    Store.open(path).close()
    noted = run(path, "SELECT number, name, sha256 FROM schema_migrations ORDER BY number")
    assert noted == [(each.number, each.name, each.sha256) for each in migrations.known()]


def test_opening_again_applies_nothing(path: Path) -> None:
    Store.open(path).close()
    first = run(path, "FROM schema_migrations")
    Store.open(path).close()
    assert run(path, "FROM schema_migrations") == first


def test_an_edited_migration_is_refused(path: Path) -> None:
    Store.open(path).close()
    run(path, "UPDATE schema_migrations SET sha256 = 'other' WHERE name = '001_runs'")
    for read_only in (False, True):
        with pytest.raises(StoreError, match="001_runs was edited after it had been applied"):
            Store.open(path, read_only=read_only)


def test_a_migration_that_is_missing_is_applied_later(path: Path) -> None:
    Store.open(path).close()
    run(path, "DROP TABLE validations")
    run(path, "DELETE FROM schema_migrations WHERE name = '013_validations'")
    with pytest.raises(StoreError, match="earlier version of artmeta and lacks 013_validations"):
        Store.open(path, read_only=True)
    Store.open(path).close()
    assert run(path, "SELECT count(*) FROM validations") == [(0,)]


def test_a_failing_migration_leaves_the_database_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(path).close()
    before = run(path, "SELECT count(*) FROM duckdb_tables()")
    known = migrations.known()
    good = migrations.Migration("800_good", "CREATE TABLE good (a INTEGER)")
    bad = migrations.Migration("801_bad", "CREATE TABLE good (b INTEGER)")
    monkeypatch.setattr(migrations, "known", lambda: [*known, good, bad])
    with pytest.raises(StoreError, match="good"):
        Store.open(path)
    assert run(path, "SELECT count(*) FROM duckdb_tables()") == before


def test_views_follow_their_files_and_a_curators_own_stay(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(path).close()
    run(path, "CREATE VIEW my_own AS SELECT * FROM latest_runs")
    monkeypatch.setattr(migrations, "views", lambda: {"fresh": "CREATE VIEW fresh AS SELECT 1 AS one"})
    Store.open(path).close()
    names = "SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1"
    assert run(path, names) == [("fresh",), ("my_own",)]
    monkeypatch.undo()
    Store.open(path).close()
    assert run(path, names) == sorted((name,) for name in [*statements.names("views"), "my_own"])
    assert run(path, "FROM my_own") == []


def test_a_view_is_made_after_those_it_reads() -> None:
    texts = {
        "a_shares": "-- a: not z_bins\nCREATE OR REPLACE VIEW a_shares AS SELECT * FROM m_counts",
        "m_counts": "CREATE OR REPLACE VIEW m_counts AS SELECT * FROM z_bins",
        "z_bins": "-- the bins of a_shares\nCREATE OR REPLACE VIEW z_bins AS SELECT 1 AS bin",
    }
    assert list(migrations.in_order(texts)) == ["z_bins", "m_counts", "a_shares"]

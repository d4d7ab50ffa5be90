"""What earlier runs left is read as it is; a database of an earlier version is brought up to date first."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from small_disks import read_only

from artmeta.errors import SchemaTooOld, StoreError
from artmeta.settings import Settings
from artmeta.steps.results import read_store
from artmeta.store.database import Store


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


def test_a_database_that_is_not_there_is_not_made(settings: Settings) -> None:
    with pytest.raises(StoreError, match="There is no database"), read_store(settings):
        pass
    assert not settings.database.exists()


@pytest.mark.parametrize(
    "older",
    [
        ("DROP TABLE validations", "DELETE FROM schema_migrations WHERE name = '013_validations'"),
        (
            "CREATE OR REPLACE VIEW latest_runs AS SELECT 1 AS old",
            "UPDATE schema_views SET sha256 = 'old' WHERE view_name = 'latest_runs'",
        ),
    ],
    ids=["tables", "views"],
)
def test_a_database_of_an_earlier_version_is_brought_up_to_date(
    settings: Settings, tmp_path: Path, older: tuple[str, ...]
) -> None:
    Store.open(settings.database).close()
    with duckdb.connect(str(settings.database)) as connection:
        for statement in older:
            connection.execute(statement)
    with read_only(tmp_path), pytest.raises(SchemaTooOld, match="earlier version"), read_store(settings):
        pass
    with read_store(settings) as store:
        assert store.read_only
        assert store.rows("newest_runs") == []
    with duckdb.connect(str(settings.database)) as connection:
        assert connection.execute("SELECT count(*) FROM validations").fetchall() == [(0,)]

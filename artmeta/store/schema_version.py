"""Which schema a database has, and which this version writes."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import duckdb

from artmeta.store import faults, migrations
from artmeta.store.opening import WITHOUT_EXTENSIONS


def current() -> int:
    """Return the number of this version's newest migration."""
    return migrations.known()[-1].number


def of_database(path: Path, original: Path | None = None) -> int:
    """Return the number of the newest migration that a database has had, 0 if none; raise StoreError.

    `original` is the file that a sentence names where `path` is a copy of it.
    """
    named = original or path
    try:
        with closing(duckdb.connect(str(path), read_only=True, config=WITHOUT_EXTENSIONS)) as connection:
            return migrations.newest_applied(lambda text: connection.execute(text).fetchall(), named)
    except duckdb.Error as fault:
        raise faults.explain(str(fault), named) from fault

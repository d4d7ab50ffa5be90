"""Which schema a database has, and which this version writes."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import duckdb

from artmeta.store import faults, migrations


def current() -> int:
    """Return the number of this version's newest migration."""
    return migrations.known()[-1].number


def of_database(path: Path) -> int:
    """Return the number of the newest migration that a database has had, 0 if none; raise StoreError."""
    try:
        with closing(duckdb.connect(str(path), read_only=True)) as connection:
            return migrations.newest_applied(lambda text: connection.execute(text).fetchall())
    except duckdb.Error as fault:
        raise faults.explain(str(fault), path) from fault

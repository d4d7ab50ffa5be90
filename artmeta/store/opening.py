"""The database file is opened, or created for its owner alone, with the options of every connection."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

import duckdb

from artmeta.files import PRIVATE_FILE, PRIVATE_FOLDER, make_private
from artmeta.store import faults

OPTIONS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",  # extensions are never downloaded
    "autoload_known_extensions": "false",
    "storage_compatibility_version": "v1.0.0",  # DuckDB shells from 0.10 on can open it; 2.0's own form needs 2.0
    "python_enable_replacements": "false",  # a query reads tables, never a Python variable of the same name
    "threads": 2,  # each has buffers of its own
}


def connect(path: Path, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Open a file, or create it with mode 0600; an empty one, as a full disk leaves it, is no database.

    Raises StoreError.
    """
    fresh = not path.exists() or path.stat().st_size == 0
    try:
        if read_only:
            return duckdb.connect(str(path), read_only=True, config=OPTIONS | _elsewhere(path.parent))
        path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        if fresh:
            path.unlink(missing_ok=True)
        connection = duckdb.connect(str(path), config=OPTIONS)
        if fresh:
            path.chmod(PRIVATE_FILE)
        return connection
    except (duckdb.Error, OSError) as fault:
        if fresh and not read_only:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        raise faults.explain(
            "database does not exist" if fresh and read_only else str(fault), path
        ) from fault


def protect_log(path: Path, read_only: bool) -> None:
    """Give the log of changes the permissions of the database."""
    if not read_only:
        with suppress(OSError):  # there is no log after a checkpoint
            path.with_name(f"{path.name}.wal").chmod(stat.S_IMODE(path.stat().st_mode))


def _elsewhere(folder: Path) -> dict[str, str]:
    """Say where a large query may put temporary data, if it may not do so beside the database."""
    if os.access(folder, os.W_OK):
        return {}
    place = Path(tempfile.gettempdir()) / f"artmeta-{os.getuid()}"
    make_private(place)
    return {"temp_directory": str(place / str(os.getpid()))}

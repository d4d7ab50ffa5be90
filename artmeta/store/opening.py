"""The database file is opened, or created for its owner alone, with the options of every connection."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

import duckdb

from artmeta.errors import StoreError
from artmeta.files import PRIVATE_FILE, PRIVATE_FOLDER, make_private, own_folder, remove_abandoned
from artmeta.store import faults, statements

NAME = "artmeta"  # the database's name in its connections, whatever the file is called
Options = dict[str, str | bool | int | float | list[str]]
WITHOUT_EXTENSIONS: Options = {  # they are never downloaded, as one would be for a file of SQLite
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
OPTIONS: Options = (
    WITHOUT_EXTENSIONS
    | {
        "storage_compatibility_version": "v1.0.0",  # DuckDB shells from 0.10 on can open it; 2.0's own form needs 2.0
        "python_enable_replacements": "false",  # a query reads tables, never a Python variable of the same name
        "threads": 2,  # each has buffers of its own
    }
)


def connect(path: Path, read_only: bool) -> duckdb.DuckDBPyConnection:
    """Open a file, or create it with mode 0600; an empty one, as a full disk leaves it, is no database.

    The file is attached to an engine without a database of its own: only so can its row groups be small (see
    `sql/templates/attach.sql`). Connections of one process to one file share the engine. Raises StoreError.
    """
    if path.is_symlink() and not path.exists():
        raise StoreError(
            f"{path} is a link to {path.readlink()}, which is not there.",
            "Mount its disk, or remove the link.",
        )
    fresh = not path.exists() or path.stat().st_size == 0
    try:
        if read_only:
            return _attached(path, "attach_for_reading")
        path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        if fresh:
            path.unlink(missing_ok=True)
        connection = _attached(path, "attach")
        remove_abandoned(path.parent)
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


def use(connection: duckdb.DuckDBPyConnection) -> None:
    """Let a connection look names up in the database: each new one needs it."""
    connection.execute(statements.fill("use_database", target=NAME))


def _attached(path: Path, template: str) -> duckdb.DuckDBPyConnection:
    options = OPTIONS | {"temp_directory": _temporary(path)}
    connection = duckdb.connect(f":memory:{path.resolve()}", config=options)
    try:
        connection.execute(statements.fill(template, target=NAME), {"path": str(path)})
        use(connection)
    except duckdb.Error:
        connection.close()
        raise
    return connection


def _temporary(path: Path) -> str:
    """Say where a large query puts temporary data: beside the database if that may be written."""
    if os.access(path.parent, os.W_OK):
        return str(own_folder(path.parent, path.name))
    place = Path(tempfile.gettempdir()) / f"artmeta-{os.getuid()}"
    make_private(place)
    return str(place / str(os.getpid()))

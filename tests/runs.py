"""A small museum that is open, and artmeta's command line run on it as a person runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

ARTMETA = [sys.executable, "-c", "from flows.cli import main; main()"]
PATIENCE = 240  # seconds; a whole small run takes 10-20 on a quiet machine


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


def environment(data: Path, **more: str) -> dict[str, str]:
    """Return this process's environment with artmeta's folders in `data` and one worker."""
    mine = {
        "ARTMETA_DATA_DIR": str(data),
        "ARTMETA_REPORTS_DIR": str(data / "reports"),
        "ARTMETA_WORKERS": "1",
    }
    return {**os.environ, **mine, **more}


def artmeta(*words: str | Path, data: Path, **more: str) -> Ran:
    """Run a command to its end."""
    ran = subprocess.run(
        [*ARTMETA, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env=environment(data, **more),
        cwd=data,
        timeout=PATIENCE,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def copy_of(data: Path, to: Path) -> Path:
    """Copy a data folder, so that a test may do with it what it likes."""
    return Path(shutil.copytree(data, to))


def tables(data: Path, without: Iterable[str] = ()) -> dict[str, list[tuple[object, ...]]]:
    """Read every table of a database, rows in order, without columns that differ between equal runs.

    Those are run ids, times and durations, how often a run was resumed, and where the collection file lay.
    """
    apart = {"run_id", "gone_run_id", "seconds", "resumed", "config_path", *without}
    with duckdb.connect(str(data / "artmeta.duckdb"), read_only=True) as store:
        names = [
            name for (name,) in store.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
        ]
        return {name: _rows(store, name, apart) for name in names}


def _rows(store: duckdb.DuckDBPyConnection, table: str, apart: set[str]) -> list[tuple[object, ...]]:
    columns = [
        name
        for name, kind in store.execute(f"SELECT column_name, column_type FROM (DESCRIBE {table})").fetchall()
        if name not in apart and not kind.startswith("TIMESTAMP")
    ]
    return store.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY ALL").fetchall()

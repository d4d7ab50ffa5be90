"""A small museum that is open, and artmeta's command line run on it as a person runs it."""

from __future__ import annotations

import atexit
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

FORKED_RUNS = Path(__file__).with_name("forked_runs.py")
# What is forked from a process that has imported everything starts in a fiftieth of a second instead of two.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(
    ["artmeta.review.server.run", "artmeta.sample.server", "artmeta.sources.csv", "artmeta.steps.fetch",
     "artmeta.steps.review.serve", "artmeta.web.sending", "duckdb", "flows.cli", "pandas", "pyarrow", "pytest",
     "requests"]
)  # fmt: skip
PATIENCE = 600  # seconds; a whole small run takes 10-20 on a quiet machine


@dataclass(frozen=True)
class Ran:
    """How a command ended, what it printed, and how many seconds it took."""

    code: int
    out: str
    err: str
    seconds: float


class Runner:
    """A process that commands fork from, one after another: it has imported everything once."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, FORKED_RUNS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        atexit.register(self._end)
        assert self._answer() == "ready"

    def run(
        self,
        words: Iterable[str | Path],
        folder: Path,
        variables: Mapping[str, str],
        kill_after: float | None = None,
        stop_at: str | None = None,
    ) -> Ran:
        """Run a command in a folder to its end, until it is killed, or until Ctrl+C after it printed some words."""
        assert self.process.stdin is not None
        with tempfile.TemporaryDirectory() as printed:
            request = [[*map(str, words)], str(folder), printed, dict(variables), kill_after, stop_at]
            print(json.dumps(request), file=self.process.stdin, flush=True)
            code, seconds = json.loads(self._answer())
            out, err = ((Path(printed) / name).read_text() for name in ("stdout", "stderr"))
        return Ran(code, out, err, seconds)

    def _end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()

    def _answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


@cache
def runner() -> Runner:
    """Return the runner of this process, which ends with it."""
    return Runner()


def environment(data: Path, **more: str) -> dict[str, str]:
    """Return this process's environment with artmeta's folders in `data` and one worker."""
    mine = {
        "ARTMETA_DATA_DIR": str(data),
        "ARTMETA_REPORTS_DIR": str(data / "reports"),
        "ARTMETA_WORKERS": "1",
    }
    return {**os.environ, **mine, **more}


def artmeta(*words: str | Path, data: Path, kill_after: float = PATIENCE, **more: str) -> Ran:
    """Run a command in a process of its own to its end, or until it is killed after some seconds."""
    return runner().run(words, data, environment(data, **more), kill_after)


def artmeta_here(*words: str | Path, data: Path, **more: str) -> Ran:
    """Run a command in this process, which keeps what it imports."""
    from typer.testing import CliRunner

    from flows.cli import app

    started = time.monotonic()
    ran = CliRunner().invoke(app, [*map(str, words)], env=environment(data, **more))
    return Ran(ran.exit_code, ran.stdout, ran.stderr, time.monotonic() - started)


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

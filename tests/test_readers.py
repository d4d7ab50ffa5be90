"""While a run writes, commands that only read answer from what it has committed, and say so."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from artmeta.cli import app
from artmeta.settings import Settings
from artmeta.steps.context import CollectionFile, begin, finish, open_run
from artmeta.store.copies import committed_copy

COMMANDS = ("status", "topics boats", "report boats", "trends boats", "export boats --to csv --to duckdb")
WRITING = """
import duckdb, sys
store = duckdb.connect(sys.argv[1])
store.execute("BEGIN")
store.execute("DELETE FROM runs")
print("ready", flush=True)
sys.stdin.read()
"""
CHECKPOINTING = """
import duckdb, sys, threading
store = duckdb.connect(sys.argv[1])
store.execute("CREATE TABLE a (i BIGINT PRIMARY KEY, v BLOB); CREATE TABLE b (i BIGINT)")
store.execute("SET checkpoint_threshold = '1MB'")
print("ready", flush=True)
ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
first = 0
while not ended.is_set():
    rows = f"FROM range({first}, {first + 200}) t(i)"
    store.execute(f"BEGIN; INSERT INTO a SELECT i, repeat('x', 400)::BLOB {rows}")
    store.execute(f"INSERT INTO b SELECT i {rows}; COMMIT")
    first += 200
"""


@contextmanager
def writer(script: str, database: Path) -> Iterator[None]:
    """Keep a process that has the database open for writing."""
    command = [sys.executable, "-c", script, str(database)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    try:
        yield
    finally:
        process.communicate()


def a_finished_run(settings: Settings) -> None:
    text = 'title = "Boats"\n[source]\nkind = "folder"\npath = "."\n[model]\nname = "boats"\n'
    run = begin(CollectionFile.write(text, Path("boats.toml")), settings)
    with open_run(run, settings) as context:
        finish(context)


def test_every_command_that_reads_answers_during_a_run(
    home: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings.read()
    a_finished_run(settings)
    with writer(WRITING, settings.database):
        for command in COMMANDS:
            caplog.clear()
            app(command.split(), standalone_mode=False)
            assert len([line for line in caplog.messages if "is writing to" in line]) == 1, command
    output = capsys.readouterr().out
    assert "boats\tfinished" in output and "boats.html" in output and "boats.csv" in output
    assert (settings.exports_dir / "boats.duckdb").exists()
    left = sorted(path.name for path in settings.data_dir.iterdir() if path.is_file())
    assert left in (["artmeta.duckdb"], ["artmeta.duckdb", "artmeta.duckdb.wal"])  # no copy


def test_a_copy_is_whole_while_checkpoints_are_written(tmp_path: Path) -> None:
    database, last = tmp_path / "live.duckdb", 0
    with writer(CHECKPOINTING, database):
        for _ in range(12):
            with committed_copy(database) as (copy, _), duckdb.connect(str(copy), read_only=True) as store:
                ((rows, size),) = store.execute(
                    "SELECT count(*), coalesce(sum(octet_length(v)), 0) FROM a"
                ).fetchall()
                ((others,),) = store.execute("SELECT count(*) FROM b").fetchall()
            assert (rows, size) == (others, 400 * others) and rows >= last
            last = rows
    assert last > 0

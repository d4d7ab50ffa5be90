"""Retention removes results of old runs and pictures that nothing needs, and nothing else, also when it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from builders import COLLECTION, STARTED, Work, fill, new_store, review

from artmeta import files
from artmeta.errors import ConfigError, InputError
from artmeta.settings import Settings
from artmeta.steps.changes.replay import replay
from artmeta.steps.operations.retention import Policy, prunable, prune

WORKS = [Work(name, 1850, 1850, {"boat": 0.9, "house": 0.1}, status="sure") for name in "abcd"]
RUNS = [f"run-{number}" for number in range(6)]
COUNTS = {"step": "fetch", "done": 1, "skipped": 0, "failed": 0, "seconds": 1.0, "finished_at": STARTED}
REVIEWED, ORPHAN = "e" * 64, "f" * 64


@pytest.fixture
def settings(home: Path) -> Settings:
    """Six runs with a flag each, the newest unfinished; a work that is gone; two pictures of no work."""
    settings = Settings.read()
    with new_store(settings.database) as store:
        for number, run in enumerate(RUNS):
            fill(store, WORKS, run_id=run)
            flag = {
                "run_id": run,
                "collection": COLLECTION,
                "kind": "x",
                "subject": "y",
                "severity": "note",
                "sentence": "z",
            }
            store.insert("flags", pd.DataFrame([flag | {"measured": 1.0, "limit_value": 1.0}]))
            store.insert("step_results", pd.DataFrame([COUNTS | {"run_id": run}]))
            store._execute("UPDATE runs SET number = $number WHERE run_id = $run", number=number, run=run)
        store._execute("UPDATE runs SET status = 'failed' WHERE run_id = $run", run=RUNS[-1])
        store._execute("UPDATE artworks SET gone_run_id = $run WHERE artwork_id = 'd'", run=RUNS[2])
        review(store, "a", "confirm", ("boat",), ("boat",), sha256=REVIEWED)
    for digest in (*(str(work.picture) for work in WORKS), REVIEWED, ORPHAN):
        path = settings.images_dir / digest[:2] / f"{digest}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"0123456789")
    (settings.images_dir / "ff" / "notes.txt").write_text("a person's own file")
    return settings


def tables(settings: Settings) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(settings.database), read_only=True) as store:
        names = [name for (name,) in store.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return {name: sorted(store.execute(f"FROM {name}").fetchall(), key=str) for name in names}


def pictures(settings: Settings) -> set[str]:
    return {path.stem for path in settings.images_dir.rglob("*.jpg")}


def test_it_says_what_would_go_and_changes_nothing(settings: Settings) -> None:
    before = tables(settings), pictures(settings)
    result = prunable(settings, Policy(runs=2))
    assert (result.runs, result.rows, result.bytes) == (tuple(RUNS[:3]), 3, 20)
    assert {path.stem for path in result.pictures} == {WORKS[3].picture, ORPHAN}
    assert "Results of 3 runs: 3 rows" in result.sentences and "2 pictures" in result.sentences
    assert (tables(settings), pictures(settings)) == before
    assert prunable(settings, Policy(runs=5)).runs == ()  # the unfinished run counts for nothing
    long_gone = (datetime.now(UTC) - STARTED + timedelta(days=9)).days
    assert {path.stem for path in prunable(settings, Policy(gone_days=long_gone)).pictures} == {ORPHAN}


def test_it_removes_results_of_old_runs_and_unneeded_pictures_alone(settings: Settings) -> None:
    before = tables(settings)
    removed = prune(settings, Policy(runs=2))
    assert (removed.runs, removed.rows, len(removed.pictures)) == (tuple(RUNS[:3]), 3, 2)
    after = tables(settings)
    assert [row[0] for row in after["flags"]] == RUNS[3:]
    assert {name for name in before if before[name] != after[name]} == {"flags", "runs"}
    assert [row[:-1] for row in after["runs"]] == [
        row[:-1] for row in before["runs"]
    ]  # but for the time of removal
    assert pictures(settings) == {work.picture for work in WORKS[:3]} | {REVIEWED}
    assert (settings.images_dir / "ff" / "notes.txt").exists()
    assert prunable(settings, Policy(runs=2)).runs == ()
    with pytest.raises(InputError, match="results of run run-0 were removed by `artmeta prune`"):
        replay("run-0", settings)


def test_temporary_files_of_killed_processes_go_and_those_in_use_stay(settings: Settings) -> None:
    data, long_ago = settings.data_dir, time.time() - 2 * files.ABANDONED
    ended = _ended_process()
    gone = (
        "artmeta.duckdb.tmp/block",
        "images/ab/1.4711.tmp",
        "cache/web/page.4711-140.tmp",
        f"images/{files.PREFIX}{files._host()}-{ended}-x/part",
    )
    kept = (
        "cache/new.4711.tmp",
        "collections/mine.tmp",
        f"images/{files.PREFIX}{files._host()}-{os.getppid()}-y/part",
    )
    for name in (*gone, *kept):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(b"0123456789")
    for path in (*map(data.joinpath, gone), data / "artmeta.duckdb.tmp"):
        os.utime(path, (long_ago, long_ago))
    said = prunable(settings, Policy())
    assert (len(said.leftovers), said.leftover_bytes) == (4, 40) and "4 temporary files" in said.sentences
    assert prunable(settings, Policy(), COLLECTION).leftovers == ()
    prune(settings, Policy())
    assert [name for name in (*gone, *kept) if (data / name).exists()] == [*kept]


def _ended_process() -> int:
    with subprocess.Popen(["true"]) as process:
        return process.pid


def test_a_collection_of_its_own_and_one_that_is_unknown(settings: Settings) -> None:
    result = prunable(settings, Policy(runs=1), COLLECTION)
    assert (result.runs, result.pictures) == (tuple(RUNS[:4]), ())
    with pytest.raises(ConfigError, match="Did you mean 'museum'"):
        prunable(settings, Policy(), "musuem")


def test_killed_between_the_pictures_it_goes_on(settings: Settings) -> None:
    child = os.fork()
    if child == 0:
        os.unlink = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[assignment]
        prune(settings, Policy(runs=2))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
    assert len(pictures(settings)) == 6
    result = prune(settings, Policy(runs=2))
    assert result.runs == () and len(result.pictures) == 2
    assert len(pictures(settings)) == 4 and [row[0] for row in tables(settings)["flags"]] == RUNS[3:]

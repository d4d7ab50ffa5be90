"""The plug is pulled at ten random moments: run again, and every table is that of a run nobody disturbed."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from runs import copy_of, environment, tables

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]  # two minutes on two free cores

MOMENTS = 10
AT_ONCE = 2  # runs side by side, one a core
RUNNER = Path(__file__).with_name("forked_runs.py")


class Runner:
    """Runs `artmeta enrich` on the small museum in one data folder after another."""

    def __init__(self, process: subprocess.Popen[str], collection: str) -> None:
        self.process, self.words = process, ["enrich", f"collections/{collection}", "--no-prefect"]
        assert self.answer() == "ready"

    def answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def enrich(self, data: Path, kill_after: float | None = None) -> tuple[int, float]:
        """Return the exit code (-9: killed) and the seconds that the run took."""
        assert self.process.stdin is not None
        print(json.dumps([self.words, str(data), kill_after, None]), file=self.process.stdin, flush=True)
        code, seconds = json.loads(self.answer())
        return code, seconds


@contextmanager
def runner(collection: str) -> Iterator[Runner]:
    """Keep a process that runs fork from; a run's folders are those below its working folder."""
    where = environment(Path(), ARTMETA_REPORTS_DIR="reports")
    process = subprocess.Popen(
        [sys.executable, RUNNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=where
    )
    try:
        yield Runner(process, collection)
    finally:
        process.kill()
        process.wait()


def ended_well(outcome: tuple[int, float], data: Path) -> float:
    code, seconds = outcome
    assert code == 0, (data / "run.log").read_text()
    return seconds


def finished(data: Path, collection: str) -> bool:
    """Whether the plug was pulled too late: the run had noted its end."""
    with duckdb.connect(str(data / "artmeta.duckdb")) as store:
        asked = "SELECT count(*) FROM runs WHERE collection = ? AND status = 'finished'"
        (runs,) = store.execute(asked, [Path(collection).stem]).fetchone() or (0,)
    return bool(runs)


def test_killed_runs_end_like_an_undisturbed_one(trained: Path, museum_port: int, tmp_path: Path) -> None:
    collection, seed = f"sample-{museum_port}.toml", random.randrange(10**6)
    whole = copy_of(trained, tmp_path / "whole")
    with runner(collection) as first, runner(collection) as second:
        seconds = ended_well(first.enrich(whole), whole)
        moments = [random.Random(seed + number).uniform(0, seconds) for number in range(MOMENTS)]

        def disturbed(part: int) -> list[tuple[float, int, Path]]:
            """Half of the runs: when each was killed, how it ended, and its folder after it was run again."""
            by, done = (first, second)[part], []
            for number in range(part, MOMENTS, AT_ONCE):
                data = copy_of(trained, tmp_path / str(number))
                code, _ = by.enrich(data, moments[number])
                if not finished(
                    data, collection
                ):  # a run again after its end is another run, with rows of its own
                    ended_well(by.enrich(data), data)
                done.append((moments[number], code, data))
            return done

        with ThreadPoolExecutor(AT_ONCE) as pool:
            outcomes = [outcome for part in pool.map(disturbed, range(AT_ONCE)) for outcome in part]

    expected = tables(whole)
    for name in ("artworks", "images", "embeddings", "predictions", "flags", "validations", "issues"):
        assert expected[name], f"an undisturbed run left no {name}"
    for moment, _, data in outcomes:
        found = tables(data)
        wrong = [name for name in expected if found[name] != expected[name]]
        assert wrong == [], f"seed {seed}, killed after {moment:.2f} s of {seconds:.2f}: {wrong} differ"
    killed = sum(code == -signal.SIGKILL for _, code, _ in outcomes)
    assert killed >= MOMENTS // 2, "most runs had ended before they were killed"

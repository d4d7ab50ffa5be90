"""Runs of one collection exclude each other, runs of others take turns to write, and a killed one holds nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from runs import PATIENCE

from artmeta.errors import RunUnderWay, StoreError
from artmeta.settings import Settings
from artmeta.steps.operations.run_locks import WriterTurn, exclusive_run, run_alone

HOLD = """
import sys
from artmeta.settings import Settings
from artmeta.steps.operations.run_locks import exclusive_run
with exclusive_run("harbour", Settings.read()):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(home: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that runs the collection 'harbour'."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()


def test_a_second_run_of_a_collection_is_refused_until_the_first_is_killed(
    holder: subprocess.Popen[str],
) -> None:
    settings = Settings.read()
    with pytest.raises(RunUnderWay, match=rf"'harbour' is under way \(process {holder.pid}, since 2"):
        run_alone("harbour", settings).__enter__()
    with run_alone("castle", settings):
        pass
    holder.kill()
    holder.wait()
    with exclusive_run("harbour", settings):
        pass


def test_a_run_of_another_collection_waits_and_says_for_whom(holder: subprocess.Popen[str]) -> None:
    sentences: list[str] = []
    waits, resumed = Event(), Event()

    def wait(sentence: str) -> None:
        sentences.append(sentence)
        waits.set()

    def write() -> None:
        with WriterTurn("castle", Settings.read(), wait, resumed.set):
            pass

    thread = Thread(target=write)
    thread.start()
    assert waits.wait(PATIENCE) and not resumed.is_set()
    holder.communicate("")
    thread.join(PATIENCE)
    assert resumed.is_set()
    assert [f"'harbour', process {holder.pid}" in sentence for sentence in sentences] == [True]


def test_who_asks_again_stands_behind_who_waits(home: Path) -> None:
    settings, order = Settings.read(), list[str]()
    waits = Event()

    def write() -> None:
        with WriterTurn("castle", settings, lambda _: waits.set()):
            order.append("castle")

    turn, thread = WriterTurn("harbour", settings), Thread(target=write)
    with turn:
        thread.start()
        assert waits.wait(PATIENCE)
        order.append("harbour")
    with turn:
        order.append("harbour")
    thread.join(PATIENCE)
    assert order == ["harbour", "castle", "harbour"]


def test_runs_in_different_data_folders_are_independent(
    holder: subprocess.Popen[str], tmp_path: Path
) -> None:
    with exclusive_run("harbour", Settings(data_dir=tmp_path / "other")):
        assert holder.poll() is None


def test_a_data_folder_that_may_only_be_read_is_one_sentence(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARTMETA_DATA_DIR", str(small_disk))
    with run_alone("harbour", Settings.read()):
        pass
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(StoreError, match="run-harbour lies on a disk that is read-only") as refused:
        run_alone("harbour", Settings.read()).__enter__()
    assert "ARTMETA_DATA_DIR" in refused.value.hint

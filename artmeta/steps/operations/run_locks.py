"""Locks of runs: one run of a collection at a time, and one run that writes to the database while others wait.

They are advisory locks of the operating system (flock) on files in `data/locks`, which end with their process, however
it ends. Commands that write for a moment, such as `artmeta withdraw`, do not take them: DuckDB's own lock is enough.
"""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self, TextIO

from artmeta.errors import RunUnderWay
from artmeta.files import make_private
from artmeta.settings import Settings
from artmeta.store import faults

log = logging.getLogger("artmeta")
INTERVAL = 0.2  # seconds between two attempts to take a lock
RUNNING, INTERRUPTED = "running", "interrupted"


@contextmanager
def run_alone(collection: str, settings: Settings) -> Iterator[None]:
    """Hold the lock of a collection's run; raise RunUnderWay if another process holds it."""
    with _open(settings, f"run-{collection}") as lock:
        if not _take(lock, collection) and not _take_later(lock, collection):
            raise RunUnderWay(
                f"Another run of '{collection}' is under way ({_holder(lock).removeprefix(_name(collection))}).",
                "Wait for its end, or end that process and run this again: it resumes. `artmeta status` shows the run.",
            )
        yield


def is_under_way(collection: str, data_dir: Path) -> bool:
    """Return whether a process holds the lock of a collection's run; True where the lock cannot be read."""
    try:
        with (data_dir / "locks" / f"run-{collection}").open(encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:  # held, or not readable by this account
        return True
    return False


def with_interrupted(
    rows: Iterable[Mapping[Any, Any]], data_dir: Path, column: str = "status", collection: str = ""
) -> list[dict[str, Any]]:
    """Return rows of runs where those that are stored as running and have no process are called interrupted.

    `column` holds the status; the collection is the rows' own where none is given.
    """
    return [
        {**row, column: INTERRUPTED}
        if row[column] == RUNNING and not is_under_way(collection or row["collection"], data_dir)
        else dict(row)
        for row in rows
    ]


@contextmanager
def exclusive_run(collection: str, settings: Settings) -> Iterator[None]:
    """Be the only run of a collection, and the only run that writes, as long as the block lasts; wait for other runs.

    Raises RunUnderWay if another process runs the same collection.
    """
    with run_alone(collection, settings), WriterTurn(collection, settings):
        yield


class WriterTurn:
    """A run's turn to write to the database, taken for each step and given up between steps.

    Whoever waits also holds a second lock, so that a run which asks again stands behind it. `waiting` is called once
    for each wait, with a sentence that says what is waited for; `resumed` when the wait is over.
    """

    def __init__(
        self,
        collection: str,
        settings: Settings,
        waiting: Callable[[str], None] = log.warning,
        resumed: Callable[[], None] = lambda: None,
    ) -> None:
        self.collection, self.settings = collection, settings
        self._waiting, self._resumed = waiting, resumed
        self._lock: TextIO | None = None

    def __enter__(self) -> Self:
        """Wait until no other run writes; a turn that is held already stays as it is."""
        if self._lock is None:
            writer = _open(self.settings, "writer")
            try:
                with _open(self.settings, "next-writer") as following:
                    if self._wait(following, writer) + self._wait(writer, writer):
                        self._resumed()
            except BaseException:
                writer.close()
                raise
            self._lock = writer
        return self

    def __exit__(self, *_: object) -> None:
        """Give the turn up."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _wait(self, lock: TextIO, writer: TextIO) -> bool:
        """Take a lock; return whether another process held it."""
        if _take(lock, self.collection):
            return False
        self._waiting(
            f"Waiting to write to {self.settings.database}: another run writes ({_holder(writer)})."
        )
        while not _take(lock, self.collection):
            time.sleep(INTERVAL)
        return True


def _open(settings: Settings, name: str) -> TextIO:
    folder: Path = settings.data_dir / "locks"
    make_private(folder)
    try:
        return (folder / name).open("a+", encoding="utf-8")
    except OSError as fault:
        raise faults.explain(str(fault), folder / name) from fault


def _take(lock: TextIO, collection: str) -> bool:
    """Lock a file and write down who holds it; return False if another process does."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    lock.truncate(0)
    lock.write(f"{_name(collection)}process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
    lock.flush()
    return True


def _take_later(lock: TextIO, collection: str) -> bool:
    """Try again after a moment: `is_under_way` of another process holds a lock for less than a millisecond."""
    time.sleep(INTERVAL)
    return _take(lock, collection)


def _name(collection: str) -> str:
    return f"'{collection}', "


def _holder(lock: TextIO) -> str:
    lock.seek(0)
    return lock.read() or "which one is unknown"

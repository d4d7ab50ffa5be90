"""Progress of long work: a bar with a rate in a terminal, a line from time to time in a log."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Protocol

LOG_EVERY = 10.0  # seconds between lines where there is no terminal; a nightly log stays readable


class Tick(Protocol):
    """Call it with the number of records that are done since the last call."""

    def __call__(self, done: int = 1) -> None:
        """Advance the bar."""


def show_steps() -> None:
    """Let each step say on standard error what it counted, when it has ended."""
    logging.basicConfig(stream=sys.stderr, format="%(message)s")
    logging.getLogger("artmeta").setLevel(logging.INFO)


class Listener(Protocol):
    """A receiver of the progress of long work: a name, the records done, how many there are, and their unit."""

    def __call__(self, what: str, done: int, total: int, unit: str) -> None:
        """Show the progress."""


_listeners: list[Listener] = []


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Call a listener every 10 s of long work of a known length, and at its end."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


@contextmanager
def progress(what: str, total: int | None = None, unit: str = "works") -> Iterator[Tick]:
    """Show a bar for one stretch of work, on standard error; yield the function that advances it."""
    shown = _bar(what, total, unit) if sys.stderr.isatty() else nullcontext(_LogProgress(what, total, unit))
    with shown as tick:
        if total is None or not _listeners:
            yield tick
        else:
            reported = _Reported(tick, what, total, unit)
            yield reported
            reported.report()


class _Reported:
    """Progress that is also reported to the listeners."""

    def __init__(self, tick: Tick, what: str, total: int, unit: str) -> None:
        self.tick, self.what, self.total, self.unit = tick, what, total, unit
        self.done, self.last = 0, time.monotonic()

    def __call__(self, done: int = 1) -> None:
        self.tick(done)
        self.done += done
        if time.monotonic() - self.last >= LOG_EVERY:
            self.report()

    def report(self) -> None:
        self.last = time.monotonic()
        for listener in _listeners:
            listener(self.what, self.done, self.total, self.unit)


@contextmanager
def _bar(what: str, total: int | None, unit: str) -> Iterator[Tick]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    rate = TextColumn("{task.fields[rate]} " + unit + "/s")
    columns = (
        TextColumn("{task.description:<10}"),
        BarColumn(),
        MofNCompleteColumn(),
        rate,
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(what, total=total, rate="0")

        def tick(done: int = 1) -> None:
            bar.update(task, advance=done)
            bar.update(task, rate=_spoken(bar.tasks[task].speed or 0.0))

        yield tick


class _LogProgress:
    """Progress lines of a log file; the rate is that since the first records were done, before which workers start."""

    def __init__(self, what: str, total: int | None, unit: str) -> None:
        self.what, self.total, self.unit = what, total, unit
        self.done = self.first = 0
        self.last = self.begun = time.monotonic()

    def __call__(self, done: int = 1) -> None:
        now = time.monotonic()
        self.done += done
        if not self.first:
            self.first, self.begun = self.done, now
        if now - self.last >= LOG_EVERY:
            self.last = now
            of = f" of {self.total}" if self.total else ""
            rate = f", {_spoken((self.done - self.first) / (now - self.begun))}/s" if now > self.begun else ""
            print(f"{self.what}: {self.done}{of} {self.unit}{rate}", file=sys.stderr)


def _spoken(rate: float) -> str:
    """Write a rate as whole works, or, where that would say too little, with two digits: an epoch takes seconds."""
    return f"{rate:.0f}" if rate >= 10 or rate == 0 else f"{rate:.2g}"  # noqa: PLR2004

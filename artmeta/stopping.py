"""How a command ends when a signal stops it: Ctrl+C, TERM and HUP, the same way in every command."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing.resource_tracker
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

SIGNALS = tuple(signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
# seconds to clean up; a command is promised to end within 3, and what is committed is safe anyway
GRACE = 2.0
SENTENCE = "artmeta: stopped; what is done is kept, and the same command continues from there."


class Stopped(KeyboardInterrupt):
    """A signal asked this process to end; no step treats it as its own error."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Run a block in the main thread; on a signal say so in one sentence and exit with 128 + the signal's number.

    The block has `GRACE` seconds to clean up. A signal that was ignored when the program started (`nohup`) stays
    ignored.
    """
    stop = _Stop()
    with _handled(stop):
        try:
            yield
        except BaseException:
            if stop.number is None:
                raise
        if stop.number is not None:
            stop.end()


@contextmanager
def shielded() -> Iterator[None]:
    """Start processes inside: they never see the Ctrl+C or HUP that a terminal sends to all of a program."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
    try:
        _start_tracker()
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_tracker() -> None:
    """Start the tracker that removes what workers leave, silent about it; this lifts a block of SIGINT."""
    kept = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = f"{kept}," * bool(kept) + "ignore:resource_tracker:UserWarning"
    try:
        multiprocessing.resource_tracker.ensure_running()
    finally:
        if kept is None:
            del os.environ["PYTHONWARNINGS"]
        else:
            os.environ["PYTHONWARNINGS"] = kept


def leave(code: int) -> NoReturn:
    """End this process and those it started, now: no thread in the background is waited for."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    for child in _children():
        with contextlib.suppress(OSError):
            os.kill(child, signal.SIGKILL)
    os._exit(code)


class _Stop:
    """The first signal that arrived, and the end that it brings."""

    def __init__(self) -> None:
        self.number: int | None = None
        self._raised = False
        self._lock = threading.Lock()

    def handle(self, number: int, _frame: FrameType | None) -> None:
        """Interrupt the main thread, once."""
        self.note(number)
        if not self._raised:
            self._raised = True
            raise Stopped

    def note(self, number: int) -> None:
        """Remember the first signal; from then on nothing is logged, and the process ends after `GRACE`."""
        with self._lock:
            if self.number is not None:
                return
            self.number = number
        logging.disable(logging.CRITICAL)
        threading.excepthook = lambda _: None
        late = threading.Timer(GRACE, self.end)
        late.daemon = True
        late.start()

    def end(self) -> NoReturn:
        """Say that the command stopped, and end with all processes it started."""
        with contextlib.suppress(OSError, ValueError):  # the terminal may be gone
            print(SENTENCE, file=sys.stderr)
        leave(128 + (self.number or 0))


@contextmanager
def _handled(stop: _Stop) -> Iterator[None]:
    """Let `stop` hear of signals, also while the main thread is inside a library's own code."""
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    threading.Thread(target=_listen, args=(reader, stop), daemon=True, name="signals").start()
    earlier = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    handlers = {number: signal.getsignal(number) for number in SIGNALS}
    for number, handler in handlers.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, stop.handle)
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(earlier)
        writer.close()


def _listen(reader: socket.socket, stop: _Stop) -> None:
    with reader:
        while numbers := reader.recv(64):
            for number in numbers:
                if number in SIGNALS:
                    stop.note(number)


def _children() -> Iterator[int]:
    """Yield this process's children (on Linux), but the tracker, which removes what the others leave behind.

    Elsewhere none: workers and servers notice by themselves that their parent is gone.
    """
    for listed in Path("/proc/self/task").glob("*/children"):
        for child in listed.read_text().split():
            with contextlib.suppress(OSError):
                if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes():
                    yield int(child)

"""Deadlines of whole responses: the connection is shut when its deadline passes, whatever is still to be sent.

A timeout of a socket bounds one silence; headers that come byte by byte, interim answers (1xx) and trailers without end
never exceed it.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_local = threading.local()  # `deadline`: of the response that this thread waits for


class Deadline:
    """The time by which a response must be complete, and the connections it has used so far."""

    def __init__(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds
        self.expired = False
        self._sockets: list[socket.socket] = []

    @property
    def left(self) -> float:
        """Seconds until the deadline; 0.001 where it has passed, as a socket's timeout of 0 means another mode."""
        return max(0.001, self.at - time.monotonic())

    def add(self, handle: socket.socket) -> None:
        """Register a connection of the response; shut it at once if the deadline has passed."""
        with suppress(OSError):  # it was closed meanwhile
            # a connection that ends with its response closes its own at once
            self._sockets.append(handle.dup())
        if self.expired:
            self.expire()

    def close(self) -> None:
        """Close the copies of the sockets."""
        for handle in self._sockets:
            handle.close()

    def expire(self) -> None:
        """Shut the connections; pending reads end or fail."""
        self.expired = True
        for handle in tuple(self._sockets):
            with suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)


def current() -> Deadline | None:
    """Return the deadline of the response that this thread waits for."""
    return getattr(_local, "deadline", None)


class Watchdog:
    """One thread that expires the deadlines of all pending responses; it runs while there are any."""

    def __init__(self) -> None:
        self._active: set[Deadline] = set()
        self._change = threading.Condition()
        self._thread: threading.Thread | None = None

    @contextmanager
    def watch(self, seconds: float) -> Iterator[Deadline]:
        """Set the deadline of this thread's next response, in seconds from now."""
        deadline = Deadline(seconds)
        self._add(deadline)
        _local.deadline = deadline
        try:
            yield deadline
        finally:
            _local.deadline = None
            with self._change:
                self._active.discard(deadline)
            deadline.close()

    def _add(self, deadline: Deadline) -> None:
        with self._change:
            self._active.add(deadline)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="deadlines", daemon=True)
                self._thread.start()
            elif len(self._active) == 1:
                self._change.notify()

    def _run(self) -> None:
        with self._change:
            while True:
                now = time.monotonic()
                for one in self._active:
                    if one.at <= now and not one.expired:
                        one.expire()
                waiting = [one.at for one in self._active if not one.expired]
                if not self._change.wait(min(waiting) - now if waiting else IDLE) and not self._active:
                    self._thread = None
                    return


IDLE = 5.0  # seconds without a pending response after which the thread ends

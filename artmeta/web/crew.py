"""Many files from many hosts at once, so many from each; what comes back goes to one pair of hands."""

from __future__ import annotations

import itertools
import queue
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 2_000  # pieces of work read ahead, so that one slow host does not keep the others waiting
MOST = 64  # threads in all; beyond that this process, not the network, is the limit


class Crew(Generic[T, R]):
    """Does `work` on each piece in threads, at most `per_host` at a time for what `host_of` says; memory stays flat."""

    def __init__(self, work: Callable[[T], R], host_of: Callable[[T], str], per_host: int) -> None:
        self.work, self.host_of, self.per_host = work, host_of, per_host
        self.waiting: dict[str, deque[T]] = {}
        self.open: dict[str, int] = {}
        self.done: queue.SimpleQueue[tuple[T, Future[R]]] = queue.SimpleQueue()

    def outcomes(self, pieces: Iterable[T]) -> Iterator[tuple[T, R]]:
        """Yield each piece with its result, as they come; raise what `work` raised, after what is open has ended."""
        source = iter(pieces)
        with ThreadPoolExecutor(MOST) as pool:
            try:
                self._read_ahead(source)
                self._start_all(pool)
                while self.open:
                    piece, future = self.done.get()
                    host = self.host_of(piece)
                    self._leave(host)
                    result = future.result()
                    self._read_ahead(source)
                    self._start_all(pool)
                    yield piece, result
            finally:
                self.waiting.clear()
                pool.shutdown(cancel_futures=True)

    def _read_ahead(self, source: Iterator[T]) -> None:
        missing = AHEAD - sum(map(len, self.waiting.values()))
        if missing < AHEAD // 2 and self.waiting:
            return
        for piece in itertools.islice(source, missing):
            self.waiting.setdefault(self.host_of(piece), deque()).append(piece)

    def _start_all(self, pool: ThreadPoolExecutor) -> None:
        """Give each host as many pieces as it has places; a host without any is forgotten."""
        for host in list(self.waiting):
            while self.waiting[host] and self.open.get(host, 0) < self.per_host:
                self._start(pool, host, self.waiting[host].popleft())
            if not self.waiting[host]:
                del self.waiting[host]

    def _start(self, pool: ThreadPoolExecutor, host: str, piece: T) -> None:
        self.open[host] = self.open.get(host, 0) + 1
        future = pool.submit(self.work, piece)
        future.add_done_callback(lambda ended: self.done.put((piece, ended)))

    def _leave(self, host: str) -> None:
        self.open[host] -= 1
        if not self.open[host]:
            with suppress(KeyError):
                del self.open[host]

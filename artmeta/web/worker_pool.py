"""A thread pool with a limit of concurrent tasks per host; results are yielded to one consumer."""

from __future__ import annotations

import itertools
import queue
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")

AHEAD = 2_000  # tasks of work read ahead, so that one slow host does not keep the others waiting
MOST = 64  # threads in all; beyond that this process, not the network, is the limit


@dataclass(frozen=True, slots=True)
class _Outcome(Generic[T, R]):
    host: str
    task: T
    result: R | None = None
    fault: BaseException | None = None


class WorkerPool(Generic[T, R]):
    """Apply `work` to tasks in threads, at most `per_host` at a time for each value of `host_of`, in bounded memory.

    Threads take tasks from a queue: a Future for each would cost a tenth of a small request.
    """

    def __init__(self, work: Callable[[T], R], host_of: Callable[[T], str], per_host: int) -> None:
        self.work, self.host_of, self.per_host = work, host_of, per_host
        self.waiting: dict[str, deque[T]] = {}
        self.open: dict[str, int] = {}
        self._threads = 0
        self._todo: queue.SimpleQueue[tuple[str, T] | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[_Outcome[T, R]] = queue.SimpleQueue()

    def outcomes(self, tasks: Iterable[T]) -> Iterator[tuple[T, R]]:
        """Yield each task with its result, as they come; raise what `work` raised, after the open tasks have ended."""
        source = iter(tasks)
        with ThreadPoolExecutor(MOST) as pool:
            try:
                self._read_ahead(source, pool)
                while self.open:
                    outcome = self._done.get()
                    self._leave(outcome.host)
                    if outcome.fault is not None:
                        raise outcome.fault
                    self._start(outcome.host, pool)
                    self._read_ahead(source, pool)
                    yield outcome.task, cast(R, outcome.result)
            finally:
                self._dismiss()

    def _read_ahead(self, source: Iterator[T], pool: ThreadPoolExecutor) -> None:
        """Refill the queues when they are half empty, or when no host has waiting tasks."""
        missing = AHEAD - sum(map(len, self.waiting.values()))
        if missing < AHEAD // 2 and self.waiting:
            return
        for task in itertools.islice(source, missing):
            self.waiting.setdefault(self.host_of(task), deque()).append(task)
        for host in list(self.waiting):
            self._start(host, pool)

    def _start(self, host: str, pool: ThreadPoolExecutor) -> None:
        """Start tasks of a host up to its limit; drop the queue of a host without tasks."""
        waiting = self.waiting.get(host, deque())
        while waiting and self.open.get(host, 0) < self.per_host:
            self.open[host] = self.open.get(host, 0) + 1
            self._todo.put((host, waiting.popleft()))
            if self._threads < min(MOST, sum(self.open.values())):
                self._threads += 1
                pool.submit(self._serve)
        if not waiting:
            self.waiting.pop(host, None)

    def _serve(self) -> None:
        while (item := self._todo.get()) is not None:
            try:
                self._done.put(_Outcome(*item, self.work(item[1])))
            except BaseException as fault:
                self._done.put(_Outcome(*item, fault=fault))

    def _leave(self, host: str) -> None:
        self.open[host] -= 1
        if not self.open[host]:
            del self.open[host]

    def _dismiss(self) -> None:
        """Drop the waiting tasks and let the threads end."""
        self.waiting.clear()
        with suppress(queue.Empty):
            while True:
                self._todo.get_nowait()
        for _ in range(self._threads):
            self._todo.put(None)

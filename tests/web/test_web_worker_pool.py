"""A worker_pool does each piece once, keeps to its places at every host, and stops cleanly."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runs import PATIENCE

from artmeta.web import worker_pool
from artmeta.web.worker_pool import WorkerPool

Piece = tuple[str, int]


class Watched:
    """Work that counts how many are at one host at the same time; None is a result like others.

    With `together`, so many wait at a host until all of them have come.
    """

    def __init__(self, seconds: float = 0.0, together: int = 1) -> None:
        self.seconds, self.done = seconds, 0
        self._together = defaultdict[str, threading.Barrier](
            lambda: threading.Barrier(together, timeout=PATIENCE)
        )
        self._here: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self._lock = threading.Lock()

    def __call__(self, piece: Piece) -> int | None:
        host, number = piece
        with self._lock:
            self._here[host] += 1
            self.most[host] = max(self.most[host], self._here[host])
            barrier = self._together[host]
        barrier.wait()
        time.sleep(self.seconds)
        with self._lock:
            self._here[host] -= 1
            self.done += 1
        if number < 0:
            raise ValueError(f"{number} cannot be done")
        return None if number == 0 else number * 2


def host_of(piece: Piece) -> str:
    return piece[0]


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.sampled_from("abcde"), st.integers(0, 9)), max_size=60), st.integers(1, 4))
def test_every_piece_comes_back_once_with_its_result(chunks: list[Piece], per_host: int) -> None:
    work = Watched()
    result = Counter(WorkerPool(work, host_of, per_host).outcomes(chunks))
    assert result == Counter((piece, piece[1] * 2 or None) for piece in chunks)
    assert all(most <= per_host for most in work.most.values())


def test_all_places_of_a_host_are_used_and_none_beyond() -> None:
    work = Watched(together=3)
    assert len(list(WorkerPool(work, host_of, 3).outcomes([("a", 1)] * 30 + [("b", 1)] * 30))) == 60
    assert work.most == {"a": 3, "b": 3}


def test_more_hosts_than_threads_are_served_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "MOST", 4)
    monkeypatch.setattr(worker_pool, "AHEAD", 10)
    chunks = [(f"host {number % 50}", number) for number in range(200)]
    assert {piece for piece, _ in WorkerPool(Watched(0.001), host_of, 2).outcomes(chunks)} == set(chunks)


def test_a_fault_is_raised_and_nothing_more_begins() -> None:
    work = Watched(0.02)
    with pytest.raises(ValueError, match="-1 cannot be done"):
        list(WorkerPool(work, host_of, 2).outcomes([("a", -1)] + [("a", 1)] * 500))
    assert work.done < 20


def test_whoever_stops_asking_ends_the_work() -> None:
    work, before = Watched(0.02), threading.active_count()
    outcomes = WorkerPool(work, host_of, 2).outcomes([("a", 1)] * 500)
    next(outcomes)
    outcomes.close()
    assert work.done < 20
    assert threading.active_count() == before


def test_the_source_is_read_as_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "AHEAD", 20)
    read: list[int] = []

    def source() -> Iterator[Piece]:
        for number in range(1_000):
            read.append(number)
            yield "a", number

    outcomes = WorkerPool(Watched(), host_of, 2).outcomes(source())
    for _ in range(100):
        next(outcomes)
    assert len(read) <= 100 + 20 + 2 + 1
    outcomes.close()

"""Pictures drawn ahead, in processes of their own, so that a museum answers while other things are computed."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from artmeta.stopping import shielded

T = TypeVar("T")
LESS_URGENT = 5  # niceness: whoever waits for a picture comes first


@contextmanager
def drawing_pool(processes: int) -> Iterator[Callable[..., Future[T]]]:
    """Yield a function that calls another one, with its arguments, in one of some processes."""
    spawn = multiprocessing.get_context("spawn")  # a fork would copy the threads of the caller
    with shielded():
        pool = ProcessPoolExecutor(processes, mp_context=spawn, initializer=_start)

    def submit(function: Callable[..., T], *arguments: object) -> Future[T]:
        with shielded():  # it starts processes
            return pool.submit(function, *arguments)

    try:
        yield submit
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _start() -> None:
    os.nice(LESS_URGENT)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when its parent was killed: it would wait for work for ever."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)

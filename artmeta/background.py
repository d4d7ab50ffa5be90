"""Processes that compute ahead what will be needed, while this one does other things."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any

from artmeta.stopping import shielded

Submit = Callable[..., Future[Any]]


@contextmanager
def background_processes(count: int) -> Iterator[Submit]:
    """Yield a function that calls another one, with its arguments, in one of `count` processes.

    The future holds BrokenProcessPool where a process was ended, whether before the call was submitted or after.
    """
    spawn = multiprocessing.get_context("spawn")  # a fork would copy the threads of the caller
    with shielded():
        pool = ProcessPoolExecutor(count, mp_context=spawn, initializer=end_with_parent)

    def submit(function: Callable[..., Any], *arguments: object) -> Future[Any]:
        try:
            with shielded():  # it starts processes
                return pool.submit(function, *arguments)
        except BrokenProcessPool as error:
            failed: Future[Any] = Future()
            failed.set_exception(error)
            return failed

    try:
        yield submit
    except KeyboardInterrupt:
        for process in multiprocessing.active_children():  # none is waited for
            process.kill()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def end_with_parent() -> None:
    """End this process as soon as its parent is gone: it would wait for work for ever."""
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)

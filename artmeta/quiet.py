"""Suppress output that C and C++ libraries write directly to the standard error descriptor."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

STDERR = 2

_lock = Lock()
_kept: list[int] = []  # the descriptor to restore, once for each block that is entered, in whichever thread


@contextmanager
def quiet() -> Iterator[None]:
    """Redirect file descriptor 2 to the null device inside the block; exceptions are not affected.

    Blocks of several threads may overlap: the last one to end restores the descriptor.
    """
    with _lock:
        _kept.append(_kept[0] if _kept else _redirect())
    try:
        yield
    finally:
        with _lock:
            kept = _kept.pop()
            if not _kept:
                os.dup2(kept, STDERR)
                os.close(kept)


def _redirect() -> int:
    """Redirect the descriptor; return a copy of what it was."""
    kept, nothing = os.dup(STDERR), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, STDERR)
    os.close(nothing)
    return kept

"""Libraries in C++ write to the terminal as they load, past Python; nobody who enriches a collection needs that."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

STDERR = 2


@contextmanager
def quiet() -> Iterator[None]:
    """Send what is written to standard error inside to nowhere; exceptions come through as ever."""
    kept, nothing = os.dup(STDERR), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, STDERR)
        yield
    finally:
        os.dup2(kept, STDERR)
        os.close(kept)
        os.close(nothing)

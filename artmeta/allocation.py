"""How the C library's allocator treats freed memory, for processes that work through pictures."""

from __future__ import annotations

import ctypes
import sys

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # names of parameters in glibc's malloc.h
KEPT = 16 << 20  # bytes of freed memory that stay with the process
APART = 4 << 20  # bytes of a block that is fetched from the system and given back by itself


def keep_freed_memory() -> None:
    """Let this process keep memory for the next picture instead of giving it back after each one.

    By default glibc gives blocks from 128 kB on back to the system, and the page faults of fetching them again take
    0.1 ms for a JPEG of 26 kB and 1 ms for one of 130 kB. Other C libraries than glibc are left as they are.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    if mallopt is not None:
        mallopt(M_TRIM_THRESHOLD, KEPT)
        mallopt(M_MMAP_THRESHOLD, APART)

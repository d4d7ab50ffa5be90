"""Freed memory stays with a process that asks for it."""

from __future__ import annotations

import subprocess
import sys

COUNT = """
from resource import RUSAGE_SELF, getrusage
from artmeta.allocation import keep_freed_memory

def faults():
    before = getrusage(RUSAGE_SELF).ru_minflt
    for _ in range(20):
        [bytearray(b"x") * 1_000_000 for _ in range(4)]
    return getrusage(RUSAGE_SELF).ru_minflt - before

first = faults()
keep_freed_memory()
faults()
print(first, faults())
"""


def test_memory_that_was_freed_is_used_again_without_page_faults() -> None:
    ran = subprocess.run([sys.executable, "-c", COUNT], capture_output=True, text=True, check=True)
    before, after = map(int, ran.stdout.split())
    assert before > 20 * 200, "else the allocator keeps memory by itself"
    assert after < before / 20

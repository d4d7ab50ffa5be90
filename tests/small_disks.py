"""Small disks, to be filled: memory that is mounted as a file system, which only root may do."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def mounted(disk: Path, kilobytes: int) -> Iterator[Path]:
    """Mount a disk of a size at a new folder; skip the test where this user may not."""
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip(f"only root may mount a disk of {kilobytes} kB")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)

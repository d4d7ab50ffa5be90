"""Small disks, to be filled, and folders that may only be read: mounted file systems, which only root may make."""

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
    _mount(["-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(disk)], f"a disk of {kilobytes} kB")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[Path]:
    """Mount a folder over itself, read-only; skip the test where this user may not."""
    _mount(["--bind", str(folder), str(folder)], "a folder read-only")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _mount(options: list[str], what: str) -> None:
    """Mount, or skip the test: root is bound by a mounted file system alone, and no other user may mount one."""
    if os.geteuid() != 0 or subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        pytest.skip(f"only root may mount {what}")

"""Replace several entries of a folder together: whenever the process ends, they are all the old or all the new ones."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from artmeta.files import explained, publish, temporary_folder

READY = ".replacement"  # holds the complete new entries until they are in their places
LOGS = ("", ".wal")  # a database's log belongs to the file that it replaces


def replace_entries(folder: Path, new: Path) -> None:
    """Put all entries of `new`, a folder in `folder`, in the place of those of the same names; remove the old ones.

    Renaming `new` is the moment from which the new entries count: `complete_replacement` finishes what a process that
    was ended then left. Raises WriteError.
    """
    with explained(folder):
        publish(new, folder / READY)
    complete_replacement(folder)


def complete_replacement(folder: Path) -> None:
    """Finish a replacement that was interrupted, if there is one; raise WriteError if that is not possible."""
    ready = folder / READY
    if not ready.is_dir():
        return
    with explained(folder), _locked(ready), temporary_folder(folder) as old:
        if not ready.is_dir():  # another process has finished it meanwhile
            return
        for entry in sorted(ready.iterdir()):
            for suffix in LOGS:
                _move(folder / f"{entry.name}{suffix}", old)
            entry.rename(folder / entry.name)
        ready.rmdir()


def _move(entry: Path, to: Path) -> None:
    if os.path.lexists(entry):
        entry.rename(to / entry.name)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold a lock on a folder; wait while another process holds it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)

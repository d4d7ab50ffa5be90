"""Several complete files moved to a folder, all of them or none, also where the program is interrupted meanwhile."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from artmeta.files import PREFIX, in_use, is_abandoned, publish, replacing, synchronise, temporary_folder

COMPLETE, NOTE = ".complete-", ".note-"


def publish_all(files: Sequence[Path], folder: Path) -> list[Path]:
    """Move complete files, which lie on the disk of a folder, to that folder, all of them or none; return their paths.

    One renaming puts them into a folder `.complete-...` there, from which each is moved: if the program is interrupted
    meanwhile, `finish_publishing` moves the rest. Raises OSError; if a name is that of a folder, nothing is moved.
    Files called `.note-...` are not moved and not returned: they stay in `.complete-...` until `remove_note`.
    """
    for target in (folder / file.name for file in files):
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), target)
    with temporary_folder(folder) as part:
        for file in files:
            publish(file, part / file.name)
        complete = folder / part.name.replace(PREFIX, COMPLETE, 1)
        with in_use(complete):
            part.rename(complete)
            _move_complete(complete)
    return [folder / file.name for file in files if not file.name.startswith(NOTE)]


def publish_beside(note: Path) -> None:
    """Move the files that still wait in the folder of a note to their places; raise OSError if that fails."""
    _move_complete(note.parent)


def waiting_notes(folder: Path, name: str) -> list[Path]:
    """Return the notes `.note-NAME` that were published into a folder and not removed since, the oldest first."""
    return sorted(folder.glob(f"{COMPLETE}*/{NOTE}{name}"), key=lambda each: each.stat().st_mtime)


def remove_note(note: Path) -> None:
    """Remove a note, and its folder if nothing else waits there; raise OSError if that fails."""
    note.unlink()
    _remove_empty(note.parent)


def finish_publishing(folder: Path) -> None:
    """Move the files that interrupted processes left complete to their places; raise OSError if that fails."""
    for complete in sorted(folder.glob(f"{COMPLETE}*"), key=lambda each: each.stat().st_mtime):
        if is_abandoned(complete, COMPLETE):
            with in_use(complete):
                _move_complete(complete)


def _move_complete(complete: Path) -> None:
    synchronise(complete.parent)
    for file in sorted(each for each in complete.iterdir() if not each.name.startswith(NOTE)):
        target = complete.parent / file.name
        if target.is_symlink():  # it may lead to another disk, to which a file cannot be moved
            with replacing(target, private=True) as copy:
                shutil.copyfile(file, copy)
            file.unlink()
        else:
            file.replace(target)
        # the log of an older database of this name is not to be replayed on the new one
        Path(f"{os.path.realpath(target)}.wal").unlink(missing_ok=True)
    synchronise(complete.parent)
    _remove_empty(complete)


def _remove_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()

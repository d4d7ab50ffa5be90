"""Temporary files and folders that killed processes left in the data folder, those of earlier versions included."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from artmeta.files import ABANDONED, PREFIX, is_abandoned

# Earlier versions wrote NAME.PROCESS.tmp or NAME.PROCESS-THREAD.tmp beside a file, and the database engine's temporary
# data into a folder of one name, whichever process made it.
_EARLIER_FILE = re.compile(r".+\.\d+(-\d+)?\.tmp")
_EARLIER_FOLDER = "artmeta.duckdb.tmp"


def leftovers(data: Path) -> Iterator[Path]:
    """Yield what killed processes left anywhere below the data folder, sorted by folder.

    What a process that is running uses is left out: a folder is named by its process, and what earlier versions wrote
    counts once nothing has changed in it for a day.
    """
    for place, folders, files in os.walk(data):
        found = [Path(place, name) for name in sorted(folders) if _is_left(Path(place, name))]
        folders[:] = sorted({*folders} - {each.name for each in found})
        yield from found
        for name in sorted(files):
            if _EARLIER_FILE.fullmatch(name) and _is_old(Path(place, name)):
                yield Path(place, name)


def remove(paths: Iterable[Path]) -> None:
    """Remove files and folders; one that cannot be removed stays, and the next call finds it again."""
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink()


def _is_left(folder: Path) -> bool:
    if folder.name.startswith(PREFIX):
        return is_abandoned(folder, PREFIX)
    return folder.name == _EARLIER_FOLDER and all(map(_is_old, [folder, *folder.rglob("*")]))


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.lstat().st_mtime > ABANDONED
    except OSError:  # its own process has removed it meanwhile
        return False

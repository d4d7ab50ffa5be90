"""A file that other systems read is either the old one or the new one, never half of one."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from artmeta.errors import ExportError

FULL = {errno.ENOSPC, errno.EDQUOT}
REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a path beside `path` to write to; put it in the place of `path` once it is complete on disk.

    Raises ExportError if the disk is full or refuses the file; what stood there before is kept.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        _settle(part)
        part.replace(path)
    except OSError as fault:
        raise _explain(fault, path) from fault
    finally:
        _discard(part)


def _settle(part: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())


def _discard(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:  # the folder itself is missing or closed to us, so there is nothing of ours in it
        return


def _explain(fault: OSError, path: Path) -> ExportError:
    if fault.errno in FULL:
        return ExportError(f"The disk is full: {path} was not written.", "Free some space and export again.")
    if fault.errno in REFUSED:
        return ExportError(
            f"{path} may not be written by this user.", "Look who owns the file and its folder."
        )
    return ExportError(f"{path} could not be written: {fault.strerror or fault}.")

"""Atomic file writes: a temporary file in the same folder is written, synchronised to disk (fsync) and renamed."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import stat
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import TextIO

from artmeta.errors import ArtmetaError, InputError, WriteError

PREFIX = ".part-"
ABANDONED = 86_400.0  # seconds after which a temporary folder of another machine counts as abandoned
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
FULL = {errno.ENOSPC: "The disk is full", errno.EDQUOT: "The disk quota is used up"}
REFUSED = {errno.EACCES, errno.EPERM}
UNSUPPORTED = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF}  # some network drives cannot fsync

_active: set[str] = set()  # names of this process's temporary folders
# held from the making of a folder to its name in `_active`, or another thread would remove it
_naming = Lock()


@contextmanager
def replacing(
    path: Path, *, private: bool = False, durable: bool = True, error: type[ArtmetaError] = WriteError
) -> Iterator[Path]:
    """Yield a temporary path of the same name; when the block ends without an error, it takes the place of `path`.

    The block writes a file or a folder there. The folder of `path` is created where it is missing, and temporary
    files of processes that ended early are removed. A symbolic link is followed; a device or a pipe is written to
    directly. `private` gives a file mode 0600, also while it is being written. `durable=False` leaves out fsync
    (2 to 4 ms each on this project's test machine), for files that can be made or fetched again.
    Raises `error` with one sentence if the disk is full or the place may not be written; what stood there is kept.
    """
    with explained(path, error):
        if _is_stream(path):
            yield path
            return
        target = Path(os.path.realpath(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary_folder(target.parent) as folder:
            part = folder / target.name
            yield part
            _set_mode(part, target, private)
            publish(part, target, durable=durable)


def write(
    path: Path,
    content: bytes | str,
    *,
    private: bool = False,
    durable: bool = True,
    error: type[ArtmetaError] = WriteError,
) -> None:
    """Write a small file as `replacing` does; a text is written as UTF-8 with its line ends as they are."""
    with replacing(path, private=private, durable=durable, error=error) as part:
        part.write_bytes(content.encode() if isinstance(content, str) else content)


@contextmanager
def text_file(path: Path, error: type[ArtmetaError]) -> Iterator[TextIO]:
    """Open a private file as `replacing` does, to write a text piece by piece, its line ends as they are."""
    with (
        replacing(path, private=True, error=error) as part,
        part.open("w", encoding="utf-8", newline="") as file,
    ):
        yield file


def publish(part: Path, target: Path, *, durable: bool = True, exclusive: bool = False) -> None:
    """Put a complete file or folder in the place of another; with `durable`, synchronise content and name to disk.

    A folder that is replaced is moved beside `part`, which lies in a temporary folder then. Raises OSError, also
    where `exclusive` and the target is a file, or a folder that is not empty.
    """
    if durable:
        for file in sorted(part.rglob("*")) if part.is_dir() else ():
            synchronise(file)
        synchronise(part)
    if part.is_dir() and target.is_dir() and not exclusive:
        target.rename(part.with_name(f"{part.name}.older"))  # removed with the temporary folder
    if exclusive and part.is_file():
        _take_free_name(part, target)
    else:
        part.replace(target)
    if durable:
        synchronise(target.parent)


def _take_free_name(part: Path, target: Path) -> None:
    """Give a file a name that no file has; raise FileExistsError if one has it. A renaming would replace it."""
    try:
        os.link(part, target)
    except OSError as fault:
        if fault.errno not in UNSUPPORTED | REFUSED or target.exists():
            raise
        part.replace(target)  # a disk without hard links


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Mark a folder as one of this process in this block: `is_abandoned` is False of it."""
    with _naming:
        _active.add(folder.name)
    try:
        yield
    finally:
        _active.discard(folder.name)


def check_file(path: Path, error: type[ArtmetaError] = WriteError) -> None:
    """Raise `error` in one sentence if no file could be written at `path`; nothing is left there."""
    with explained(path, error):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        if not _is_stream(path):
            _try_folder(Path(os.path.realpath(path)).parent)


def check_suffix(path: Path, suffix: str) -> None:
    """Raise InputError if a file to write has another suffix than its form; without any, it keeps its name."""
    given = path.suffix.lower()
    if given not in ("", suffix) and (given, suffix) != (".htm", ".html"):
        raise InputError(
            f"{path} has the suffix {path.suffix}, but what is written is {suffix.removeprefix('.').upper()}.",
            f"Name a file such as {path.with_suffix(suffix).name}.",
        )


def check_folder(path: Path) -> None:
    """Raise WriteError in one sentence if no files could be written into a folder `path`; nothing is left there."""
    with explained(path):
        _try_folder(path.absolute())


def is_writable(path: Path) -> bool:
    """Tell whether this user may write a file that is there, and beside it."""
    return all(os.access(each, os.W_OK) for each in (path, path.parent))


def _try_folder(folder: Path) -> None:
    """Make a temporary folder in a folder, or in the nearest above it that is there; raise OSError if that fails."""
    while not folder.exists():
        folder = folder.parent
    with temporary_folder(folder):
        pass


@contextmanager
def explained(path: Path, error: type[ArtmetaError] = WriteError) -> Iterator[None]:
    """Turn a fault of the file system while `path` is written into one sentence that names the right file."""
    try:
        yield
    except OSError as fault:
        raise _explain(fault, path, error) from fault


def make_private(folder: Path) -> None:
    """Create a folder that only its owner may open (mode 0700); one that is there already keeps its mode."""
    with explained(folder):
        if not folder.is_dir():
            folder.parent.mkdir(parents=True, exist_ok=True)
            folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def _explain(fault: OSError, path: Path, error: type[ArtmetaError]) -> ArtmetaError:
    place = published_place(_place(fault, path))
    if fault.errno in FULL:
        hint = "Free some space and run the same command again."
        return error(f"{FULL[fault.errno]}: {place} was not written.", hint)
    if fault.errno in REFUSED:
        return error(f"{place} may not be written by this user.", "Look who owns the file and its folder.")
    if fault.errno == errno.EROFS:
        return error(f"{place} lies on a disk that is read-only.", "Name a place on another disk.")
    return error(f"{place} could not be written: {fault.strerror or fault}.", "Check the path.")


def published_place(path: Path) -> Path:
    """Return where a file in a temporary folder is to be published."""
    return Path(*(part for part in path.parts if not part.startswith(PREFIX)))


def _place(fault: OSError, path: Path) -> Path:
    """Return the file that a fault is about: another one that was read or written meanwhile, else `path`."""
    filename = fault.filename
    if not isinstance(filename, str | os.PathLike):
        return path
    named, real = published_place(Path(filename)), Path(os.path.realpath(path))
    return path if named in (path, *path.parents, real, *real.parents) else named


@contextmanager
def temporary_folder(parent: Path) -> Iterator[Path]:
    """Make a folder (mode 0700) in `parent` that no other process uses; it is removed at the end.

    Those of processes that ended early are removed first. Raises OSError if `parent` may not be written.
    """
    remove_abandoned(parent)
    with _naming:
        folder = tempfile.mkdtemp(prefix=f"{PREFIX}{_host()}-{os.getpid()}-", dir=parent)
        _active.add(Path(folder).name)
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _active.discard(Path(folder).name)


def own_folder(parent: Path, name: str) -> Path:
    """Return the place of a temporary folder of this process for a library that makes it itself and may leave it there.

    `remove_abandoned` removes it once this process has ended.
    """
    folder = parent / f"{PREFIX}{_host()}-{os.getpid()}-{name}"
    with _naming:
        _active.add(folder.name)
    return folder


def remove_abandoned(parent: Path) -> None:
    """Remove the temporary folders in a folder that processes left which ended early."""
    with suppress(OSError), os.scandir(parent) as entries:
        for each in entries:
            if each.name.startswith(PREFIX) and is_abandoned(each, PREFIX):
                shutil.rmtree(each.path, ignore_errors=True)


def is_abandoned(entry: os.DirEntry[str] | Path, prefix: str) -> bool:
    """Tell whether the process that made a temporary folder has ended; on another machine, its age tells."""
    host, _, rest = entry.name.removeprefix(prefix).partition("-")
    number = rest.partition("-")[0]
    if host == _host() and number.isdigit():
        if int(number) != os.getpid():
            return not _runs(int(number))
        with _naming:
            return entry.name not in _active
    try:
        return time.time() - entry.stat().st_mtime > ABANDONED
    except OSError:  # its own process has removed it meanwhile
        return False


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is another user's
        return True
    return True


def _host() -> str:
    return f"{zlib.crc32(socket.gethostname().encode()):08x}"


def _is_stream(path: Path) -> bool:
    """Tell whether a path is a device or a pipe (/dev/stdout), which no file may replace."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _set_mode(part: Path, target: Path, private: bool) -> None:
    """Give a file the mode that it should have: 0600, or that of the file it replaces."""
    if private:
        part.chmod(PRIVATE_FOLDER if part.is_dir() else PRIVATE_FILE)
    elif target.is_file():
        part.chmod(stat.S_IMODE(target.stat().st_mode))


def synchronise(path: Path) -> None:
    """Flush a file or folder to the disk, where its file system can (fsync); raise OSError if that fails."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as fault:
        if fault.errno not in UNSUPPORTED:
            raise
    finally:
        os.close(handle)

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
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock

from artmeta.errors import ArtmetaError, WriteError

PREFIX, COMPLETE, NOTE = ".part-", ".complete-", ".note-"
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


def write(path: Path, content: bytes | str, *, private: bool = False, durable: bool = True) -> None:
    """Write a small file as `replacing` does; a text is written as UTF-8 with its line ends as they are."""
    with replacing(path, private=private, durable=durable) as part:
        part.write_bytes(content.encode() if isinstance(content, str) else content)


def publish(part: Path, target: Path, *, durable: bool = True, exclusive: bool = False) -> None:
    """Put a complete file or folder in the place of another; with `durable`, synchronise content and name to disk.

    A folder that is replaced is moved beside `part`, which lies in a temporary folder then. Raises OSError, also
    where `exclusive` and the target is a file, or a folder that is not empty.
    """
    if durable:
        for file in sorted(part.rglob("*")) if part.is_dir() else ():
            _synchronise(file)
        _synchronise(part)
    if part.is_dir() and target.is_dir() and not exclusive:
        target.rename(part.with_name(f"{part.name}.older"))  # removed with the temporary folder
    if exclusive and part.is_file():
        _take_free_name(part, target)
    else:
        part.replace(target)
    if durable:
        _synchronise(target.parent)


def _take_free_name(part: Path, target: Path) -> None:
    """Give a file a name that no file has; raise FileExistsError if one has it. A renaming would replace it."""
    try:
        os.link(part, target)
    except OSError as fault:
        if fault.errno not in UNSUPPORTED | REFUSED or target.exists():
            raise
        part.replace(target)  # a disk without hard links


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
        with _in_use(complete):
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
        if _is_abandoned(complete, COMPLETE):
            with _in_use(complete):
                _move_complete(complete)


def _move_complete(complete: Path) -> None:
    _synchronise(complete.parent)
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
    _synchronise(complete.parent)
    _remove_empty(complete)


def _remove_empty(folder: Path) -> None:
    if not any(folder.iterdir()):
        folder.rmdir()


@contextmanager
def _in_use(folder: Path) -> Iterator[None]:
    with _naming:
        _active.add(folder.name)
    try:
        yield
    finally:
        _active.discard(folder.name)


def check_file(path: Path) -> None:
    """Raise WriteError in one sentence if no file could be written at `path`; nothing is left there."""
    with explained(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        if not _is_stream(path):
            _try_folder(Path(os.path.realpath(path)).parent)


def check_folder(path: Path) -> None:
    """Raise WriteError in one sentence if no files could be written into a folder `path`; nothing is left there."""
    with explained(path):
        _try_folder(path.absolute())


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
    if not isinstance(filename, str | os.PathLike) or PREFIX in os.fspath(filename):
        return path
    named = Path(filename)
    return path if named in (path, *path.parents) else named


@contextmanager
def temporary_folder(parent: Path) -> Iterator[Path]:
    """Make a folder (mode 0700) in `parent` that no other process uses; it is removed at the end.

    Those of processes that ended early are removed first. Raises OSError if `parent` may not be written.
    """
    _remove_abandoned(parent)
    with _naming:
        folder = tempfile.mkdtemp(prefix=f"{PREFIX}{_host()}-{os.getpid()}-", dir=parent)
        _active.add(Path(folder).name)
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _active.discard(Path(folder).name)


def _remove_abandoned(parent: Path) -> None:
    with suppress(OSError), os.scandir(parent) as entries:
        for each in entries:
            if each.name.startswith(PREFIX) and _is_abandoned(each, PREFIX):
                shutil.rmtree(each.path, ignore_errors=True)


def _is_abandoned(entry: os.DirEntry[str] | Path, prefix: str) -> bool:
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


def _synchronise(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as fault:
        if fault.errno not in UNSUPPORTED:
            raise
    finally:
        os.close(handle)

"""What lies in a zip or a tar, entry by entry: each a regular file with a sound name, or told as a fault."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from artmeta.errors import SourceError, SourceTooLarge

MAX_NAME = 1024  # characters; longer names are made to break something
MAX_READ = 1 << 26  # bytes asked for at once: a tar's own header never needs more, unless it is a bomb
FAULTS = (
    OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zipfile.BadZipFile, tarfile.TarError,
    zlib.error, lzma.LZMAError,
)  # fmt: skip
_DRIVE = re.compile(r"^[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `fault` is a sentence where it must not be unpacked, and `kind` its kind."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]
    kind: str = ""
    fault: str = ""

    @property
    def faults(self) -> tuple[type[Exception], ...]:
        """What reading a damaged entry may raise."""
        return FAULTS

    def pieces(self, size: int) -> Iterator[bytes]:
        """Yield the content, piece by piece."""
        with self.open() as file:
            while piece := file.read(size):
                yield piece


def opened(archive: Path) -> Iterator[Entry]:
    """Yield the entries of an archive, told by its content; raise SourceError if it is none or is damaged."""
    try:
        if zipfile.is_zipfile(archive):
            yield from _zip_entries(archive)
        else:
            yield from _tar_entries(archive)
    except FAULTS as fault:
        raise SourceError(
            f"{archive.name} is not a sound zip or tar archive: {fault or type(fault).__name__}.",
            "Fetch it again, or unpack it by hand and use the source 'folder'.",
        ) from fault


def _zip_entries(archive: Path) -> Iterator[Entry]:
    with zipfile.ZipFile(archive) as file:
        for info in file.infolist():
            if info.is_dir():
                continue
            name, mode = info.filename, info.external_attr >> 16
            kind, fault = _name_fault(name)
            if not fault and mode and (mode & 0o170000) not in (0, 0o100000):
                kind, fault = "not_a_file", f"{name} is a link or a device, not a file."
            if not fault and info.flag_bits & 1:
                kind, fault = "unreadable", f"{name} is encrypted."
            yield Entry(name, info.file_size, lambda info=info: file.open(info), kind, fault)  # type: ignore[misc]


def _tar_entries(archive: Path) -> Iterator[Entry]:
    with _decompressed(archive) as stream, tarfile.open(fileobj=stream, mode="r:") as file:
        for info in file:
            if info.isdir():
                continue
            kind, fault = _name_fault(info.name)
            if not fault and not info.isreg():
                kind, fault = "not_a_file", f"{info.name} is a link or a device, not a file."
            yield Entry(info.name, info.size, lambda info=info: _member(file, info), kind, fault)  # type: ignore[misc]
            file.members = []  # type: ignore[attr-defined]  # tarfile keeps all headers to seek in; here they are read once


def _member(file: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    found = file.extractfile(info)
    if found is None:
        raise tarfile.ReadError(f"{info.name} has no content")
    return found


def _decompressed(archive: Path) -> IO[bytes]:
    with archive.open("rb") as file:
        start = file.read(6)
    if start.startswith(b"\x1f\x8b"):
        return cast("IO[bytes]", _Careful(gzip.open(archive)))
    if start.startswith(b"\xfd7zXZ\x00"):
        return cast("IO[bytes]", _Careful(lzma.open(archive)))
    if start.startswith(b"BZh"):
        return cast("IO[bytes]", _Careful(bz2.open(archive)))
    return cast("IO[bytes]", _Careful(archive.open("rb")))


class _Careful:
    """A stream that is never asked for a whole header of gigabytes, as a made-up tar can make its reader do."""

    def __init__(self, inner: object) -> None:
        self.inner = cast("IO[bytes]", inner)

    def read(self, size: int = -1) -> bytes:
        if size < 0 or size > MAX_READ:
            raise SourceTooLarge(f"The archive asks for {size:,} bytes at once; no sound one does.")
        return self.inner.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.inner.seek(offset, whence)

    def tell(self) -> int:
        return self.inner.tell()

    def __enter__(self) -> _Careful:
        return self

    def __exit__(self, *fault: object) -> None:
        self.inner.close()


def _name_fault(name: str) -> tuple[str, str]:
    """Say what is wrong with a name; such names are how archives write where they must not."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if name.startswith(("/", "\\")) or _DRIVE.match(name) or ".." in parts or "\x00" in name:
        return "unsafe_path", f"{name!r} points out of the archive; it was not unpacked."
    if not parts or len(name) > MAX_NAME:
        return "unsafe_path", f"An entry has a name of {len(name)} characters; it was not unpacked."
    return "", ""

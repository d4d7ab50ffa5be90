"""The entries of a zip or tar archive: each a regular file with a safe name, or one with a fault."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from artmeta.errors import SourceError, SourceTooLarge
from artmeta.lists.forms import NOT_UNPACKED
from artmeta.picture_formats import HEAD, head_of

UTF_8, UNICODE_PATH = 0x800, 0x7075  # a flag of zip entries, and the number of an extra field
MAX_NAME = 1024  # characters; longer names are not legitimate
MAX_READ = 1 << 26  # bytes a read may ask for: a sound tar header never needs more
FAULTS = (
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
)
_DRIVE = re.compile(r"^[A-Za-z]:")
# Zips of .NET before 4.6.1 separate folders by backslashes (APPNOTE 4.4.17.1 wants slashes). In a name whose encoding
# is a guess, one behind a letter beyond ASCII may be the second byte of a Japanese letter.
_BACKSLASH, _SEPARATOR = re.compile(r"\\"), re.compile(r"(?<=[ -~])\\")


@dataclass(slots=True)
class ArchiveEntry:
    """One entry; `fault` is a sentence where it must not be unpacked, and `kind` its kind.

    `guessed` says that the encoding of its name is not known.
    """

    name: str
    size: int
    open: Callable[[], IO[bytes]]
    kind: str = ""
    fault: str = ""
    guessed: bool = False
    _opened: tuple[IO[bytes], bytes] | None = None

    def head(self) -> bytes:
        """Return the first bytes, none of a damaged entry; `pieces` goes on from there, for a stream is read once."""
        try:
            file = self.open()
            self._opened = (file, file.read(HEAD))
        except FAULTS:
            return b""
        return self._opened[1]

    def pieces(self, size: int) -> Iterator[bytes]:
        """Yield the content, piece by piece."""
        file, start = self._opened or (self.open(), b"")
        with file:
            if start:
                yield start
            while piece := file.read(size):
                yield piece


def archive_entries(archive: Path, encoding: str = "") -> Iterator[ArchiveEntry]:
    """Yield the entries of an archive, whose form its content shows; raise SourceError if it is none or is damaged.

    `encoding` is that of the names which are not UTF-8.
    """
    try:
        # A zip may have anything before it, such as the tar in which it lies uncompressed.
        if zipfile.is_zipfile(archive) and not _is_tar(archive):
            yield from _zip_entries(archive, encoding)
        else:
            yield from _tar_entries(archive, encoding)
    except FAULTS as fault:
        packed = next((kind for sign, kind in NOT_UNPACKED if head_of(archive).startswith(sign)), "")
        if packed:
            raise SourceError(
                f"{archive.name} is {packed}, which is not read here.",
                "Unpack it and use the source 'folder', or pack it as zip or tar.",
            ) from fault
        raise SourceError(
            f"{archive.name} is not a sound zip or tar archive: {fault or type(fault).__name__}.",
            "Fetch it again, or unpack it by hand and use the source 'folder'.",
        ) from fault


def _is_tar(archive: Path) -> bool:
    """Whether the first block of a file is a header of tar."""
    return not head_of(archive).startswith(b"PK") and tarfile.is_tarfile(archive)


def _zip_entries(archive: Path, encoding: str) -> Iterator[ArchiveEntry]:
    with zipfile.ZipFile(archive) as file:
        entries = file.infolist()
        backslashes = not any("/" in info.filename for info in entries)
        for info in entries:
            (name, guessed), mode = _zip_name(info, encoding), info.external_attr >> 16
            if backslashes:
                name = (_SEPARATOR if guessed else _BACKSLASH).sub("/", name)
            if name.endswith("/"):
                continue
            kind, fault = _name_fault(name)
            if not fault and mode and (mode & 0o170000) not in (0, 0o100000):
                kind, fault = "not_a_file", f"{name} is a link or a device, not a file."
            if not fault and info.flag_bits & 1:
                kind, fault = "unreadable", f"{name} is encrypted."
            yield ArchiveEntry(name, info.file_size, lambda info=info: file.open(info), kind, fault, guessed)  # type: ignore[misc]


def _zip_name(info: zipfile.ZipInfo, encoding: str) -> tuple[str, bool]:
    """Return an entry's name and whether its encoding is a guess.

    A name without the flag of UTF-8 is code page 437 by the specification (APPNOTE 6.3.10, D.1); macOS writes UTF-8 all
    the same, Windows its own code page. Some tools write the name a second time, in UTF-8 (APPNOTE 4.6.9).
    """
    if info.flag_bits & UTF_8 or info.orig_filename.isascii():
        return info.filename, False
    stored = info.orig_filename.encode("cp437")
    name, guessed = decoded(_unicode_path(info.extra, stored) or stored, encoding, "cp437")
    return name, guessed


def _unicode_path(extra: bytes, stored: bytes) -> bytes:
    """Return the name in UTF-8 that an extra field gives for the stored one, if there is one."""
    while len(extra) >= 4:  # noqa: PLR2004
        kind, size = struct.unpack("<HH", extra[:4])
        field, extra = extra[4 : 4 + size], extra[4 + size :]
        if (
            kind == UNICODE_PATH
            and field[:1] == b"\x01"
            and field[1:5] == struct.pack("<I", zlib.crc32(stored))
        ):
            return field[5:]
    return b""


def decoded(name: bytes, encoding: str, fallback: str) -> tuple[str, bool]:
    """Read a name as UTF-8, else in the encoding that is given, else in `fallback`, which is a guess."""
    for codec in filter(None, ("utf-8", encoding)):
        try:
            return name.decode(codec), False
        except UnicodeDecodeError:
            continue
    return name.decode(fallback), True


def _tar_entries(archive: Path, encoding: str) -> Iterator[ArchiveEntry]:
    with _decompressed(archive) as stream, tarfile.open(fileobj=stream, mode="r:", encoding="utf-8") as file:
        for info in file:
            if info.isdir():
                continue
            name, guessed = decoded(info.name.encode("utf-8", "surrogateescape"), encoding, "latin-1")
            kind, fault = _name_fault(name)
            if not fault and not info.isreg():
                kind, fault = "not_a_file", f"{name} is a link or a device, not a file."
            yield ArchiveEntry(name, info.size, lambda info=info: _member(file, info), kind, fault, guessed)  # type: ignore[misc]
            file.members = []  # type: ignore[attr-defined]  # tarfile keeps all headers to seek in; here they are read once


def _member(file: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    member = file.extractfile(info)
    if member is None:
        raise tarfile.ReadError(f"{info.name} has no content")
    return member


def _decompressed(archive: Path) -> IO[bytes]:
    with archive.open("rb") as file:
        start = file.read(6)
    if start.startswith(b"\x1f\x8b"):
        return cast("IO[bytes]", _BoundedReader(gzip.open(archive)))
    if start.startswith(b"\xfd7zXZ\x00"):
        return cast("IO[bytes]", _BoundedReader(lzma.open(archive)))
    if start.startswith(b"BZh"):
        return cast("IO[bytes]", _BoundedReader(bz2.open(archive)))
    return cast("IO[bytes]", _BoundedReader(archive.open("rb")))


class _BoundedReader:
    """A stream that refuses reads of gigabytes, which a forged tar header can cause."""

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

    def __enter__(self) -> _BoundedReader:
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

"""Unpacking of archives that are not trusted: entries become files named by their sha256, within limits, or issues."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from pydantic import Field

from artmeta.config import StrictTable
from artmeta.domain.issues import note, odd
from artmeta.domain.run import Issue
from artmeta.errors import SourceTooLarge
from artmeta.files import explained, publish, temporary_folder
from artmeta.notes import read_note, same_file, write_note
from artmeta.picture_formats import has_picture_suffix, is_picture
from artmeta.sources._archive_entries import FAULTS, ArchiveEntry, archive_entries
from artmeta.sources._folder_files import skipped_files
from artmeta.sources._folder_layout import is_hidden
from artmeta.wording import clause

if TYPE_CHECKING:
    from artmeta.web import DownloadedFile, Web

PIECE = 1 << 20  # bytes
# The time of change of every unpacked file (1980-01-01, the first that zip knows): another one shows a change.
UNPACKED_AT = 315_532_800
GRACE = 100_000_000  # bytes; below this a high ratio of unpacked to packed is harmless
FORMAT = 5  # of the notes that tell what was unpacked; raised when they change


class UnpackLimits(StrictTable):
    """Limits of unpacking one archive."""

    max_files: int = Field(default=1_000_000, ge=1)
    max_bytes: int = Field(default=50_000_000_000, ge=1)  # unpacked; the disk of an office machine
    max_file_bytes: int = Field(default=200_000_000, ge=1)  # one picture; larger ones are masters, not views
    # unpacked to packed; pictures hardly shrink, bombs 1,000 times
    max_ratio: float = Field(default=200.0, gt=1)


@dataclass(frozen=True, slots=True)
class UnpackedPicture:
    """One picture: its `name` within the archive, and the file that holds it."""

    name: PurePosixPath
    path: Path


def unpack_archive(
    archive: Path, folder: Path, limits: UnpackLimits, encoding: str = ""
) -> list[UnpackedPicture | Issue]:
    """Unpack the pictures of an archive once; no entry's name ever becomes the name of a file.

    Raises SourceTooLarge if it holds more than the limits, SourceError if it is damaged or no archive.
    """
    notes = folder / "unpacked" / f"{_key(archive, folder, limits, encoding)}.json"
    earlier = _read_notes(notes, folder)
    if earlier is not None:
        return earlier
    files = folder / "files"
    with explained(files):
        files.mkdir(parents=True, exist_ok=True)
        with temporary_folder(files) as part:
            entries = list(_unpack(archive, part, limits, encoding))
    _write_notes(notes, folder, entries)
    return entries


def fetched_archive(url: str, web: Web, folder: Path) -> Path:
    """Fetch an archive, unless the server says that the one here is still the newest."""
    from artmeta.web import DownloadedFile

    place = folder / "fetched" / f"{hashlib.sha256(url.encode()).hexdigest()}.json"
    previous: DownloadedFile | None = None
    if (note := read_note(place)) is not None and _is_whole(note, folder):
        previous = DownloadedFile(**{**note["file"], "path": folder / note["file"]["path"]})
    file = web.download(url, folder / "packed", web.policy.max_archive_bytes, previous)
    facts = asdict(replace(file, not_modified=False, content=None, path=str(_inner(file.path, folder))))  # type: ignore[arg-type]
    write_note(place, {"file": facts, "changed_at": file.path.stat().st_mtime_ns})
    return file.path


def _is_whole(note: dict[str, Any], folder: Path) -> bool:
    """Whether the archive is as it was fetched; it is digested only if it was touched: 20 GB take a minute."""
    file = note["file"]
    path = folder / file["path"]  # an absolute one, of an earlier version, may lie in the folder of another
    return path.is_relative_to(folder) and same_file(path, file["bytes"], file["sha256"], note["changed_at"])


def _unpack(
    archive: Path, folder: Path, limits: UnpackLimits, encoding: str
) -> Iterator[UnpackedPicture | Issue]:
    meter = _UnpackMeter(archive, limits)
    others: list[str] = []
    system: list[str] = []
    guessed: list[str] = []
    for entry in archive_entries(archive, encoding):
        meter.count_file()
        name = PurePosixPath(entry.name)
        guessed += [entry.name] if entry.guessed else []
        if is_hidden(name) and not entry.fault:
            system.append(entry.name)
        elif entry.fault:
            yield odd(entry.name, entry.kind, entry.fault)
        elif not is_picture(name, entry.head):
            others.append(entry.name)
        elif entry.size > limits.max_file_bytes:
            yield odd(entry.name, "too_large", f"{entry.name} says it has {entry.size:,} bytes.")
        else:
            yield _kept(entry, folder, meter)
    yield from skipped_files(others)
    if system:
        yield note(
            "system_files",
            f"Passed over: {len(system)} hidden or an operating system's own, such as {system[0]}.",
        )
    if guessed:
        yield note(
            "encoding",
            f"{clause(len(guessed), 'name', 'is', 'are')} not UTF-8, in an encoding that is not known; one was "
            f"read as '{guessed[0]}'. If "
            'that is wrong, give it in the [source] table, such as encoding = "cp932" (Windows in Japan).',
        )


def _kept(entry: ArchiveEntry, folder: Path, meter: _UnpackMeter) -> UnpackedPicture | Issue:
    """Copy an entry to a file that is named by its content."""
    part = folder / "part"
    try:
        name = _copied(entry, part, meter)
    except FAULTS as fault:
        return odd(
            entry.name, "unreadable", f"{entry.name} cannot be unpacked: {fault or type(fault).__name__}."
        )
    inner = PurePosixPath(entry.name)
    # another may be a long text behind a dot
    suffix = inner.suffix.lower() if has_picture_suffix(inner) else ""
    target = folder.parent / name[:2] / f"{name}{suffix}"
    target.parent.mkdir(exist_ok=True)
    publish(part, target, durable=False)  # the notes tell which files are here; a lost one is unpacked again
    os.utime(target, (UNPACKED_AT, UNPACKED_AT))
    return UnpackedPicture(inner, target)


def _copied(entry: ArchiveEntry, part: Path, meter: _UnpackMeter) -> str:
    """Copy an entry's content; return its sha256. A full disk is no fault of the entry, so it is a WriteError."""
    digest = hashlib.sha256()
    with explained(part.parent.parent):
        file = part.open("wb", buffering=0)
    with file:
        for piece in entry.pieces(PIECE):
            meter.count_bytes(len(piece), file, entry.name)
            digest.update(piece)
            with explained(part.parent.parent):
                file.write(piece)
    return digest.hexdigest()


class _UnpackMeter:
    """Counts files and bytes as they are unpacked, whatever the archive's headers state."""

    def __init__(self, archive: Path, limits: UnpackLimits) -> None:
        self.archive, self.limits = archive, limits
        self.packed = max(1, archive.stat().st_size)
        self.files = self.bytes = 0

    def count_file(self) -> None:
        self.files += 1
        if self.files > self.limits.max_files:
            raise SourceTooLarge(
                f"{self.archive.name} holds more than {self.limits.max_files:,} files.", _RAISE
            )

    def count_bytes(self, count: int, file: IO[bytes], name: str) -> None:
        self.bytes += count
        if self.bytes > self.limits.max_bytes:
            raise SourceTooLarge(
                f"{self.archive.name} unpacks to over {self.limits.max_bytes:,} bytes.", _RAISE
            )
        if self.bytes > max(GRACE, self.limits.max_ratio * self.packed):
            times = f"{self.limits.max_ratio:g} times its size and more: a bomb, not pictures"
            raise SourceTooLarge(f"{self.archive.name} unpacks to {times}.", _RAISE)
        if file.tell() + count > self.limits.max_file_bytes:
            raise SourceTooLarge(
                f"{name} in {self.archive.name} has over {self.limits.max_file_bytes:,} bytes.", _RAISE
            )


_RAISE = "If it is meant to be so, raise the limit in the collection's [source] table."


def _key(archive: Path, folder: Path, limits: UnpackLimits, encoding: str) -> str:
    """Tell an archive by place, size and time of change: to digest 20 GB at each run would take a minute."""
    stat = archive.stat()
    basis = [
        FORMAT,
        str(_inner(archive, folder)),
        stat.st_size,
        stat.st_mtime_ns,
        {name.removeprefix("max_"): getattr(limits, name) for name in UnpackLimits.model_fields},
        encoding,
    ]
    return hashlib.sha256(json.dumps(basis).encode()).hexdigest()


def _inner(path: Path, folder: Path) -> Path:
    """Return a path relative to the folder of archives if it is below it, so that notes hold when that is moved."""
    return path.relative_to(folder) if path.is_relative_to(folder) else path


def _read_notes(notes: Path, folder: Path) -> list[UnpackedPicture | Issue] | None:
    """Read what was unpacked before; None if that is unknown or a file is no longer as it was."""
    content = read_note(notes)
    if content is None:
        return None
    if not all(_is_kept(folder / path, size) for _, path, size in content["files"]):
        return None
    files = [UnpackedPicture(PurePosixPath(name), folder / path) for name, path, _ in content["files"]]
    return [*(Issue(*one) for one in content["issues"]), *files]


def _is_kept(path: Path, size: int) -> bool:
    """Whether a file, which is named by its sha256, is as it was unpacked."""
    if not same_file(path, size, path.stem, UNPACKED_AT * 10**9):
        return False
    os.utime(path, (UNPACKED_AT, UNPACKED_AT))
    return True


def _write_notes(notes: Path, folder: Path, entries: list[UnpackedPicture | Issue]) -> None:
    files = [
        (str(one.name), str(_inner(one.path, folder)), one.path.stat().st_size)
        for one in entries
        if isinstance(one, UnpackedPicture)
    ]
    issues = [(one.step, one.artwork_id, one.kind, one.message) for one in entries if isinstance(one, Issue)]
    write_note(notes, {"files": files, "issues": issues})

"""Backups as BagIt bags (RFC 8493) in one uncompressed tar file, as its section 4 serialises them.

The payload is `data/...`; `manifest-sha256.txt` has the digest of every file of it and stands behind it, so that each
file is read once.
"""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

from artmeta.errors import InputError
from artmeta.files import PRIVATE_FILE
from artmeta.wording import enumeration, quantity

PAYLOAD, INFO, MANIFEST, TAGS = "data", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"
DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PIECE = 1 << 20  # bytes
MOST_NAMED = 5  # members in one sentence
ANOTHER = "Take another backup: nothing was changed."


@dataclass(slots=True)
class BagWriter:
    """A bag as it is written; `name` is the folder that holds everything within the tar file."""

    tar: tarfile.TarFile
    name: str
    digests: dict[str, str] = field(default_factory=dict)
    bytes: int = 0

    def add(self, source: Path, member: str, private: bool = False) -> None:
        """Add a file to the payload, with mode 0600 if `private`; raise InputError if it shrinks while it is read."""
        with source.open("rb") as file:
            info = self.tar.gettarinfo(arcname=f"{self.name}/{PAYLOAD}/{member}", fileobj=file)
            info.mode = PRIVATE_FILE if private else info.mode
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            reader = _HashingReader(file)
            try:
                self.tar.addfile(info, reader)
            except OSError as fault:
                if fault.errno is not None:
                    raise
                raise InputError(
                    f"{source} became shorter while it was copied.", "Run the backup again."
                ) from fault
        self.digests[f"{PAYLOAD}/{member}"] = reader.digest.hexdigest()
        self.bytes += info.size

    def finish(self, facts: Mapping[str, str]) -> None:
        """Write the tag files; `facts` are added to `bag-info.txt`."""
        oxum = f"{self.bytes}.{len(self.digests)}"
        info = {"Bagging-Date": f"{datetime.now(UTC):%Y-%m-%d}", "Payload-Oxum": oxum, **facts}
        tags = {
            "bagit.txt": DECLARATION,
            INFO: "".join(f"{key}: {value}\n" for key, value in info.items()),
            MANIFEST: _manifest(self.digests),
        }
        tags[TAGS] = _manifest(
            {name: hashlib.sha256(text.encode()).hexdigest() for name, text in tags.items()}
        )
        for name, text in tags.items():
            member = tarfile.TarInfo(f"{self.name}/{name}")
            member.size, member.mode, member.mtime = (
                len(text.encode()),
                0o600,
                int(datetime.now(UTC).timestamp()),
            )
            self.tar.addfile(member, io.BytesIO(text.encode()))


def read_bag(path: Path, into: Path | None = None) -> dict[str, str]:
    """Read a whole bag, check every digest, and return `bag-info.txt`; with `into`, write its payload there.

    Raises InputError with a sentence that names the damaged or missing members. A member's name that leads out of its
    folder, a link or a device is refused.
    """
    digests: dict[str, str] = {}
    tags: dict[str, bytes] = {}
    last = ""
    try:
        with tarfile.open(path, "r:") as tar:
            for member in tar:
                last, content = member.name, _content(tar, member, path)
                inner = PurePosixPath(member.name).relative_to(PurePosixPath(member.name).parts[0])
                if inner.parts[0] != PAYLOAD:
                    tags[str(inner)] = content.read()
                    continue
                target = into / inner.relative_to(PAYLOAD) if into else None
                digests[str(inner)] = _copied(content, target, member)
    except (tarfile.TarError, EOFError) as fault:
        state = f"is cut off or damaged after {last}" if last else "is no backup of artmeta"
        raise InputError(f"{path} {state}: {fault}.", ANOTHER) from fault
    _check(path, digests, tags, last)
    return dict(line.split(": ", 1) for line in tags[INFO].decode().splitlines() if ": " in line)


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> IO[bytes]:
    parts = PurePosixPath(member.name).parts
    content = tar.extractfile(member) if member.isreg() else None
    if content is None or len(parts) < 2 or parts[0] == "/" or ".." in parts:  # noqa: PLR2004
        raise InputError(f"{path} is no backup of artmeta: it holds {member.name!r}.", ANOTHER)
    return content


def _copied(content: IO[bytes], target: Path | None, member: tarfile.TarInfo) -> str:
    """Read a member, write it where there is a target, with its mode and time of change; return its sha256."""
    digest = hashlib.sha256()
    if target:
        target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") if target else io.BytesIO() as out:
        while piece := content.read(PIECE):
            digest.update(piece)
            if target:
                out.write(piece)
    if target:
        target.chmod(member.mode & 0o700 | member.mode & 0o077 & ~0o022)
        os.utime(target, (member.mtime, member.mtime))
    return digest.hexdigest()


def _check(path: Path, digests: dict[str, str], tags: dict[str, bytes], last: str) -> None:
    if not {INFO, MANIFEST} <= tags.keys():
        raise InputError(f"{path} is cut off or damaged after {last or 'its beginning'}.", ANOTHER)
    expected = dict(_entries(tags[MANIFEST])) | dict(_entries(tags.get(TAGS, b"")))
    actual = {name: hashlib.sha256(tags[name]).hexdigest() for name in tags if name != TAGS} | digests
    wrong = sorted(name for name in expected.keys() | actual.keys() if expected.get(name) != actual.get(name))
    if wrong:
        named = [f"{name} ({_state(name, expected, actual)})" for name in wrong[:MOST_NAMED]]
        more = [quantity(len(wrong) - MOST_NAMED, "other")] if len(wrong) > MOST_NAMED else []
        raise InputError(f"{path} is damaged: {enumeration([*named, *more])}.", ANOTHER)


def _state(name: str, expected: Mapping[str, str], actual: Mapping[str, str]) -> str:
    if name not in actual:
        return "missing"
    return "changed" if name in expected else "not listed"


def _manifest(digests: Mapping[str, str]) -> str:
    return "".join(f"{digest}  {_quoted(name)}\n" for name, digest in digests.items())


def _entries(manifest: bytes) -> Iterator[tuple[str, str]]:
    """Yield the names and digests of a manifest; in a damaged one, names that are in no bag."""
    for line in manifest.decode(errors="replace").split("\n"):
        digest, _, name = line.partition("  ")
        if name:
            yield name.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%"), digest


def _quoted(name: str) -> str:
    """Write a name as RFC 8493, 2.1.3 prescribes: line ends and the percent sign are percent-encoded."""
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


class _HashingReader:
    """A file whose content is digested as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.digest.update(piece)
        return piece

"""Resumable downloads: a partial file is continued by a range request, a complete one is named by its sha256."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from artmeta import files
from artmeta.errors import SourceBusy
from artmeta.notes import read_note, write_note
from artmeta.web.journal import DownloadedFile, DownloadJournal
from artmeta.web.pages import conditions
from artmeta.web.sniff import START, SUFFIXES, sniff

if TYPE_CHECKING:
    from artmeta.web.sending import Response

_RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)")
BUFFERED = 1_000_000  # bytes of a file held in memory: most pictures are written once, whole
UNSATISFIABLE, PARTIAL, NOT_MODIFIED = 416, 206, 304


class PartialDownload:
    """A file that is not complete yet, stored with the validators of the version it is a part of."""

    def __init__(self, url: str, journal: DownloadJournal) -> None:
        self.url, self.journal = url, journal
        self.name = hashlib.sha256(url.encode()).hexdigest()
        self.path = journal.partial_folder / f"{self.name}.part"
        self._buffer = bytearray()
        self.known: dict[str, str] = {}
        self.written = 0
        if self.name in journal.parts:
            self.known, self.written = read_note(self._notes) or {}, _size(self.path)
            digest = self.known.pop("sha256", "")
            if not (self.written and self.validator and digest in ("", self._sha256())):
                self.drop()  # an earlier run's part that cannot be matched with the server's version

    @property
    def _notes(self) -> Path:
        return self.journal.partial_folder / f"{self.name}.json"

    @property
    def size(self) -> int:
        """Return how many bytes have arrived."""
        return self.written + len(self._buffer)

    @property
    def validator(self) -> str:
        """Return what If-Range accepts: a strong ETag, else the date of change (RFC 9110, 13.1.5)."""
        etag = self.known.get("etag", "")
        return etag if etag and not etag.startswith("W/") else self.known.get("last_modified", "")

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers that request the rest, if the file is still the same version."""
        if not self.size:
            return {}
        condition = {"If-Range": self.validator} if self.validator else {}
        return {"Range": f"bytes={self.size}-", **condition}

    def take(self, response: Response, body: Iterator[bytes]) -> None:
        """Append the rest, or start again where the response is a whole body; raise what `body` raises."""
        if response.status == UNSATISFIABLE:
            self._complete_or_drop(response)
            return
        if response.status != PARTIAL:
            self.drop()
        elif not self._continues(response):
            self.drop()
            raise SourceBusy(f"{response.url} sent another part than the requested one.")
        self.known = _validators_of(response)
        try:
            for chunk in body:
                self._buffer += chunk
                if len(self._buffer) > BUFFERED:
                    self._flush()
        except BaseException:
            if "Content-Encoding" in response.headers:
                self.drop()  # a range counts compressed bytes, and these are not
            else:
                self._flush()
                self._note({"sha256": self._sha256()} if self.written else {})
            raise

    def finish(self) -> DownloadedFile:
        """Give the complete file its name; one of the same content that is there already is kept."""
        if self.written:
            self._flush()
            content = None
            digest, start = _digest(self.path)
        else:
            content = bytes(self._buffer)
            digest, start = hashlib.sha256(content).hexdigest(), content[:START]
        mime = sniff(start)
        target = self.journal.subfolder(digest[:2]) / f"{digest}{SUFFIXES.get(mime, '')}"
        etag, last_modified = self.known.get("etag", ""), self.known.get("last_modified", "")
        file = DownloadedFile(target, digest, self.size, mime, etag, last_modified, content=content)
        self.journal.note(self.url, file)
        with files.explained(target):
            if content is not None:
                _write(self.path, content)
            files.publish(self.path, target, durable=False)  # what a power failure destroys is fetched again
        if self.name in self.journal.parts:
            self._notes.unlink(missing_ok=True)
            self.journal.parts.discard(self.name)
        return file

    def drop(self) -> None:
        """Delete the part."""
        if self.name in self.journal.parts:
            self.path.unlink(missing_ok=True)
            self._notes.unlink(missing_ok=True)
            self.journal.parts.discard(self.name)
        self._buffer.clear()
        self.known, self.written = {}, 0

    def _flush(self) -> None:
        """Write the buffer to the part, with a note of the version it is a part of."""
        if not self._buffer:
            return
        with files.explained(self.path):
            if not self.written:
                self.journal.partial_folder.mkdir(parents=True, exist_ok=True)
                self.journal.parts.add(self.name)
                self._note({})
            with self.path.open("ab" if self.written else "wb") as file:
                file.write(self._buffer)
        self.written += len(self._buffer)
        self._buffer.clear()

    def _note(self, more: Mapping[str, str]) -> None:
        """Write the note of the part; with its sha256 where the transfer ended early."""
        if self.name in self.journal.parts:
            write_note(self._notes, {**self.known, **more})

    def _sha256(self) -> str:
        return _digest(self.path)[0]

    def _continues(self, response: Response) -> bool:
        """Whether a part continues the bytes stored here, in a file of the same length."""
        match = _RANGE.match(response.headers.get("Content-Range", ""))
        length = self.known.get("length", "")
        if match is None or match[1] != str(self.size):
            return False
        return not length or match[2] in (length, "*")

    def _complete_or_drop(self, response: Response) -> None:
        """Accept the file as complete if it has no bytes after those stored here, else delete the part."""
        match = _RANGE.match(response.headers.get("Content-Range", ""))
        if not (match and match[2] == str(self.size)):
            self.drop()
            raise SourceBusy(f"{response.url} has changed while it was fetched.")


def validators(previous: DownloadedFile | None) -> Mapping[str, str]:
    """Return the headers that request a file only if it has changed."""
    if previous is None or not previous.path.exists():
        return {}
    return conditions(previous.etag, previous.last_modified)


def _validators_of(response: Response) -> dict[str, str]:
    """Return the validators of a file and its whole length."""
    match = _RANGE.match(response.headers.get("Content-Range", ""))
    length = match[2] if match else response.headers.get("Content-Length", "")
    etag, changed = response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
    return {"etag": etag, "last_modified": changed, "length": length}


def _digest(path: Path) -> tuple[str, bytes]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        return digest, file.read(START)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _write(path: Path, content: bytes | bytearray) -> None:
    with open(path, "wb", buffering=0) as file:  # noqa: PTH123  half the time of Path.write_bytes, twice a picture
        file.write(content)

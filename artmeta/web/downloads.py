"""A file is fetched once: resumed where it broke off, and named by its content when it is whole."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import requests

from artmeta.errors import SourceBusy
from artmeta.web.sniff import START, SUFFIXES, sniff

_RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)")
LATELY = 86_400.0  # seconds; the day within which an interrupted run is taken up again
IN_HAND = 1_000_000  # bytes of a file held in memory: most pictures are written once, whole
UNSATISFIABLE, PARTIAL, NOT_MODIFIED = 416, 206, 304


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A file that was fetched; `mime` is what its bytes say. `not_modified`: the server had nothing newer."""

    path: Path
    sha256: str
    bytes: int
    mime: str
    etag: str = ""
    last_modified: str = ""
    not_modified: bool = False


class Begun:
    """A file that is not whole yet, kept with the validators that say what it is a part of."""

    def __init__(self, url: str, folder: Path) -> None:
        self.folder = folder
        self.path = part_of(url, folder)
        self._notes = notes_of(self.path)
        self._hand = bytearray()
        self.known: dict[str, str] = _read_notes(self._notes)
        self.written = _size(self.path)
        if self.written and not self.validator and "sha256" not in self.known:
            self.drop()  # an earlier run's part that nothing can tie to what the server has now

    @property
    def size(self) -> int:
        """How many bytes are here."""
        return self.written + len(self._hand)

    @property
    def validator(self) -> str:
        """What If-Range accepts: a strong ETag, else the date of change (RFC 9110, 13.1.5)."""
        etag = self.known.get("etag", "")
        return etag if etag and not etag.startswith("W/") else self.known.get("last_modified", "")

    @property
    def headers(self) -> dict[str, str]:
        """The headers that ask for the rest, if the file is still the one that was begun."""
        if not self.size:
            return {}
        condition = {"If-Range": self.validator} if self.validator else {}
        return {"Range": f"bytes={self.size}-", **condition}

    @property
    def finished(self) -> Downloaded | None:
        """The whole file, if a run fetched it lately and fell before it could take note of it."""
        known = self.known
        if "sha256" not in known or time.time() - float(known["at"]) > LATELY:
            return None
        path, size = Path(known["path"]), int(known["size"])
        if _size(path) != size:
            return None
        return Downloaded(path, known["sha256"], size, known["mime"], known["etag"], known["last_modified"])

    def take(self, response: requests.Response, body: Iterator[bytes]) -> None:
        """Append the rest, or begin anew where the answer is a whole body; raises what `body` raises."""
        if response.status_code == UNSATISFIABLE:
            self._complete_or_drop(response)
            return
        if response.status_code != PARTIAL:
            self.drop()
        elif not self._continues(response):
            self.drop()
            raise SourceBusy(f"{response.url} sent another part than the one asked for.")
        self.known = _said(response)
        try:
            for piece in body:
                self._hand += piece
                if len(self._hand) > IN_HAND:
                    self._lay_down()
        except BaseException:
            if "Content-Encoding" in response.headers:
                self.drop()  # a range counts compressed bytes, and these are not
            else:
                self._lay_down()
            raise

    def finish(self) -> Downloaded:
        """Name the whole file by its content; a file of that content that is here already is kept."""
        if self.written:
            self._lay_down()
            digest, start = _digest(self.path)
        else:
            digest, start = hashlib.sha256(self._hand).hexdigest(), bytes(self._hand[:START])
        mime, size = sniff(start), self.size
        target = self.folder / digest[:2] / f"{digest}{SUFFIXES.get(mime, '')}"
        etag, last_modified = self.known.get("etag", ""), self.known.get("last_modified", "")
        got = Downloaded(target, digest, size, mime, etag, last_modified)
        self._note_finished(got)
        if not self.written:
            _write(self.path, self._hand)
        target.parent.mkdir(exist_ok=True)
        self.path.replace(target)
        return got

    def drop(self) -> None:
        """Forget what is here."""
        if self.written:
            self.path.unlink(missing_ok=True)
        if self.known:
            self._notes.unlink(missing_ok=True)
        self._hand.clear()
        self.known, self.written = {}, 0

    def _lay_down(self) -> None:
        """Write what is in hand to the part, with the notes that say of what it is a part."""
        if not self._hand:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if not self.written:
            _write(self._notes, json.dumps(self.known).encode())
        with self.path.open("ab") as file:
            file.write(self._hand)
        self.written += len(self._hand)
        self._hand.clear()

    def _note_finished(self, got: Downloaded) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        what = {"sha256": got.sha256, "path": str(got.path), "size": str(got.bytes), "mime": got.mime}
        said = {"etag": got.etag, "last_modified": got.last_modified, "at": str(time.time())}
        _write(self._notes, json.dumps({**what, **said}).encode())

    def _continues(self, response: requests.Response) -> bool:
        """Whether a part follows on what is here, of a file as long as the one that was begun."""
        found = _RANGE.match(response.headers.get("Content-Range", ""))
        length = self.known.get("length", "")
        if found is None or found[1] != str(self.size):
            return False
        return not length or found[2] in (length, "*")

    def _complete_or_drop(self, response: requests.Response) -> None:
        """No bytes after ours: then the file was whole, and a wrong length had been announced before."""
        found = _RANGE.match(response.headers.get("Content-Range", ""))
        if not (found and found[2] == str(self.size)):
            self.drop()
            raise SourceBusy(f"{response.url} has changed while it was fetched.")


def part_of(url: str, folder: Path) -> Path:
    """Where the part of a file lies while it is fetched; its notes lie beside it."""
    return folder / ".begun" / f"{hashlib.sha256(url.encode()).hexdigest()}.part"


def notes_of(part: Path) -> Path:
    """Where the notes of a part lie."""
    return part.with_suffix(".json")


def settle(url: str, folder: Path) -> None:
    """Forget that a file was fetched: whoever asked for it has taken note of it."""
    notes_of(part_of(url, folder)).unlink(missing_ok=True)


def unchanged(known: Downloaded) -> Downloaded:
    """What is here is still what the server has."""
    return replace(known, not_modified=True)


def validators(known: Downloaded | None) -> Mapping[str, str]:
    """The headers that ask for a file only if it is not the one that is here."""
    if known is None or not known.path.exists():
        return {}
    given = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in given.items() if value}


def _said(response: requests.Response) -> dict[str, str]:
    """What a server says of the file: its validators, and the length of the whole."""
    found = _RANGE.match(response.headers.get("Content-Range", ""))
    length = found[2] if found else response.headers.get("Content-Length", "")
    etag, changed = response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
    return {"etag": etag, "last_modified": changed, "length": length}


def _read_notes(path: Path) -> dict[str, str]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


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

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
        name = hashlib.sha256(url.encode()).hexdigest()
        self.path = folder / ".begun" / f"{name}.part"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._notes = self.path.with_suffix(".json")
        self.known: dict[str, str] = self._read_notes()
        if not self.validator and "sha256" not in self.known:
            self.drop()  # an earlier run's part that nothing can tie to what the server has now

    @property
    def size(self) -> int:
        """How many bytes are here."""
        return self.path.stat().st_size if self.path.exists() else 0

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
        path = Path(known["path"])
        whole = path.is_file() and path.stat().st_size == int(known["size"])
        digest, size, mime = known["sha256"], int(known["size"]), known["mime"]
        return Downloaded(path, digest, size, mime, known["etag"], known["last_modified"]) if whole else None

    def settle(self) -> None:
        """Forget that the file was fetched: whoever asked for it has taken note of it."""
        self._notes.unlink(missing_ok=True)

    def take(self, response: requests.Response, body: Iterator[bytes]) -> None:
        """Append the rest, or begin anew where the answer is a whole body; raises what `body` raises."""
        if response.status_code == UNSATISFIABLE:
            self._complete_or_drop(response)
            return
        if response.status_code == PARTIAL and not self._continues(response):
            self.drop()
            raise SourceBusy(f"{response.url} sent another part than the one asked for.")
        self._note(response)
        try:
            with self.path.open("ab" if response.status_code == PARTIAL else "wb") as file:
                file.writelines(body)
        except SourceBusy:
            if "Content-Encoding" in response.headers:
                self.drop()  # a range counts compressed bytes, and these are not
            raise

    def finish(self) -> Downloaded:
        """Name the whole file by its content; a file of that content that is here already is kept."""
        digest, start = _digest(self.path)
        mime, size = sniff(start), self.size
        target = self.folder / digest[:2] / f"{digest}{SUFFIXES.get(mime, '')}"
        target.parent.mkdir(parents=True, exist_ok=True)
        etag, last_modified = self.known.get("etag", ""), self.known.get("last_modified", "")
        what = {
            "sha256": digest,
            "path": str(target),
            "size": str(size),
            "mime": mime,
            "at": str(time.time()),
        }
        self._write_notes({**what, "etag": etag, "last_modified": last_modified})
        self.path.replace(target)
        return Downloaded(target, digest, size, mime, etag, last_modified)

    def drop(self) -> None:
        """Forget what is here."""
        self.path.unlink(missing_ok=True)
        self._notes.unlink(missing_ok=True)
        self.known = {}

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

    def _note(self, response: requests.Response) -> None:
        found = _RANGE.match(response.headers.get("Content-Range", ""))
        length = found[2] if found else response.headers.get("Content-Length", "")
        said = {"etag": "ETag", "last_modified": "Last-Modified"}
        noted = {key: response.headers.get(header, "") for key, header in said.items()} | {"length": length}
        if noted != self.known:
            self._write_notes(noted)

    def _write_notes(self, notes: dict[str, str]) -> None:
        self.known = notes
        self._notes.write_text(json.dumps(notes), encoding="utf-8")

    def _read_notes(self) -> dict[str, str]:
        try:
            found = json.loads(self._notes.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def unchanged(known: Downloaded) -> Downloaded:
    """What is here is still what the server has."""
    return replace(known, not_modified=True)


def validators(known: Downloaded | None) -> Mapping[str, str]:
    """The headers that ask for a file only if it is not the one that is here."""
    if known is None or not known.path.exists():
        return {}
    given = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in given.items() if value}


def _digest(path: Path) -> tuple[str, bytes]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        return digest, file.read(START)

"""The journal of complete downloads that the caller has not stored yet: an interrupted run fetches nothing twice."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from artmeta import files
from artmeta.notes import same_file, sealed, unsealed

LATELY = 86_400.0  # seconds; an interrupted run is resumed within a day
Content = bytes  # by another name, as a DownloadedFile has a field of that one
SLACK = 4_000  # superseded lines after which the journal is rewritten


@dataclass(frozen=True, slots=True)
class DownloadedFile:
    """A fetched file; `mime` is recognised by its bytes. `not_modified`: the server had nothing newer.

    `content` is there if the file came in one go and is small: its reader need not open it again.
    """

    path: Path
    sha256: str
    bytes: int
    mime: str
    etag: str = ""
    last_modified: str = ""
    not_modified: bool = False
    content: Content | None = field(default=None, repr=False, compare=False)


class DownloadJournal:
    """The complete downloads of one folder, a line each, and the names of partial ones; safe for many threads.

    A line is written before its file is renamed, so that an entry counts only if its file is there and of the noted
    length. An incomplete line is skipped.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.partial_folder = folder, folder / ".begun"
        self._path = self.partial_folder / "whole.jsonl"
        self._lock = threading.Lock()
        self._whole = {line["url"]: line for line in _read(self._path)}
        self._lines = len(self._whole)
        self._file: int | None = None
        self._folders: dict[str, Path] = {}
        self.parts = {path.stem for path in self.partial_folder.glob("*.part")} | {
            path.stem for path in self.partial_folder.glob("*.json")
        }

    def find(self, url: str) -> DownloadedFile | None:
        """Return the complete file of an address, if it is there and was not acknowledged."""
        line = self._whole.get(url)
        if line is None:
            return None
        path = self.folder / line["name"]
        if not same_file(path, line["bytes"], line["sha256"]):
            return None
        fields = {name: line[name] for name in ("sha256", "bytes", "mime", "etag", "last_modified")}
        return DownloadedFile(path, **fields)

    def note(self, url: str, file: DownloadedFile) -> None:
        """Record that a file is about to be complete."""
        name = f"{file.sha256[:2]}/{file.path.name}"
        facts = {"sha256": file.sha256, "bytes": file.bytes, "mime": file.mime}
        more = {"etag": file.etag, "last_modified": file.last_modified, "at": time.time()}
        line = {"url": url, "name": name, **facts, **more}
        with self._lock:
            self._whole[url] = line
            self._append(line)

    def acknowledge(self, url: str) -> None:
        """Remove a file's entry: the caller has stored it."""
        with self._lock:
            self._whole.pop(url, None)
            if not self._whole or self._lines > len(self._whole) + SLACK:
                self._write_anew()

    def subfolder(self, name: str) -> Path:
        """Return a subfolder, created at its first use."""
        if name not in self._folders:
            path = self.folder / name
            path.mkdir(parents=True, exist_ok=True)
            self._folders[name] = path
        return self._folders[name]

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._close()

    def _append(self, line: dict[str, Any]) -> None:
        if self._file is None:
            self.partial_folder.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
            os.write(self._file, b"\n")  # ends a line that an interruption may have left incomplete
        os.write(self._file, sealed(line).encode() + b"\n")
        self._lines += 1

    def _write_anew(self) -> None:
        self._close()
        self._lines = len(self._whole)
        if not self._whole:
            self._path.unlink(missing_ok=True)
            return
        lines = "".join(sealed(line) + "\n" for line in self._whole.values())
        files.write(self._path, lines, durable=False)  # a line that is lost costs one request

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _read(path: Path) -> list[dict[str, Any]]:
    """Return the entries of the last day; damaged lines are skipped."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        return []
    notes = (note for line in lines if (note := unsealed(line)) is not None)
    return [note for note in notes if abs(time.time() - note["at"]) < LATELY]

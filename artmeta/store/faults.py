"""Faults of the database engine as one clear sentence: a full disk, a damaged file, a lock."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from artmeta.errors import SchemaTooNew, StoreError, StoreLocked


class _Fault(NamedTuple):
    """Any of `signs` in the engine's message means this; `{path}` and `{first}` are put into the sentence."""

    signs: tuple[str, ...]
    error: type[StoreError]
    sentence: str
    hint: str


_HOLDER = re.compile(r"Conflicting lock is held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")
_READABLE = (
    "Where the data folder may only be read, status, topics, trends, report, audit and evaluate --model work, and "
    "export with --out; for more, set ARTMETA_DATA_DIR to a copy of it."
)
_FAULTS = (
    _Fault(
        ("different configuration than existing connections", "is already attached", "file handle conflict"),
        StoreLocked,
        "This process has {path} open already, in another mode.",
        "Close it there first.",
    ),
    _Fault(
        ("No space left on device", "Disk quota exceeded", "Out of disk space"),
        StoreError,
        "The disk is full: {path} could not be written; all that was committed before is kept.",
        "Free some space and run the same command again: it goes on where it stopped.",
    ),
    _Fault(
        ("replaying WAL", "Corrupt WAL"),
        StoreError,
        "The log {path}.wal of the last, interrupted run is damaged.",
        "Put a copy of the database in the place of both files; or move the log away and run again: what it held is "
        "made anew.",
    ),
    _Fault(
        ("Corrupt database", "not a valid DuckDB database", "not read enough bytes", "Serialization Error"),
        StoreError,
        "{path} is damaged or is not a DuckDB database ({first}).",
        "Put a copy of it in its place (an exported snapshot has no keys and will not do), or move it away and run "
        "again.",
    ),
    _Fault(
        ("sqlite_scanner",),  # the extension that would read it
        StoreError,
        "{path} is a database of SQLite, not of artmeta.",
        "Put a copy of artmeta's in its place, or move it away and run again.",
    ),
    _Fault(
        ("with version number", "newer version of DuckDB", "storage version"),
        SchemaTooNew,
        "{path} was written by a later DuckDB ({first}).",
        "Update artmeta to read it.",
    ),
    _Fault(
        ("Permission denied",),
        StoreError,
        "{path} may not be read or written by this user.",
        f"Look who owns the file and its folder. {_READABLE}",
    ),
    _Fault(
        ("Read-only file system",),
        StoreError,
        "{path} lies on a disk that is read-only.",
        _READABLE,
    ),
    _Fault(
        ("database does not exist",),
        StoreError,
        "There is no database at {path}.",
        "Enrich a collection first: artmeta enrich.",
    ),
)


def explain(text: str, path: Path, doing: str = "") -> StoreError:
    """Turn the engine's message about the database at `path` into one sentence and what to do.

    `doing` names the query or table at work; it is said only where the fault is not the file's.
    """
    if "Could not set lock" in text:
        return _locked(text, path)
    first = text.partition("\n")[0].strip()
    for fault in _FAULTS:
        if any(sign in text for sign in fault.signs):
            return fault.error(fault.sentence.format(path=path, first=first), fault.hint)
    return StoreError(f"{path}, {doing}: {first}" if doing else f"{path}: {first}")


def _locked(text: str, path: Path) -> StoreLocked:
    holder = _HOLDER.search(text)
    who = f"Another process (PID {holder['pid']}, {holder['program']})" if holder else "Another process"
    return StoreLocked(
        f"{who} is writing to {path}.",
        "Wait until it has finished; status, topics, trends, report and export read what it has committed meanwhile.",
    )

"""The museum's own log: who asked for what, when, and how it was answered; one line of JSON a request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock

from artmeta.errors import ExportError


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One request: `at` is its arrival (Unix time, seconds), `sent` the bytes of the body that are sent."""

    at: float
    method: str
    path: str
    status: int
    sent: int
    range: str = ""
    fault: str = ""
    retry_after: float = 0.0
    agent: str = ""
    client: str = ""


@contextmanager
def open_log(path: Path) -> Iterator[Callable[[LogEntry], None]]:
    """Yield a function that appends a request to a file at once; raise ExportError where it cannot be opened."""
    lock = Lock()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a", encoding="utf-8", buffering=1)
    except OSError as error:
        message = f"The request log {path} cannot be written: {error}."
        raise ExportError(message, "Choose another file.") from error

    def note(entry: LogEntry) -> None:
        with lock:
            if not file.closed:  # a connection may outlive the server
                file.write(json.dumps(asdict(entry)) + "\n")

    with file:
        yield note


def read_log(path: Path) -> list[LogEntry]:
    """Return the requests of a log, in the order in which their answers began."""
    return [LogEntry(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]

"""The museum's own log: who asked for what, when, and how it was answered; one line of JSON a request."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from types import TracebackType

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


class RequestLog:
    """Appends to a file; safe for many threads. Raises ExportError where it cannot be opened."""

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("a", encoding="utf-8")
        except OSError as error:
            message = f"The request log {path} cannot be written: {error}."
            raise ExportError(message, "Choose another file.") from error

    def note(self, request: LogEntry) -> None:
        """Write one request; it is in the file when this returns."""
        with self._lock:
            if not self._file.closed:  # a connection may outlive the server
                self._file.write(json.dumps(asdict(request)) + "\n")
                self._file.flush()

    def __enter__(self) -> RequestLog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()


def read_log(path: Path) -> list[LogEntry]:
    """Return the requests of a log, in the order in which their answers began."""
    return [LogEntry(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]

"""The museum's web server: it answers by the rules of HTTP, or with planned faults, and keeps a log."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, replace
from email.utils import formatdate
from pathlib import Path
from threading import Lock
from typing import Any

from artmeta.errors import ExportError
from artmeta.sample.conditional import response_to
from artmeta.sample.faults import FaultPlan, FaultSchedule
from artmeta.sample.http_server import HOST, Request, ServedResponse, serve_answers
from artmeta.sample.museum import Museum
from artmeta.sample.site import ROBOTS_PATH, Site

PORT = 8607
OUTAGE_SECONDS = 0.4  # long enough that several requests meet it
DRIP_PIECES, DRIP_SECONDS = 10, 0.5  # short enough for a harvest of thousands
RETRY_AFTER = 1  # seconds: the header has no fractions
SURPLUS = 64  # bytes that a wrong length announces too many
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}


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


class MuseumService:
    """Answers requests to one museum; `plan` is what goes wrong, `note` logs the requests."""

    def __init__(
        self, museum: Museum, plan: FaultPlan | None = None, note: Callable[[LogEntry], None] | None = None
    ) -> None:
        self.site, self.schedule, self.note = Site(museum, plan), FaultSchedule(plan or FaultPlan()), note
        self._outage_until, self._lock = 0.0, Lock()

    def __call__(self, request: Request) -> ServedResponse:
        """Answer with the content, a part of it, `not modified`, or a fault; note it in the log."""
        fault = self.fault(request.path)
        if fault in ("busy", "outage"):
            response = ServedResponse(b"Busy.\n", 503, PLAIN)
        elif fault == "too_many":
            wait = {"Retry-After": self._wait(request.path)}
            response = ServedResponse(b"Too many requests.\n", 429, PLAIN | wait)
        else:
            response = damaged(response_to(request.headers, self.site.find(request)), fault)
        if self.note:  # first, so that whoever has the answer finds it in the log
            self.note(entry(request, response, fault))
        return response

    def fault(self, path: str) -> str:
        """Return the fault of the next answer at an address, or ''; an outage lasts a while at every address."""
        if path == ROBOTS_PATH:  # a museum whose rules cannot be read may not be visited at all
            return ""
        with self._lock:
            if time.monotonic() < self._outage_until:
                return "outage"
            kind = self.schedule.next_fault(path)
            if kind == "outage":
                self._outage_until = time.monotonic() + OUTAGE_SECONDS
            return kind

    def _wait(self, path: str) -> str:
        """Return one second, as a number or, for half of the addresses, as a date."""
        as_date = self.schedule.plan.share(path) < 0.5  # noqa: PLR2004
        return formatdate(time.time() + RETRY_AFTER, usegmt=True) if as_date else str(RETRY_AFTER)


def damaged(response: ServedResponse, fault: str) -> ServedResponse:
    """Return a response that fails on its way; half of the resets come within the body, half before the head."""
    length = len(response.body)
    changes: Mapping[str, Mapping[str, Any]] = {
        "truncate": {"cut": length // 3 * 2},
        "wrong_length": {"length": length + SURPLUS},
        "drip": {"drip": DRIP_SECONDS / DRIP_PIECES, "piece": max(1, -(-length // DRIP_PIECES))},
        "reset": {"cut": length // 3 if length // 3 % 2 else -1, "reset": True},
        "empty": {"cut": -1},
    }
    return replace(response, **changes.get(fault, {}))


def entry(request: Request, response: ServedResponse, fault: str) -> LogEntry:
    """Return the log's entry of a request."""
    sent = 0 if request.method == "HEAD" else len(response.sent)
    part, agent = (request.headers.get(name, "") for name in ("Range", "User-Agent"))
    wait = float(RETRY_AFTER * ("Retry-After" in response.headers))
    answer = (response.status, sent, part, fault, wait)
    return LogEntry(request.at, request.method, request.path, *answer, agent, request.client)


@contextmanager
def museum_service(
    museum: Museum, plan: FaultPlan | None = None, log: Path | None = None
) -> Iterator[MuseumService]:
    """Yield what answers for a museum; `plan` is what goes wrong, `log` the file of its requests."""
    with open_log(log) if log else nullcontext() as note:
        yield MuseumService(museum, plan, note)


@contextmanager
def serve(
    museum: Museum, host: str = HOST, port: int = PORT, plan: FaultPlan | None = None, log: Path | None = None
) -> Iterator[str]:
    """Serve a museum in the background and yield its address; port 0 takes any free one.

    Raises ConfigError where the port is taken or the host is none of this machine's.
    """
    with museum_service(museum, plan, log) as service, serve_answers(service, host, port) as url:
        yield url

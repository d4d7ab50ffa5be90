"""The museum's web server: it answers by the rules of HTTP, or with planned faults, and keeps a log."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass, replace
from email.utils import formatdate
from pathlib import Path
from typing import Any

from artmeta.errors import ExportError
from artmeta.files import explained
from artmeta.sample.defects import FaultPlan, FaultSchedule
from artmeta.sample.files import PLAIN
from artmeta.sample.http_server import HOST, Request, ServedResponse, serve_answers
from artmeta.sample.museum import Museum
from artmeta.sample.site import ROBOTS_PATH, response_at

PORT = 8607
DRIP_PIECES, DRIP_SECONDS = 10, 0.5  # short enough for a harvest of thousands
RETRY_AFTER = 1  # seconds: the header has no fractions
SURPLUS = 64  # bytes that a wrong length announces too many


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
    with explained(path, ExportError):
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("ab", buffering=0)  # each line in one piece, from whichever thread

    def note(entry: LogEntry) -> None:
        with suppress(ValueError):  # a connection may outlive the server, whose file is closed then
            file.write(json.dumps(asdict(entry)).encode() + b"\n")

    with file:
        yield note


def read_log(path: Path) -> list[LogEntry]:
    """Return the requests of a log, in the order in which their answers began, but for a line being written."""
    *lines, _ = path.read_text(encoding="utf-8").split("\n")
    return [LogEntry(**json.loads(line)) for line in lines]


@contextmanager
def serve(
    museum: Museum, host: str = HOST, port: int = PORT, plan: FaultPlan | None = None, log: Path | None = None
) -> Iterator[str]:
    """Serve a museum in the background, with the faults of a plan, and yield its address (port 0: any free one).

    Raises ConfigError where the port is taken or the host is none of this machine's, ExportError for the log.
    """
    schedule = FaultSchedule(plan or FaultPlan())

    def answer(request: Request) -> ServedResponse:
        # A museum whose rules cannot be read may not be visited at all.
        fault = "" if request.path == ROBOTS_PATH else schedule.next_fault(request.path)
        response = response_to(museum, schedule.plan, request, fault)
        if note:  # first, so that whoever has the answer finds it in the log
            note(entry(request, response, fault))
        return response

    with open_log(log) if log else nullcontext() as note, serve_answers(answer, host, port) as url:
        yield url


def response_to(museum: Museum, plan: FaultPlan, request: Request, fault: str) -> ServedResponse:
    """Return the content at an address, a part of it, `not modified`, or a fault."""
    if fault in ("busy", "outage"):
        return ServedResponse(b"Busy.\n", 503, PLAIN)
    if fault != "too_many":
        return damaged(response_at(museum, plan, request), fault)
    as_date = plan.share(request.path) < 0.5  # noqa: PLR2004
    wait = formatdate(time.time() + RETRY_AFTER, usegmt=True) if as_date else str(RETRY_AFTER)
    return ServedResponse(b"Too many requests.\n", 429, {**PLAIN, "Retry-After": wait})


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

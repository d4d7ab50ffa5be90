"""The museum's web server: it answers by the rules of HTTP, or with planned faults, and keeps a log."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path
from threading import Lock
from typing import Any

from artmeta.sample.conditional import response_to
from artmeta.sample.faults import FaultPlan, FaultSchedule
from artmeta.sample.http_server import HOST, Request, ServedResponse, WebServer, open_server, serve_answers
from artmeta.sample.museum import Museum
from artmeta.sample.request_log import LogEntry, open_log
from artmeta.sample.site import ROBOTS_PATH, Site

PORT = 8607
OUTAGE_SECONDS = 0.4  # long enough that several requests meet it
DRIP_PIECES, DRIP_SECONDS = 10, 0.5  # short enough for a harvest of thousands
RETRY_AFTER = 1  # seconds: the header has no fractions
SURPLUS = 64  # bytes that a wrong length announces too many
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}


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
def serve(
    museum: Museum, host: str = HOST, port: int = PORT, plan: FaultPlan | None = None, log: Path | None = None
) -> Iterator[str]:
    """Serve a museum in the background and yield its address; port 0 takes any free one.

    `plan` is what goes wrong, `log` the file of its requests. Raises ConfigError where the port is taken or the
    host is none of this machine's.
    """
    with _service(museum, plan, log) as service, serve_answers(service, host, port) as url:
        yield url


@contextmanager
def open_museum(
    museum: Museum, host: str = HOST, port: int = PORT, plan: FaultPlan | None = None, log: Path | None = None
) -> Iterator[WebServer]:
    """Take the port without answering yet; raise ConfigError where that is impossible."""
    with _service(museum, plan, log) as service, open_server(service, host, port) as server:
        yield server


@contextmanager
def _service(museum: Museum, plan: FaultPlan | None, log: Path | None) -> Iterator[MuseumService]:
    with ExitStack() as stack:
        yield MuseumService(museum, plan, stack.enter_context(open_log(log)) if log else None)

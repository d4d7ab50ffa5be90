"""The museum's web server, on this machine only: it answers by the rules of HTTP, or with planned faults."""

from __future__ import annotations

import socket
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any
from urllib.parse import unquote, urlsplit

from artmeta.errors import ConfigError
from artmeta.sample.faults import Fortune, Plan
from artmeta.sample.museum import Museum
from artmeta.sample.replies import NOT_MODIFIED, PLAIN, Reply, reply_to
from artmeta.sample.request_log import Request, RequestLog
from artmeta.sample.resources import Visit
from artmeta.sample.site import ROBOTS_PATH, Site

HOST, PORT = "127.0.0.1", 8607
IDLE_SECONDS = 30  # after which a silent kept-alive connection is closed
OUTAGE_SECONDS = 0.4  # long enough that several requests meet it
DRIP_PIECES, DRIP_SECONDS = 10, 0.5  # short enough for a harvest of thousands
RETRY_AFTER = 1  # seconds: the header has no fractions
SURPLUS = 64  # bytes that a wrong length announces too many
TORN = struct.pack("ii", 1, 0)  # a linger time of zero: closing drops what is unsent and sends RST


class MuseumServer(ThreadingHTTPServer):
    """One museum at one address, `url`; `plan` is what goes wrong, `log` keeps the requests."""

    daemon_threads = True
    request_queue_size = 128  # a harvester opens many connections at once

    def __init__(
        self,
        museum: Museum,
        address: tuple[str, int],
        plan: Plan | None = None,
        log: RequestLog | None = None,
    ) -> None:
        self.site, self.fortune, self.log = Site(museum, plan), Fortune(plan or Plan()), log
        self._outage_until, self._lock = 0.0, Lock()
        super().__init__(address, MuseumHandler)

    @property
    def url(self) -> str:
        """The address, with the port that the system gave for 0."""
        return f"http://{self.server_address[0]!s}:{self.server_address[1]}"

    def fault(self, path: str) -> str:
        """The fault of the next answer at an address, or ''; an outage lasts a while at every address."""
        if path == ROBOTS_PATH:  # a museum whose rules cannot be read may not be visited at all
            return ""
        with self._lock:
            if time.monotonic() < self._outage_until:
                return "outage"
            kind = self.fortune.strike(path)
            if kind == "outage":
                self._outage_until = time.monotonic() + OUTAGE_SECONDS
            return kind

    def shutdown_request(self, request: Any) -> None:
        """Close a connection; one to be reset is not shut down in order first."""
        if request.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, len(TORN)) == TORN:
            self.close_request(request)
        else:
            super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore visitors who close the connection early."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class MuseumHandler(BaseHTTPRequestHandler):
    """Answers GET and HEAD."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "SampleMuseum", ""
    timeout = IDLE_SECONDS
    wbufsize = -1  # head and body in one packet: with two, each answer waits 40 ms for an acknowledgement
    disable_nagle_algorithm = True
    server: MuseumServer

    def do_GET(self) -> None:
        """Answer with the content, a part of it, `not modified`, or a fault."""
        arrived, fault = time.time(), self.server.fault(self.path)
        reply = self._refusal(fault) if fault in ("busy", "too_many", "outage") else self._reply()
        third = len(reply.content) // 3
        # Half of the resets come within the body, half before any answer.
        kept = {"truncate": 2 * third, "reset": third * (third % 2), "empty": 0}.get(
            fault, len(reply.content)
        )
        self._note(arrived, fault, reply, kept)  # first, so that whoever has the answer finds it in the log
        if kept or fault not in ("reset", "empty"):
            self._send(reply, kept, fault)
        self.close_connection |= fault in ("truncate", "wrong_length", "reset", "empty")
        if fault == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, TORN)

    do_HEAD = do_GET  # noqa: N815  the standard library looks for this name

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing: the terminal belongs to whoever started the server."""

    def _reply(self) -> Reply:
        address = urlsplit(self.path)
        base = f"http://{self.headers.get('Host') or self.server.url.removeprefix('http://')}"
        resource = self.server.site.find(Visit(unquote(address.path), address.query, base))
        return reply_to(self.headers, resource)

    def _refusal(self, fault: str) -> Reply:
        if fault != "too_many":
            return Reply(503, b"Busy.\n", PLAIN)
        as_date = self.server.fortune.plan.share(self.path) < 0.5  # noqa: PLR2004  half of them, half as a number
        when = formatdate(time.time() + RETRY_AFTER, usegmt=True) if as_date else str(RETRY_AFTER)
        return Reply(429, b"Too many requests.\n", PLAIN | {"Retry-After": when})

    def _send(self, reply: Reply, kept: int, fault: str) -> None:
        """Send the head, and so many bytes of the body."""
        self.send_response(reply.status)
        surplus = SURPLUS if fault == "wrong_length" else 0
        length = {} if reply.status == NOT_MODIFIED else {"Content-Length": str(len(reply.content) + surplus)}
        for name, value in (*reply.headers.items(), *length.items()):
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        piece = max(1, -(-kept // (DRIP_PIECES if fault == "drip" else 1)))
        for start in range(0, kept, piece):
            if fault == "drip":
                time.sleep(DRIP_SECONDS / DRIP_PIECES)
            self.wfile.write(reply.content[start : min(kept, start + piece)])
            self.wfile.flush()

    def _note(self, arrived: float, fault: str, reply: Reply, kept: int) -> None:
        if self.server.log:
            sent, wait = 0 if self.command == "HEAD" else kept, RETRY_AFTER * ("Retry-After" in reply.headers)
            visitor = self.headers.get("User-Agent", ""), f"{self.client_address[0]}:{self.client_address[1]}"
            asked = self.headers.get("Range", "")
            self.server.log.note(
                Request(
                    arrived, self.command, self.path, reply.status, sent, asked, fault, float(wait), *visitor
                )
            )


@contextmanager
def serve(
    museum: Museum, host: str = HOST, port: int = PORT, plan: Plan | None = None, log: Path | None = None
) -> Iterator[str]:
    """Serve a museum in the background and yield its address; port 0 takes any free one.

    `plan` is what goes wrong, `log` the file of its requests. Raises ConfigError where the port is taken or the
    host is none of this machine's.
    """
    with open_server(museum, host, port, plan, log) as server:
        thread = Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="sample museum", daemon=True
        )
        thread.start()
        try:
            yield server.url
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def open_server(
    museum: Museum, host: str = HOST, port: int = PORT, plan: Plan | None = None, log: Path | None = None
) -> Iterator[MuseumServer]:
    """Take the port without answering yet; raises ConfigError where that is impossible."""
    kept = RequestLog(log) if log else None
    try:
        server = MuseumServer(museum, (host, port), plan, kept)
    except (OSError, OverflowError) as error:
        raise ConfigError(
            f"The sample museum cannot open at {host}:{port}: {error}.",
            "Stop the program that uses this port, or choose another with --port.",
        ) from error
    with server:
        yield server
    if kept:
        kept.close()

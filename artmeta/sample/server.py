"""The museum's own web server, on this machine only: it answers as HTTP asks, or misbehaves as planned."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any
from urllib.parse import unquote, urlsplit

from artmeta.errors import ConfigError
from artmeta.sample.faults import Fortune, Plan
from artmeta.sample.misbehaviour import OUTAGE_SECONDS, RETRY_AFTER, TORN, kept_of, refuse, send
from artmeta.sample.museum import Museum
from artmeta.sample.replies import Reply, reply_to
from artmeta.sample.request_log import Request, RequestLog
from artmeta.sample.resources import Visit
from artmeta.sample.site import Site

HOST, PORT = "127.0.0.1", 8607
IDLE_SECONDS = 30  # a kept-alive connection that says nothing for longer is closed
SPARED = "/robots.txt"  # a museum whose rules cannot be read may not be visited at all


class MuseumServer(ThreadingHTTPServer):
    """One museum at one address; `url` is where it is. `plan` says what goes wrong, `log` takes note of all."""

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
        self._dark_until = 0.0
        self._lock = Lock()
        super().__init__(address, MuseumHandler)

    @property
    def url(self) -> str:
        """The address, with the port that the system gave where 0 was asked for."""
        return f"http://{self.server_address[0]!s}:{self.server_address[1]}"

    def trouble(self, path: str) -> str:
        """What goes wrong with the next answer at an address; an outage goes on for a while, everywhere."""
        if path == SPARED:
            return ""
        with self._lock:
            if time.monotonic() < self._dark_until:
                return "outage"
            kind = self.fortune.strike(path)
            if kind == "outage":
                self._dark_until = time.monotonic() + OUTAGE_SECONDS
            return kind

    def shutdown_request(self, request: Any) -> None:
        """Close a connection; one that is to be torn is not shut down in order first."""
        if request.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, len(TORN)) == TORN:
            self.close_request(request)
        else:
            super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of visitors who hang up in the middle: they are everyday life."""
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
        """Answer with the content, part of it, or the news that it has not changed."""
        arrived = time.time()
        fault = self.server.trouble(self.path)
        if fault in ("busy", "too_many", "outage"):
            as_number = self.server.fortune.plan.share(self.path) < 0.5  # noqa: PLR2004  half of them, half as a date
            reply = refuse(fault, as_number)
        else:
            reply = self._reply()
        self._note(arrived, fault, reply)  # first, so that whoever has the answer finds it in the log
        send(self, reply, fault)

    do_HEAD = do_GET  # noqa: N815  the standard library looks for this name

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal belongs to whoever started the server."""

    def send_head(self, reply: Reply, length: int) -> None:
        """Send status and headers, announcing a length."""
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def send_body(self, content: bytes) -> None:
        """Send bytes of the body at once."""
        if self.command != "HEAD":
            self.wfile.write(content)
        self.wfile.flush()

    def _reply(self) -> Reply:
        address = urlsplit(self.path)
        base = f"http://{self.headers.get('Host') or self.server.url.removeprefix('http://')}"
        resource = self.server.site.find(Visit(unquote(address.path), address.query, base))
        return reply_to(self.headers, resource)

    def _note(self, arrived: float, fault: str, reply: Reply) -> None:
        if self.server.log:
            asked, sent = self.headers, 0 if self.command == "HEAD" else len(kept_of(reply, fault))
            self.server.log.note(Request(
                arrived, self.command, self.path, reply.status, sent, asked.get("Range", ""), fault,
                float(RETRY_AFTER) if "Retry-After" in reply.headers else 0.0,
                asked.get("User-Agent", ""), f"{self.client_address[0]}:{self.client_address[1]}",
            ))  # fmt: skip


@contextmanager
def serve(
    museum: Museum, host: str = HOST, port: int = PORT, plan: Plan | None = None, log: Path | None = None
) -> Iterator[str]:
    """Serve a museum in the background and yield its address; port 0 takes any free one.

    `plan` makes it misbehave, `log` is the file its requests are noted in. Raises ConfigError where the port is
    taken or the host is none of this machine's.
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

"""A web server on this machine whose answers may break off, drip, lie about their length or reset the connection."""

from __future__ import annotations

import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from artmeta.errors import ConfigError

HOST = "127.0.0.1"
IDLE_SECONDS = 30  # after which a silent kept-alive connection is closed
NO_LINGER = struct.pack("ii", 1, 0)  # closing drops what is unsent and sends RST


@dataclass(frozen=True, slots=True)
class Request:
    """One request: `path` with its query as sent, `at` its arrival (Unix time), `client` the visitor's address."""

    path: str
    headers: Message
    at: float
    method: str = "GET"
    client: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class ServedResponse:
    """What is sent, and how.

    `length` is announced instead of the body's own. After `cut` bytes (-1: before the head) the connection is closed,
    or reset. `drip` is the seconds between pieces of `piece` bytes.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    cut: int | None = None
    drip: float = 0.0
    piece: int = 1
    reset: bool = False

    @property
    def sent(self) -> bytes:
        """The bytes of the body that are sent."""
        return self.body if self.cut is None else self.body[: max(0, self.cut)]


class WebServer(ThreadingHTTPServer):
    """Answers requests by a function, `answer`."""

    daemon_threads = True
    request_queue_size = 128  # a harvester opens many connections at once
    answer: Callable[[Request], ServedResponse]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore visitors who close the connection early."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "SampleMuseum", ""
    timeout = IDLE_SECONDS
    wbufsize = -1  # head and body in one packet: with two, each answer waits 40 ms for an acknowledgement
    disable_nagle_algorithm = True
    server: WebServer

    def do_GET(self) -> None:
        """Send the response to a request."""
        base = f"http://{self.headers.get('Host') or f'{HOST}:{self.server.server_port}'}"
        client = "{}:{}".format(*self.client_address)
        request = Request(self.path, self.headers, time.time(), self.command, client, base)
        response = self.server.answer(request)
        if response.cut != -1:
            self._send(response)
        self.close_connection |= response.cut is not None or response.length is not None
        if response.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
            self.connection.close()  # not shut down in order, as the server would do first

    do_HEAD = do_GET  # noqa: N815  the standard library looks for this name

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing: the terminal belongs to whoever started the server."""

    def _send(self, response: ServedResponse) -> None:
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.status != HTTPStatus.NOT_MODIFIED:
            length = len(response.body) if response.length is None else response.length
            self.send_header("Content-Length", str(length))
        self.end_headers()
        body = b"" if self.command == "HEAD" else response.sent
        piece = response.piece if response.drip else max(1, len(body))
        for start in range(0, len(body), piece):
            if response.drip:
                self.wfile.flush()
                time.sleep(response.drip)
            self.wfile.write(body[start : start + piece])


@contextmanager
def serve_answers(
    answer: Callable[[Request], ServedResponse], host: str = HOST, port: int = 0
) -> Iterator[str]:
    """Serve in the background and yield the address; raise ConfigError where the port (0: any) cannot be taken."""
    try:
        server = WebServer((host, port), Handler)
    except (OSError, OverflowError) as error:
        message = f"The sample museum cannot open at {host}:{port}: {error}."
        raise ConfigError(message, "Stop the program that uses it, or choose another with --port.") from error
    with server:
        server.answer = answer
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield "http://{}:{}".format(*server.server_address)
        finally:
            server.shutdown()
            thread.join()

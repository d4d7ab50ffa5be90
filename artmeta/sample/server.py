"""The museum's own web server, on this machine only: validators, ranges and honest lengths."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote, urlsplit

from artmeta.errors import ConfigError
from artmeta.sample.museum import Museum
from artmeta.sample.resources import Resource
from artmeta.sample.site import Site

HOST, PORT = "127.0.0.1", 8607
IDLE_SECONDS = 30  # a kept-alive connection that says nothing for longer is closed
ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")  # RFC 9110, 14.1.2; several ranges at once are answered whole


class MuseumServer(ThreadingHTTPServer):
    """One museum at one address; `url` is where it is."""

    daemon_threads = True
    request_queue_size = 128  # a harvester opens many connections at once

    def __init__(self, museum: Museum, host: str = HOST, port: int = PORT) -> None:
        self.site = Site(museum)
        super().__init__((host, port), MuseumHandler)

    @property
    def url(self) -> str:
        """The address, with the port that the system gave where 0 was asked for."""
        return f"http://{self.server_address[0]!s}:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a visitor who left before the whole answer was there; any other fault is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


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
        address = urlsplit(self.path)
        resource = self.server.site.find(unquote(address.path), address.query)
        if resource is None:
            self._send(
                HTTPStatus.NOT_FOUND,
                b"There is nothing here.\n",
                {"Content-Type": "text/plain; charset=utf-8"},
            )
        elif self._unchanged(resource):
            self._send(HTTPStatus.NOT_MODIFIED, b"", _validators(resource))
        else:
            self._send_resource(resource)

    do_HEAD = do_GET  # noqa: N815  the standard library looks for this name

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal belongs to whoever started the server."""

    def _unchanged(self, resource: Resource) -> bool:
        """Whether the visitor's copy is current; an ETag counts before a date (RFC 9110, 13.2.2)."""
        known = self.headers.get("If-None-Match")
        if known is not None:
            return known.strip() == "*" or resource.etag in [
                tag.strip().removeprefix("W/") for tag in known.split(",")
            ]
        since = _date(self.headers.get("If-Modified-Since"))
        return since is not None and resource.modified <= since

    def _send_resource(self, resource: Resource) -> None:
        file = resource.load()
        headers = {"Content-Type": file.mime}
        if file.status != HTTPStatus.OK:
            self._send(HTTPStatus(file.status), file.content, headers)
            return
        headers |= _validators(resource) | {"Accept-Ranges": "bytes"}
        span = self._range(resource, len(file.content))
        if span is None:
            self._send(HTTPStatus.OK, file.content, headers)
        elif span[0] >= span[1]:
            self._send(
                HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                b"",
                {"Content-Range": f"bytes */{len(file.content)}"},
            )
        else:
            headers["Content-Range"] = f"bytes {span[0]}-{span[1] - 1}/{len(file.content)}"
            self._send(HTTPStatus.PARTIAL_CONTENT, file.content[span[0] : span[1]], headers)

    def _range(self, resource: Resource, length: int) -> tuple[int, int] | None:
        """The bytes asked for as [start, end), empty where they lie outside; None: all of them."""
        asked = ONE_RANGE.match(self.headers.get("Range", ""))
        condition = self.headers.get("If-Range")
        if condition and condition != resource.etag and _date(condition) != resource.modified:
            return None
        if not asked or not any(asked.groups()):
            return None
        first, last = asked.groups()
        if not first:
            return max(0, length - int(last)), length
        return int(first), min(length, int(last) + 1 if last else length)

    def _send(self, status: HTTPStatus, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


@contextmanager
def serve(museum: Museum, host: str = HOST, port: int = PORT) -> Iterator[str]:
    """Serve a museum in the background and yield its address; port 0 takes any free one.

    Raises ConfigError where the port is taken or the host is none of this machine's.
    """
    server = open_server(museum, host, port)
    thread = Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="sample museum", daemon=True
    )
    thread.start()
    try:
        yield server.url
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def open_server(museum: Museum, host: str = HOST, port: int = PORT) -> MuseumServer:
    """Take the port without answering yet; raises ConfigError where that is impossible."""
    try:
        return MuseumServer(museum, host, port)
    except (OSError, OverflowError) as error:
        raise ConfigError(
            f"The sample museum cannot open at {host}:{port}: {error}.",
            "Stop the program that uses this port, or choose another with --port.",
        ) from error


def _validators(resource: Resource) -> dict[str, str]:
    return {"ETag": resource.etag, "Last-Modified": format_datetime(resource.modified, usegmt=True)}


def _date(text: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC) if text else None
    except ValueError:
        return None

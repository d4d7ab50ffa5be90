"""A small server on loopback that answers as a test tells it to, and remembers who asked what, and when."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Asked:
    path: str
    headers: dict[str, str]
    at: float


@dataclass
class Reply:
    """`length` is announced instead of the body's own; `cut` bytes are sent and the connection is closed."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    cut: int | None = None
    drip: float = 0.0


Answer = Callable[[Asked, int], Reply]


@dataclass
class Scripted:
    base: str
    log: list[Asked]

    def asked(self, path: str) -> list[Asked]:
        return [one for one in self.log if one.path == path]


@contextmanager
def scripted(answer: Answer) -> Iterator[Scripted]:
    """Serve `answer(asked, count)`, where count says how often this path was asked for before."""
    log: list[Asked] = []
    counts: dict[str, int] = {}
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # an answer goes out in one piece, and at once
        disable_nagle_algorithm = True

        def log_message(self, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            with lock:
                asked = Asked(self.path, dict(self.headers), time.monotonic())
                log.append(asked)
                count = counts.get(self.path, 0)
                counts[self.path] = count + 1
            self.send(answer(asked, count))

        def send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            body = reply.body if reply.cut is None else reply.body[: reply.cut]
            if reply.status != 304:
                self.send_header(
                    "Content-Length", str(len(reply.body) if reply.length is None else reply.length)
                )
            self.end_headers()
            self.close_connection = reply.cut is not None or reply.length is not None
            if not reply.drip:
                self.wfile.write(body)
                return
            for byte in body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(reply.drip)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *args: None  # type: ignore[method-assign]  # a client that leaves is no news
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield Scripted(f"http://127.0.0.1:{server.server_port}", log)
    finally:
        server.shutdown()
        server.server_close()


def pages(content: dict[str, bytes | Reply]) -> Answer:
    """Answer with fixed pages; 404 for all others."""

    def answer(asked: Asked, count: int) -> Reply:
        found = content.get(asked.path, Reply(status=404))
        return found if isinstance(found, Reply) else Reply(found)

    return answer


def ranged(body: bytes, asked: Asked, etag: str = '"a"', **reply: object) -> Reply:
    """Answer for a file whose server knows ranges and validators."""
    headers = {"ETag": etag} if etag else {}
    if etag and asked.headers.get("If-None-Match") == etag:
        return Reply(status=304, headers=headers)
    given = asked.headers.get("Range")
    if not given or (etag and asked.headers.get("If-Range", etag) != etag):
        return Reply(body, headers=headers, **reply)  # type: ignore[arg-type]
    start = int(given.removeprefix("bytes=").rstrip("-"))
    if start >= len(body):
        return Reply(status=416, headers={"Content-Range": f"bytes */{len(body)}"})
    headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
    return Reply(body[start:], 206, headers, **reply)  # type: ignore[arg-type]

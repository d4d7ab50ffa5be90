"""A list and its pictures on loopback, of which a share of the requests goes wrong; the server's own log is kept.

Which work is faulty for good and what goes wrong on the way to which picture is drawn from its number alone, so that
every run meets the same faults and what must come of each work is known beforehand.
"""

from __future__ import annotations

import hashlib
import io
import random
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
from PIL import Image

ROBOTS = b"User-agent: *\nDisallow: /private/\n"
FOR_GOOD = (
    "gone",
    "html",
    "private",
    "loop",
    "large",
    "torn_picture",
    "noai",
    "in_copyright",
)  # 1 work in 40 each
PASSING = ("503", "429", "reset", "cut", "wrong_length", "drip", "empty_reply")
RETRY_AFTER = 1  # seconds
OUTCOMES = {
    "": "ok", "gone": "gone", "html": "unreadable", "private": "refused", "loop": "unreadable", "large": "too_large",
    "torn_picture": "unreadable", "noai": "refused", "in_copyright": "refused",
}  # fmt: skip
LARGE = 300_000  # bytes; the collection allows 200,000


@dataclass
class Visit:
    """One request as the server saw it: when it came, what was answered, how many bytes of a body were sent."""

    path: str
    at: float
    fault: str
    status: int
    sent: int = 0


@dataclass
class FaultMuseum:
    """`share` of the first requests for each picture fails; `works` are numbered from 0."""

    works: int
    share: float = 0.2
    seed: int = 1
    log: list[Visit] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def trouble(self, number: int) -> str:
        """What is wrong with a work for good; '' for most."""
        place = number % 40
        return FOR_GOOD[place - 1] if 1 <= place <= len(FOR_GOOD) else ""

    def outcome(self, number: int) -> str:
        """What must come of a work's picture."""
        return OUTCOMES[self.trouble(number)]

    def path(self, number: int) -> str:
        """Where a work's picture is."""
        return f"/private/{number}.jpg" if self.trouble(number) == "private" else f"/images/{number}.jpg"

    def fault(self, number: int, count: int) -> str:
        """What goes wrong with the `count`-th request (from 0) for a work's picture; at most three in a row do."""
        dice = random.Random(f"{self.seed} {number} {count}")
        return dice.choice(PASSING) if count < 3 and dice.random() < self.share else ""

    def listing(self) -> bytes:
        """The list of all works."""
        rows = ["id,title,rights,image"]
        for number in range(self.works):
            rights = "In copyright" if self.trouble(number) == "in_copyright" else "CC0"
            rows.append(f"work-{number},Work {number},{rights},{self.path(number).lstrip('/')}")
        return "\n".join(rows).encode()

    def count(self, path: str) -> int:
        """How often a path was asked for before."""
        with self._lock:
            self._counts[path] = self._counts.get(path, -1) + 1
            return self._counts[path]

    @contextmanager
    def open(self) -> Iterator[str]:
        """Serve; yield the address."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"museum": self}))
        server.daemon_threads = True
        server.handle_error = lambda *args: None  # type: ignore[method-assign]  # a killed visitor is no news
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()


@cache
def picture(number: int) -> bytes:
    """A small JPEG, another for each number."""
    random_blocks = np.random.default_rng(number).integers(0, 255, (6, 6, 3), dtype=np.uint8)
    to = io.BytesIO()
    Image.fromarray(random_blocks).resize((160, 120), Image.Resampling.BICUBIC).save(to, "JPEG", quality=85)
    return to.getvalue()


def etag(body: bytes) -> str:
    return f'"{hashlib.md5(body).hexdigest()}"'


class _Handler(BaseHTTPRequestHandler):
    museum: FaultMuseum
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        museum, path = self.museum, self.path
        self.visit = Visit(path, time.monotonic(), "", 0)
        museum.log.append(self.visit)
        if path == "/robots.txt":
            self.answer(200, ROBOTS)
        elif path == "/list.csv":
            self.answer(200, museum.listing())
        elif path.startswith("/loop/"):
            self.answer(302, b"", Location=path)
        elif path.startswith(("/images/", "/private/")):
            self.picture(int(path.rpartition("/")[2].removesuffix(".jpg")))
        else:
            self.answer(404, b"")

    def picture(self, number: int) -> None:
        trouble = self.museum.trouble(number)
        self.visit.fault = self.museum.fault(number, self.museum.count(self.path))
        if self.visit.fault in ("503", "429", "reset", "empty_reply"):
            self.refuse(self.visit.fault)
        elif trouble == "gone":
            self.answer(404, b"")
        elif trouble == "loop":
            self.answer(302, b"", Location=f"/loop/{number}")
        elif trouble == "html":
            self.answer(200, b"<!doctype html><p>This picture is being digitised.</p>")
        elif trouble == "large":
            self.answer(200, b"\xff\xd8\xff" + bytes(LARGE))
        elif trouble == "torn_picture":
            body = picture(number)
            self.ranged(body[: len(body) // 2])
        else:
            self.ranged(picture(number), **({"X-Robots-Tag": "noai"} if trouble == "noai" else {}))

    def refuse(self, fault: str) -> None:
        if fault == "503":
            self.answer(503, b"")
        elif fault == "429":
            self.answer(429, b"", **{"Retry-After": str(RETRY_AFTER)})
        else:
            if fault == "reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()

    def ranged(self, body: bytes, **headers: str) -> None:
        """Send a file, or the rest of it, or half of that."""
        tag = etag(body)
        if self.headers.get("If-None-Match") == tag:
            self.answer(304, b"", ETag=tag)
            return
        start = 0
        asked = self.headers.get("Range")
        if asked and self.headers.get("If-Range", tag) == tag:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
        if start >= len(body):
            self.answer(416, b"", **{"Content-Range": f"bytes */{len(body)}"})
            return
        status = 206 if start else 200
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        self.answer(status, body[start:], ETag=tag, **headers)

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        fault = self.visit.fault if status in (200, 206) else ""
        self.visit.status = status
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body) + (77 if fault == "wrong_length" else 0)))
        self.end_headers()
        sent = body[: len(body) // 2] if fault == "cut" else body
        if fault in ("cut", "wrong_length"):
            self.close_connection = True
        if fault == "drip":
            for start in range(0, len(sent), 512):
                self.wfile.write(sent[start : start + 512])
                self.wfile.flush()
                time.sleep(0.005)
        else:
            self.wfile.write(sent)
        self.wfile.flush()
        self.visit.sent = len(sent)

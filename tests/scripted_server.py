"""A small server on loopback that answers as a test tells it to, and remembers who asked what, and when."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from artmeta.sample.http_server import Request, serve_answers
from artmeta.sample.http_server import ServedResponse as Reply

Answer = Callable[[Request, int], Reply]


@dataclass
class Scripted:
    base: str
    log: list[Request]

    def requests_of(self, path: str) -> list[Request]:
        return [one for one in self.log if one.path == path]


@contextmanager
def scripted(answer: Answer) -> Iterator[Scripted]:
    """Serve `answer(asked, count)`, where count says how often this path was asked for before."""
    log: list[Request] = []
    counts: Counter[str] = Counter()
    lock = threading.Lock()

    def counted(request: Request) -> Reply:
        with lock:
            log.append(request)
            count = counts[request.path]
            counts[request.path] += 1
        return answer(request, count)

    with serve_answers(counted) as base:
        yield Scripted(base, log)


def pages(content: dict[str, bytes | Reply]) -> Answer:
    """Answer with fixed pages; 404 for all others."""

    def answer(request: Request, count: int) -> Reply:
        reply = content.get(request.path, Reply(status=404))
        return reply if isinstance(reply, Reply) else Reply(reply)

    return answer


def ranged(body: bytes, request: Request, etag: str = '"a"', **reply: object) -> Reply:
    """Answer for a file whose server knows ranges and validators."""
    headers = {"ETag": etag} if etag else {}
    if etag and request.headers.get("If-None-Match") == etag:
        return Reply(status=304, headers=headers)
    given = request.headers.get("Range")
    if not given or (etag and request.headers.get("If-Range", etag) != etag):
        return Reply(body, headers=headers, **reply)  # type: ignore[arg-type]
    start = int(given.removeprefix("bytes=").rstrip("-"))
    if start >= len(body):
        return Reply(status=416, headers={"Content-Range": f"bytes */{len(body)}"})
    headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
    return Reply(body[start:], 206, headers, **reply)  # type: ignore[arg-type]

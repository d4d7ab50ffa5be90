"""A small server on loopback that answers as a test tells it to, and remembers who asked what, and when."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from artmeta.sample.http_server import Request as Asked
from artmeta.sample.http_server import ServedResponse as Reply
from artmeta.sample.http_server import serve_answers

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
    counts: Counter[str] = Counter()
    lock = threading.Lock()

    def counted(asked: Asked) -> Reply:
        with lock:
            log.append(asked)
            count = counts[asked.path]
            counts[asked.path] += 1
        return answer(asked, count)

    with serve_answers(counted) as base:
        yield Scripted(base, log)


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

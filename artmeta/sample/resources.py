"""One address of the museum: known by its validators at once, made only when somebody reads it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from artmeta.sample.files import File
from artmeta.sample.museum import Museum

DRAWING = 2  # raised whenever the pictures of a seed change, so that nobody keeps the old ones as current
OPENED = datetime(
    2020, 1, 1, 9, tzinfo=UTC
)  # the lists date from then; what concerns work n from n hours later


@dataclass(frozen=True, slots=True)
class Resource:
    """`load` makes the content; `etag` and `modified` are known without it."""

    etag: str
    modified: datetime
    load: Callable[[], File]


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visitor asks for: the path decoded, the query as it stands, and the address they came to."""

    path: str
    query: str = ""
    base: str = ""

    @property
    def address(self) -> str:
        """Path and query."""
        return f"{self.path}?{self.query}" if self.query else self.path


def of_a_work(museum: Museum, address: str, number: int, load: Callable[[], File]) -> Resource:
    """What concerns one work: it stays the same however the museum grows."""
    return Resource(_tag(museum, address, 0), OPENED + timedelta(hours=number), load)


def of_all_works(museum: Museum, address: str, load: Callable[[], File]) -> Resource:
    """A list or an archive: another one as soon as the museum has more works."""
    return Resource(_tag(museum, address, museum.works), OPENED, load)


def text(content: str, mime: str) -> File:
    """Text as it goes over the wire, in UTF-8."""
    return File(content.encode(), f"{mime}; charset=utf-8")


def as_json(content: Any, mime: str = "application/json") -> File:
    """A JSON document."""
    return File(json.dumps(content, ensure_ascii=False).encode(), mime)


def _tag(museum: Museum, address: str, works: int) -> str:
    described = f"{DRAWING} {museum.seed} {museum.small} {museum.prints} {address} {works}"
    return f'"{hashlib.sha256(described.encode()).hexdigest()[:20]}"'

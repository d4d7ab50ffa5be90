"""How an address is answered: whole, in part, or as unchanged (RFC 9110)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime

from artmeta.sample.resources import Resource

ONE_RANGE = re.compile(
    r"bytes=(?!-$)(\d*)-(\d*)$"
)  # RFC 9110, 14.1.2; several ranges at once are answered whole
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}
OK, PARTIAL, NOT_MODIFIED, NOT_FOUND, NOT_SATISFIABLE = 200, 206, 304, 404, 416


@dataclass(frozen=True, slots=True)
class Reply:
    """A status, a body and headers, before any fault."""

    status: int
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def reply_to(request: Message, resource: Resource | None) -> Reply:
    """Answer a request by its headers; `None` is an address where nothing is."""
    if resource is None:
        return Reply(NOT_FOUND, b"There is nothing here.\n", PLAIN)
    validators = {"ETag": resource.etag, "Last-Modified": format_datetime(resource.modified, usegmt=True)}
    if _unchanged(request, resource):
        return Reply(NOT_MODIFIED, headers=validators)
    file = resource.load()
    headers = {"Content-Type": file.mime, **file.headers}
    if file.status != OK:
        return Reply(file.status, file.content, headers)
    headers |= validators | {"Accept-Ranges": "bytes"}
    span = _span(request, resource, len(file.content))
    if span is None:
        return Reply(OK, file.content, headers)
    start, end = span
    if start >= end:
        return Reply(NOT_SATISFIABLE, headers={"Content-Range": f"bytes */{len(file.content)}"})
    part = {"Content-Range": f"bytes {start}-{end - 1}/{len(file.content)}"}
    return Reply(PARTIAL, file.content[start:end], headers | part)


def _unchanged(request: Message, resource: Resource) -> bool:
    """Whether the visitor's copy is current; an ETag counts before a date (RFC 9110, 13.2.2)."""
    known = request.get("If-None-Match")
    if known is not None:
        return known.strip() == "*" or resource.etag in re.findall(r'"[^"]*"', known)
    since = _date(request.get("If-Modified-Since"))
    return since is not None and resource.modified <= since


def _span(request: Message, resource: Resource, length: int) -> tuple[int, int] | None:
    """The bytes to send as [start, end), empty where they lie outside the file; None: all of them."""
    found, condition = ONE_RANGE.match(request.get("Range") or ""), request.get("If-Range")
    if not found or (condition and condition != resource.etag and _date(condition) != resource.modified):
        return None
    first, last = found.groups()
    if not first:
        return max(0, length - int(last)), length
    return int(first), min(length, int(last) + 1 if last else length)


def _date(text: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC) if text else None
    except ValueError:
        return None

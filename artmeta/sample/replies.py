"""How an address is answered: whole, in part, or with the news that nothing has changed (RFC 9110)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus

from artmeta.sample.resources import Resource

ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")  # RFC 9110, 14.1.2; several ranges at once are answered whole
PLAIN = {"Content-Type": "text/plain; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Reply:
    """A status, headers and a body, before anything goes wrong with it."""

    status: int
    content: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def reply_to(asked: Message, resource: Resource | None) -> Reply:
    """Answer a request by its headers; `None` is an address that there is not."""
    if resource is None:
        return Reply(HTTPStatus.NOT_FOUND, b"There is nothing here.\n", PLAIN)
    if _unchanged(asked, resource):
        return Reply(HTTPStatus.NOT_MODIFIED, headers=_validators(resource))
    file = resource.load()
    headers = {"Content-Type": file.mime} | ({"Location": file.location} if file.location else {})
    if file.status != HTTPStatus.OK:
        return Reply(file.status, file.content, headers)
    return _whole_or_part(
        asked, resource, file.content, headers | _validators(resource) | {"Accept-Ranges": "bytes"}
    )


def _unchanged(asked: Message, resource: Resource) -> bool:
    """Whether the visitor's copy is current; an ETag counts before a date (RFC 9110, 13.2.2)."""
    known = asked.get("If-None-Match")
    if known is not None:
        return known.strip() == "*" or resource.etag in [
            tag.strip().removeprefix("W/") for tag in known.split(",")
        ]
    since = _date(asked.get("If-Modified-Since"))
    return since is not None and resource.modified <= since


def _whole_or_part(asked: Message, resource: Resource, content: bytes, headers: dict[str, str]) -> Reply:
    span = _span(asked, resource, len(content))
    if span is None:
        return Reply(HTTPStatus.OK, content, headers)
    start, end = span
    if start >= end:
        beyond = {"Content-Range": f"bytes */{len(content)}"}
        return Reply(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=beyond)
    part = {"Content-Range": f"bytes {start}-{end - 1}/{len(content)}"}
    return Reply(HTTPStatus.PARTIAL_CONTENT, content[start:end], headers | part)


def _span(asked: Message, resource: Resource, length: int) -> tuple[int, int] | None:
    """The bytes asked for as [start, end), empty where they lie outside; None: all of them."""
    found = ONE_RANGE.match(asked.get("Range") or "")
    condition = asked.get("If-Range")
    if condition and condition != resource.etag and _date(condition) != resource.modified:
        return None
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return max(0, length - int(last)), length
    return int(first), min(length, int(last) + 1 if last else length)


def _validators(resource: Resource) -> dict[str, str]:
    return {"ETag": resource.etag, "Last-Modified": format_datetime(resource.modified, usegmt=True)}


def _date(text: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC) if text else None
    except ValueError:
        return None

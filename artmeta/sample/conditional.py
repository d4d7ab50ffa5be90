"""How an address is answered: whole, in part, or as unchanged (RFC 9110)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus

from artmeta.sample.http_server import ServedResponse

# RFC 9110, 14.1.2; several ranges at once are answered whole.
ONE_RANGE = re.compile(r"bytes=(?!-$)(\d*)-(\d*)$")


@dataclass(frozen=True, slots=True)
class Resource:
    """One address: `load` makes the content; `etag` and `modified` are known without it."""

    etag: str
    modified: datetime
    load: Callable[[], ServedResponse]


def response_to(headers: Message, resource: Resource | None) -> ServedResponse:
    """Answer a request by its headers; `None` is an address where nothing is."""
    if resource is None:
        return ServedResponse(b"There is nothing here.\n", 404, {"Content-Type": "text/plain; charset=utf-8"})
    validators = {"ETag": resource.etag, "Last-Modified": format_datetime(resource.modified, usegmt=True)}
    if _unchanged(headers, resource):
        return ServedResponse(status=304, headers=validators)
    content = resource.load()
    if content.status != HTTPStatus.OK:
        return content
    whole = replace(content, headers={**content.headers, **validators, "Accept-Ranges": "bytes"})
    match, condition = ONE_RANGE.match(headers.get("Range") or ""), headers.get("If-Range")
    if not match or (condition and condition != resource.etag and _date(condition) != resource.modified):
        return whole
    return _part(whole, *match.groups())


def _part(whole: ServedResponse, first: str, last: str) -> ServedResponse:
    """Return the bytes from `first` to `last`, both included; without `first`, that many from the end."""
    length = len(whole.body)
    start = int(first) if first else max(0, length - int(last))
    end = min(length, int(last) + 1) if first and last else length
    if start >= end:
        return ServedResponse(status=416, headers={"Content-Range": f"bytes */{length}"})
    part = {**whole.headers, "Content-Range": f"bytes {start}-{end - 1}/{length}"}
    return replace(whole, body=whole.body[start:end], status=206, headers=part)


def _unchanged(headers: Message, resource: Resource) -> bool:
    """Return whether the visitor's copy is current; an ETag counts before a date (RFC 9110, 13.2.2)."""
    tags = headers.get("If-None-Match")
    if tags is not None:
        return tags.strip() == "*" or resource.etag in re.findall(r'"[^"]*"', tags)
    since = _date(headers.get("If-Modified-Since"))
    return since is not None and resource.modified <= since


def _date(text: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC) if text else None
    except ValueError:
        return None

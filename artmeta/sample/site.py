"""What the museum publishes at which address, and how a request for it is answered (RFC 9110)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from http import HTTPStatus
from urllib.parse import parse_qs, unquote, urlsplit

from artmeta.sample import artuk_pages, iiif_pages, wikidata_pages
from artmeta.sample.defects import FaultPlan
from artmeta.sample.documents import decades_csv, works_csv
from artmeta.sample.files import PLAIN
from artmeta.sample.http_server import Request, ServedResponse
from artmeta.sample.museum import Museum
from artmeta.sample.records import write_csv
from artmeta.sample.visits import Route, Visit, document, image, image_path, rendered

DRAWING = 4  # raised whenever the pictures of a seed change, so that nobody keeps the old ones as current
OPENED = datetime(2020, 1, 1, 9, tzinfo=UTC)  # date of the lists; what concerns work n is n hours younger
ROBOTS, ROBOTS_PATH = "User-agent: *\nDisallow: /private/\n", "/robots.txt"
ONE_RANGE = re.compile(r"bytes=(?!-$)(\d*)-(\d*)$")  # RFC 9110, 14.1.2; several are answered with the whole
PAGE_SIZE = 48  # works on a page of the wall: two screens of pictures


def collection(visit: Visit) -> ServedResponse:
    """Return the records, each with the address that its picture is said to have."""
    records = (replace(one, image=image_path(visit.plan, one.number)) for one in visit.museum.records())
    return document(write_csv(records), "text/csv")


def index_page(visit: Visit) -> ServedResponse:
    """Return the wall, 48 works a page; the query may hold `page=N` (1 where it holds nothing sensible)."""
    works, word = visit.museum.works, parse_qs(visit.query).get("page", ["1"])[0]
    last = (works + PAGE_SIZE - 1) // PAGE_SIZE
    page = min(max(int(word[:9]), 1), last) if word.isascii() and word.isdigit() else 1
    records = visit.museum.records()[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    wall = rendered("index.html", works=works, records=records, page=page, last=last)
    return document(wall, "text/html")


def work_page(visit: Visit) -> ServedResponse:
    """Return the page of one work: its picture and its record."""
    record, page = visit.museum.record(visit.number), (visit.number - 1) // PAGE_SIZE + 1
    return document(rendered("work.html", record=record, page=page), "text/html")


# The address's pattern and what answers it; what names a `number` is about one work.
ROUTES: tuple[Route, ...] = (
    (r"/(?:images|private|moved)/w(?P<number>\d{4}|[1-9]\d{4,6})\.jpg", image),
    (r"/works/(?P<number>[1-9]\d{0,6})", work_page),
    (r"/", index_page),
    (r"/collection\.csv", collection),
    (r"/dataset\.zip", lambda visit: visit.museum.archive()),
    (r"/truth\.csv", lambda visit: document(works_csv(visit.museum), "text/csv")),
    (r"/truth-by-decade\.csv", lambda visit: document(decades_csv(visit.museum), "text/csv")),
    (re.escape(ROBOTS_PATH), lambda visit: document(ROBOTS, "text/plain")),
    *artuk_pages.ROUTES,
    *iiif_pages.ROUTES,
    *wikidata_pages.ROUTES,
)


def response_at(museum: Museum, plan: FaultPlan, request: Request) -> ServedResponse:
    """Return what lies at an address of a museum, with the permanent faults of a plan, or 404."""
    url = urlsplit(request.path)
    path = unquote(url.path)
    for pattern, answer in ROUTES:
        if match := re.fullmatch(pattern, path, re.ASCII):
            parts = match.groupdict()
            number = int(parts.get("number") or 0)
            if "number" in parts and not 1 <= number <= museum.works:
                break
            visit = Visit(museum, plan, path, url.query, request.base, parts, number)
            modified = OPENED + timedelta(hours=number)
            return _conditional(request.headers, _etag(visit), modified, partial(answer, visit))
    return ServedResponse(b"There is nothing here.\n", 404, PLAIN)


def _etag(visit: Visit) -> str:
    """Tell a content by what it depends on: a list is another one as soon as the museum has more works."""
    museum, base = visit.museum, visit.base if visit.path.startswith(("/discover/", "/iiif/")) else ""
    works = 0 if visit.number else museum.works
    state = (DRAWING, museum.seed, museum.small, museum.blended, works, visit.plan, visit.address, base)
    return f'"{hashlib.sha256(repr(state).encode()).hexdigest()[:20]}"'


def _conditional(
    headers: Message, etag: str, modified: datetime, load: Callable[[], ServedResponse]
) -> ServedResponse:
    """Answer a request by its headers; `load` makes the content, where the visitor has no current copy."""
    validators = {"ETag": etag, "Last-Modified": format_datetime(modified, usegmt=True)}
    tags, since = headers.get("If-None-Match"), _date(headers.get("If-Modified-Since"))
    unchanged = since is not None and modified <= since
    if tags is not None:  # an ETag counts before a date (RFC 9110, 13.2.2)
        unchanged = tags.strip() == "*" or etag in re.findall(r'"[^"]*"', tags)
    if unchanged:
        return ServedResponse(status=304, headers=validators)
    content = load()
    if content.status != HTTPStatus.OK:
        return content
    whole = replace(content, headers={**content.headers, **validators, "Accept-Ranges": "bytes"})
    match, condition = ONE_RANGE.match(headers.get("Range") or ""), headers.get("If-Range")
    if not match or (condition and condition != etag and _date(condition) != modified):
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


def _date(text: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone(UTC) if text else None
    except ValueError:
        return None

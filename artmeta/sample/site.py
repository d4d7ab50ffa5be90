"""What the museum publishes at which address: its own pages, and those in the shapes of other people's sites."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

from artmeta.sample import artuk_pages, iiif_pages, truth, wikidata_pages
from artmeta.sample.conditional import Resource
from artmeta.sample.faults import FaultPlan
from artmeta.sample.http_server import Request, ServedResponse
from artmeta.sample.museum import Museum
from artmeta.sample.records import write_csv
from artmeta.sample.visits import Route, Visit, document, image, image_path, rendered

DRAWING = 4  # raised whenever the pictures of a seed change, so that nobody keeps the old ones as current
# The lists date from then; what concerns work n from n hours later.
OPENED = datetime(2020, 1, 1, 9, tzinfo=UTC)
ROBOTS, ROBOTS_PATH = "User-agent: *\nDisallow: /private/\n", "/robots.txt"
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
    (r"/truth\.csv", lambda visit: document(truth.works_csv(visit.museum), "text/csv")),
    (r"/truth-by-decade\.csv", lambda visit: document(truth.decades_csv(visit.museum), "text/csv")),
    (re.escape(ROBOTS_PATH), lambda visit: document(ROBOTS, "text/plain")),
    *artuk_pages.ROUTES,
    *iiif_pages.ROUTES,
    *wikidata_pages.ROUTES,
)


class Site:
    """The addresses of one museum, with the permanent faults of a plan."""

    def __init__(self, museum: Museum, plan: FaultPlan | None = None) -> None:
        self.museum, self.plan = museum, plan or FaultPlan()
        self.routes = [(re.compile(pattern, re.ASCII), answer) for pattern, answer in ROUTES]

    def find(self, request: Request) -> Resource | None:
        """Find what lies at an address, or None."""
        url = urlsplit(request.path)
        path = unquote(url.path)
        for pattern, answer in self.routes:
            if match := pattern.fullmatch(path):
                parts = match.groupdict()
                number = int(parts.get("number") or 0)
                visit = Visit(self.museum, self.plan, path, url.query, request.base, parts, number)
                known = "number" not in parts or 1 <= number <= self.museum.works
                return self._resource(visit, answer) if known else None
        return None

    def _resource(self, visit: Visit, answer: Callable[[Visit], ServedResponse]) -> Resource:
        """Tell a content by what it depends on: a list is another one as soon as the museum has more works."""
        museum, base = self.museum, visit.base if visit.path.startswith(("/discover/", "/iiif/")) else ""
        works = 0 if visit.number else museum.works
        state = (DRAWING, museum.seed, museum.small, museum.blended, works, self.plan, visit.address, base)
        tag = hashlib.sha256(repr(state).encode()).hexdigest()[:20]
        return Resource(f'"{tag}"', OPENED + timedelta(hours=visit.number), lambda: answer(visit))

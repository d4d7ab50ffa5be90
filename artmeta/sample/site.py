"""What the museum publishes at which address: its own pages, and those in the shapes of other people's sites."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote, urlsplit

from PIL import Image

from artmeta.sample import artuk_pages, html_pages, iiif_pages, truth, wikidata_pages
from artmeta.sample.conditional import Resource
from artmeta.sample.faults import FaultPlan
from artmeta.sample.files import JPEG, as_jpeg
from artmeta.sample.http_server import Request, ServedResponse
from artmeta.sample.museum import Museum
from artmeta.sample.records import write_csv
from artmeta.sample.visits import Route, Visit, document, image, image_path

DRAWING = 3  # raised whenever the pictures of a seed change, so that nobody keeps the old ones as current
# The lists date from then; what concerns work n from n hours later.
OPENED = datetime(2020, 1, 1, 9, tzinfo=UTC)
ROBOTS, ROBOTS_PATH = "User-agent: *\nDisallow: /private/\n", "/robots.txt"
THUMBNAIL, NO_PICTURE = (320, 320), (214, 210, 202)  # pixels within which it fits; the colour of the card


def collection(visit: Visit) -> ServedResponse:
    """Return the records, each with the address that its picture is said to have."""
    records = (replace(one, image=image_path(visit.plan, one.number)) for one in visit.museum.records())
    return document(write_csv(records), "text/csv")


def thumbnail(visit: Visit) -> ServedResponse:
    """Return a small JPEG of a work; a grey card where its file is no picture."""
    file = visit.museum.file(visit.number)
    picture = Image.new("RGB", THUMBNAIL, NO_PICTURE)
    if file.headers == JPEG:
        picture = visit.museum.picture(visit.number)
        picture.thumbnail(THUMBNAIL)
    return as_jpeg(picture, 82)


# The address's pattern and what answers it; what names a `number` is about one work.
ROUTES: tuple[Route, ...] = (
    (r"/(?:images|private|moved)/w(?P<number>\d{4}|[1-9]\d{4,6})\.jpg", image),
    (r"/thumbnails/w(?P<number>\d{4}|[1-9]\d{4,6})\.jpg", thumbnail),
    (r"/collection\.csv", collection),
    (r"/dataset\.zip", lambda visit: visit.museum.archive()),
    (r"/truth\.csv", lambda visit: document(truth.works_csv(visit.museum), "text/csv")),
    (r"/truth-by-decade\.csv", lambda visit: document(truth.decades_csv(visit.museum), "text/csv")),
    (re.escape(ROBOTS_PATH), lambda visit: document(ROBOTS, "text/plain")),
    *html_pages.ROUTES,
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

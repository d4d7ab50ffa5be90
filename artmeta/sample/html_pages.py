"""The museum's pages for people: a wall of pictures and a page for each work."""

from __future__ import annotations

from urllib.parse import parse_qs

from artmeta.sample.http_server import ServedResponse
from artmeta.sample.visits import Route, Visit, document, rendered

PAGE_SIZE = 48  # works on a page of the wall: two screens of pictures


def index_page(visit: Visit) -> ServedResponse:
    """Return the wall, 48 works a page; the query may hold `page=N` (1 where it holds nothing sensible)."""
    works, word = visit.museum.works, parse_qs(visit.query).get("page", ["1"])[0]
    last = (works + PAGE_SIZE - 1) // PAGE_SIZE
    page = min(max(int(word[:9]), 1), last) if word.isascii() and word.isdigit() else 1
    records = visit.museum.records()[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return document(rendered("index.html", works=works, records=records, page=page, last=last), "text/html")


def work_page(visit: Visit) -> ServedResponse:
    """Return the page of one work: its picture and its record."""
    record, page = visit.museum.record(visit.number), (visit.number - 1) // PAGE_SIZE + 1
    return document(rendered("work.html", record=record, page=page), "text/html")


ROUTES: tuple[Route, ...] = ((r"/", index_page), (r"/works/(?P<number>[1-9]\d{0,6})", work_page))

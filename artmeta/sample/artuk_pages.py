"""The same works as Art UK would show them: listings of twenty, a page for each, Latin-1 declared and UTF-8 sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from urllib.parse import unquote

from artmeta.dates import read_date
from artmeta.sample.http_server import ServedResponse
from artmeta.sample.records import Record
from artmeta.sample.visits import Route, Visit, as_json, image, image_path, rendered, slug
from artmeta.sample.words import ARTUK_TOPICS, SUBJECTS

read_once = lru_cache(maxsize=10_000)(read_date)
PAGE_SIZE, MAX_PAGES = 20, 500  # works on a listing's page; Art UK shows 10,000 works of a listing
DECLARED = {"Content-Type": "text/html; charset=ISO-8859-1"}  # what Art UK says; it sends UTF-8


def listing(visit: Visit) -> ServedResponse:
    """Return a page of a search; one whose first work has the fault `duplicate` comes twice."""
    pairs = (word.partition(":") for word in (visit.parts["search"] or "").split("--"))
    search = {key: unquote(value).casefold() for key, _, value in pairs}
    records = [record for record in visit.museum.records() if _fits(record, search)]
    pages = [records[start : start + PAGE_SIZE] for start in range(0, len(records), PAGE_SIZE)]
    repeats = [1 + (visit.plan.permanent(page[0].number) == "duplicate") for page in pages]
    shown = [page for page, times in zip(pages, repeats, strict=True) for _ in range(times)][:MAX_PAGES]
    page, ajax = int(visit.parts["page"] or 0), "_ajax=1" in visit.query
    entries = [
        {"record": record, "slug": slug_of(record), "image": _image(record, visit, 240)}
        for record in (shown[page - 1] if 1 <= page <= len(shown) else [])
    ]
    html = rendered("artuk_listing.html", records=entries, ajax=ajax)
    if ajax:
        return as_json({"html": html, "load_more": page < len(shown)})
    return ServedResponse(html.encode(), headers=DECLARED)


def artwork(visit: Visit) -> ServedResponse:
    """Return the page of one work, with the fault `hole`, `changed` or `invalid_utf8` where the plan says so."""
    record, fault = visit.museum.record(visit.number), visit.fault
    if fault == "hole" or visit.parts["slug"] != slug_of(record):
        return ServedResponse(b"Page not found\n", 404, DECLARED)
    picture = _image(record, visit, 1200)
    page = rendered("artuk_artwork.html", record=record, image=picture, changed=fault == "changed").encode()
    damaged = page.replace(b"Drawn by", b"Dr\xe4wn\xff by") if fault == "invalid_utf8" else page
    return ServedResponse(damaged, headers=DECLARED)


ROUTES: tuple[Route, ...] = (
    (r"/discover/artworks/view_as/grid/search/(?P<search>[^/]*)/page/(?P<page>\d{1,6})", listing),
    (r"/discover/artworks/(?P<slug>[^/]*-(?P<number>[1-9]\d{0,6}))", artwork),
    (r"/w(?P<wide>\d+)h(?P=wide)/collection/SMP/MUS/SMP_MUS_(?P<number>\d{4,7})-001\.jpg", image),
)


def slug_of(record: Record) -> str:
    """Return what Wikidata's P1679 would hold of a work: words of its title, and its number."""
    return f"{slug(record.title) or 'untitled'}-{record.number}"


def _image(record: Record, visit: Visit, size: int) -> str:
    if visit.plan.permanent(record.number) == "closed":
        return f"{visit.base}/{image_path(visit.plan, record.number)}"
    return f"{visit.base}/w{size}h{size}/collection/SMP/MUS/SMP_MUS_{record.number:04d}-001.jpg"


def _fits(record: Record, search: Mapping[str, str]) -> bool:
    """Return whether a listing shows a record; an undated work is in no period, an uncatalogued one in no topic."""
    tests: Mapping[str, Callable[[str], bool]] = {
        "topic": lambda value: SUBJECTS.get(ARTUK_TOPICS.get(value, ""), "?") == record.subject,
        "venue": lambda value: value in (record.venue.casefold(), slug(record.venue)),
        "makers": lambda value: value in (record.artist.casefold(), slug(record.artist)),
        "keyword": lambda value: value in record.title.casefold(),
        "work_type": lambda value: value == "painting",
    }
    if not all(tests[key](value) for key, value in search.items() if key in tests):
        return False
    first, last = search.get("date-from", ""), search.get("date-to", "")
    if not (first or last):
        return True
    span = read_once(record.date, "neutral")
    made_by = span.latest if span.latest is not None else span.earliest
    return span.status == "read" and int(first or 0) <= (made_by or 0) <= int(last or 9999)

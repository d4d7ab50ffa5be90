"""The same works as Art UK would show them: listings of twenty, a page for each, Latin-1 declared and UTF-8 sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape
from urllib.parse import unquote

from artmeta.dates import read_date
from artmeta.domain.dates import DateSpan
from artmeta.sample.html_pages import NOTICE
from artmeta.sample.http_server import ServedResponse
from artmeta.sample.records import Record
from artmeta.sample.visits import Visit, as_json, image, image_path
from artmeta.sample.words import SUBJECTS

PAGE_SIZE, MAX_PAGES = 20, 500  # works on a listing's page; Art UK shows 10,000 works of a listing
TOPICS = {  # Art UK's word for a topic -> ours
    "aircraft": "aircraft",
    "angels-and-demons": "angel_demon",
    "boats": "boat",
    "horse-racing": "horse_racing",
    "houses": "house",
}
DECLARED = {"Content-Type": "text/html; charset=ISO-8859-1"}  # what Art UK says; it sends UTF-8
PAGE = """<!DOCTYPE html>
<html><head><meta charset="iso-8859-1"><title>{title} | The Sample Museum</title></head>
<body><p class="notice">{notice}</p>
<h1 class="artwork-title">{title}</h1>
<h2 class="artist"><a href="/discover/artists/{artist_slug}">{artist}</a></h2>
<h3 class="venue"><a href="/visit/collection/{venue_slug}">{venue}</a></h3>
<div class="single_img"><img src="{image}" alt="{title}"></div>
<div class="artwork-desc"><div class="desc">Drawn by a program.</div></div>
<div class="artwork-details">{details}</div>
<div id="download-artwork"><p>This image is licensed under {rights}</p></div>
</body></html>
"""
DETAIL = '<div class="masonry-item"><h5>{label}</h5><p>{value}</p></div>\n'
ENTRY = """<li><a href="/discover/artworks/{slug}"><img src="{image}" alt="">
<span class="title">{title}</span><span class="artist">{artist}</span><span class="date">{date}</span></a></li>
"""


def listing(visit: Visit) -> ServedResponse:
    """Return a page of a search; one whose first work has the fault `duplicate` comes twice."""
    pairs = (word.partition(":") for word in (visit.parts["search"] or "").split("--"))
    search = {key: unquote(value).casefold() for key, _, value in pairs}
    records = [record for record in visit.museum.records() if _fits(record, search)]
    pages = [records[start : start + PAGE_SIZE] for start in range(0, len(records), PAGE_SIZE)]
    repeats = (1 + (visit.plan.permanent(page[0].number) == "duplicate") for page in pages)
    shown = [page for page, times in zip(pages, repeats, strict=True) for _ in range(times)][:MAX_PAGES]
    page = int(visit.parts["page"] or 0)
    entries = "".join(
        _entry(record, visit) for record in (shown[page - 1] if 1 <= page <= len(shown) else [])
    )
    grid = f'<ul class="listing-grid">\n{entries}</ul>'
    if "_ajax=1" in visit.query:
        return as_json({"html": grid, "load_more": page < len(shown)})
    body = f"<!DOCTYPE html><html><body><p>{NOTICE}</p>{grid}</body></html>"
    return ServedResponse(body.encode(), headers=DECLARED)


def artwork(visit: Visit) -> ServedResponse:
    """Return the page of one work, with the fault `hole`, `changed` or `invalid_utf8` where the plan says so."""
    record, fault = visit.museum.record(visit.number), visit.fault
    if fault == "hole" or visit.parts["slug"] != slug_of(record):
        return ServedResponse(b"Page not found\n", 404, DECLARED)
    fields = {
        "Title": record.title or "[untitled]",
        "Artist": record.artist,
        "Date": record.date,
        "Medium": record.medium,
        "Measurements": record.dimensions,
        "Accession number": record.accession_number,
        "Work type": "Painting",
    }
    page = PAGE.format(
        notice=NOTICE,
        title=escape(fields["Title"]),
        **{name: escape(getattr(record, name)) for name in ("artist", "venue", "rights")},
        artist_slug=_slug(record.artist),
        venue_slug=_slug(record.venue),
        image=_image(record, visit, 1200),
        details="".join(DETAIL.format(label=k, value=escape(v)) for k, v in fields.items() if v),
    )
    if fault == "changed":
        page = page.replace("artwork-title", "work-heading").replace("masonry-item", "detail")
    body = page.encode()
    spoilt = body.replace(b"Drawn by", b"Dr\xe4wn\xff by") if fault == "invalid_utf8" else body
    return ServedResponse(spoilt, headers=DECLARED)


ROUTES: tuple[tuple[str, Callable[[Visit], ServedResponse]], ...] = (
    (r"/discover/artworks/view_as/grid/search/(?P<search>[^/]*)/page/(?P<page>\d{1,6})", listing),
    (r"/discover/artworks/(?P<slug>[^/]*-(?P<number>[1-9]\d{0,6}))", artwork),
    (r"/w(?P<wide>\d+)h(?P=wide)/collection/SMP/MUS/SMP_MUS_(?P<number>\d{4,7})-001\.jpg", image),
)


def slug_of(record: Record) -> str:
    """Return what Wikidata's P1679 would hold of a work: words of its title, and its number."""
    return f"{_slug(record.title) or 'untitled'}-{record.number}"


def _entry(record: Record, visit: Visit) -> str:
    fields = {name: escape(getattr(record, name)) for name in ("title", "artist", "date")}
    return ENTRY.format(slug=slug_of(record), image=_image(record, visit, 240), **fields)


def _image(record: Record, visit: Visit, size: int) -> str:
    if visit.plan.permanent(record.number) == "closed":
        return f"{visit.base}/{image_path(visit.plan, record.number)}"
    return f"{visit.base}/w{size}h{size}/collection/SMP/MUS/SMP_MUS_{record.number:04d}-001.jpg"


def _fits(record: Record, search: Mapping[str, str]) -> bool:
    """Return whether a listing shows a record; an undated work is in no period, an uncatalogued one in no topic."""
    tests: Mapping[str, Callable[[str], bool]] = {
        "topic": lambda value: SUBJECTS.get(TOPICS.get(value, ""), "?") == record.subject,
        "venue": lambda value: value in (record.venue.casefold(), _slug(record.venue)),
        "makers": lambda value: value in (record.artist.casefold(), _slug(record.artist)),
        "keyword": lambda value: value in record.title.casefold(),
        "work_type": lambda value: value == "painting",
    }
    if not all(tests[key](value) for key, value in search.items() if key in tests):
        return False
    first, last = search.get("date-from", ""), search.get("date-to", "")
    if not (first or last):
        return True
    span = _span(record.date)
    made_by = span.latest if span.latest is not None else span.earliest
    return span.status == "read" and int(first or 0) <= (made_by or 0) <= int(last or 9999)


@lru_cache(maxsize=10_000)
def _span(text: str) -> DateSpan:
    return read_date(text, "neutral")


def _slug(words: str) -> str:
    plain = words.casefold().replace("é", "e").replace("’", "").replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")

"""The same works as Art UK would show them: listings of twenty, a page for each, Latin-1 declared and UTF-8 sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape
from string import Template
from urllib.parse import unquote

from artmeta.dates import read_date
from artmeta.domain.dates import DateSpan
from artmeta.sample.faults import Plan
from artmeta.sample.files import File
from artmeta.sample.html import NOTICE
from artmeta.sample.museum import Museum
from artmeta.sample.pictures import Pictures
from artmeta.sample.records import Record
from artmeta.sample.resources import Resource, Visit, as_json, of_a_work, of_all_works
from artmeta.sample.words import SUBJECTS

A_PAGE, MOST_PAGES = 20, 500  # works on a listing's page; Art UK shows 10,000 works of a listing
TOPICS = {  # Art UK's word for a topic -> ours
    "aircraft": "aircraft",
    "angels-and-demons": "angel_demon",
    "boats": "boat",
    "horse-racing": "horse_racing",
    "houses": "house",
}
LISTING = re.compile(r"/discover/artworks/view_as/grid/search/(?P<search>[^/]*)/page/(?P<page>\d{1,6})$")
ARTWORK = re.compile(r"/discover/artworks/(?P<slug>[^/]+)$")
IMAGE = re.compile(r"/w(?P<wide>\d+)h(?P=wide)/collection/SMP/MUS/SMP_MUS_(?P<number>\d+)-001\.jpg$")
DECLARED = "text/html; charset=ISO-8859-1"  # what Art UK says; it sends UTF-8
PAGE = Template("""<!DOCTYPE html>
<html><head><meta charset="iso-8859-1"><title>$title | The Sample Museum</title></head>
<body><p class="notice">$notice</p>
<h1 class="artwork-title">$title</h1>
<h2 class="artist"><a href="/discover/artists/$artist_slug">$artist</a></h2>
<h3 class="venue"><a href="/visit/collection/$venue_slug">$venue</a></h3>
<div class="single_img"><img src="$image" alt="$title"></div>
<div class="artwork-desc"><div class="desc">Drawn by a program.</div></div>
<div class="artwork-details">$details</div>
<div id="download-artwork"><p>This image is licensed under $rights</p></div>
</body></html>
""")
DETAIL = '<div class="masonry-item"><h5>{label}</h5><p>{value}</p></div>\n'
ENTRY = Template("""<li><a href="/discover/artworks/$slug"><img src="$image" alt="">
<span class="title">$title</span><span class="artist">$artist</span><span class="date">$date</span></a></li>
""")


class ArtukPages:
    """Listings and artwork pages under /discover/artworks/, pictures at the sizes that Art UK keeps."""

    def __init__(self, museum: Museum, plan: Plan, pictures: Pictures) -> None:
        self.museum, self.plan, self.pictures = museum, plan, pictures

    def find(self, visit: Visit) -> Resource | None:
        """Find a listing's page, an artwork's page or a picture."""
        if found := LISTING.fullmatch(visit.path):
            search, page = _search(found["search"]), int(found["page"])
            address = f"{visit.path} {visit.query} {self.plan}"
            return of_all_works(self.museum, address, lambda: self._listing(search, page, visit))
        if found := IMAGE.fullmatch(visit.path):
            number = int(found["number"])
            return self.pictures.at(number, visit.address) if 1 <= number <= self.museum.works else None
        found = ARTWORK.fullmatch(visit.path)
        number = self._number(found["slug"]) if found else 0
        if not number:
            return None
        trouble = self.plan.lasting(number)
        address = f"{visit.path} {visit.base} {trouble}"
        return of_a_work(self.museum, address, number, lambda: self._artwork(number, trouble, visit))

    def address_of(self, record: Record) -> str:
        """What Wikidata's P1679 would hold of a work: words of its title, and its number."""
        return f"{_slug(record.title) or 'untitled'}-{record.number}"

    def _number(self, slug: str) -> int:
        digits = slug.rpartition("-")[2]
        number = int(digits) if digits.isascii() and digits.isdigit() else 0
        right = 1 <= number <= self.museum.works and slug == self.address_of(self.museum.record(number))
        return number if right else 0

    def _listing(self, search: Mapping[str, str], page: int, visit: Visit) -> File:
        found = [record for record in self.museum.records() if _fits(record, search)]
        pages = [found[start : start + A_PAGE] for start in range(0, len(found), A_PAGE)]
        twice = [self.plan.lasting(part[0].number) == "duplicate" for part in pages]
        shown = [part for part, again in zip(pages, twice, strict=True) for _ in range(1 + again)][
            :MOST_PAGES
        ]
        here = shown[page - 1] if 1 <= page <= len(shown) else []
        entries = "".join(self._entry(record, visit) for record in here)
        grid = f'<ul class="listing-grid">\n{entries}</ul>'
        if "_ajax=1" in visit.query:
            return as_json({"html": grid, "load_more": page < len(shown)})
        return File(f"<!DOCTYPE html><html><body><p>{NOTICE}</p>{grid}</body></html>".encode(), DECLARED)

    def _entry(self, record: Record, visit: Visit) -> str:
        return ENTRY.substitute(
            slug=self.address_of(record),
            image=self._image(record, visit, 240),
            title=escape(record.title),
            artist=escape(record.artist),
            date=escape(record.date),
        )

    def _artwork(self, number: int, trouble: str, visit: Visit) -> File:
        if trouble == "hole":
            return File(b"Page not found\n", DECLARED, 404)
        record = self.museum.record(number)
        said = {
            "Title": record.title or "[untitled]",
            "Artist": record.artist,
            "Date": record.date,
            "Medium": record.medium,
            "Measurements": record.dimensions,
            "Accession number": record.accession_number,
            "Work type": "Painting",
        }
        page = PAGE.substitute(
            notice=NOTICE,
            title=escape(said["Title"]),
            artist=escape(record.artist),
            artist_slug=_slug(record.artist),
            venue=escape(record.venue),
            venue_slug=_slug(record.venue),
            image=self._image(record, visit, 1200),
            details="".join(DETAIL.format(label=k, value=escape(v)) for k, v in said.items() if v),
            rights=escape(record.rights),
        )
        return File(_spoilt(page, trouble), DECLARED)

    def _image(self, record: Record, visit: Visit, size: int) -> str:
        if self.plan.lasting(record.number) == "closed":
            return f"{visit.base}/{self.pictures.path(record.number)}"
        return f"{visit.base}/w{size}h{size}/collection/SMP/MUS/SMP_MUS_{record.number:04d}-001.jpg"


def _spoilt(page: str, trouble: str) -> bytes:
    if trouble == "changed":
        page = page.replace("artwork-title", "work-heading").replace("masonry-item", "detail")
    sent = page.encode()
    return sent.replace(b"Drawn by", b"Dr\xe4wn\xff by") if trouble == "invalid_utf8" else sent


def _search(given: str) -> dict[str, str]:
    pairs = (word.partition(":") for word in given.split("--"))
    return {key: unquote(value).casefold() for key, _, value in pairs}


def _fits(record: Record, search: Mapping[str, str]) -> bool:
    """Whether a listing shows a record; an undated work is in no period, an uncatalogued one in no topic."""
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
    if span.status != "read":
        return False
    made_by = span.latest if span.latest is not None else span.earliest
    return int(first or 0) <= (made_by or 0) <= int(last or 9999)


@lru_cache(maxsize=10_000)
def _span(text: str) -> DateSpan:
    return read_date(text, "neutral")


def _slug(words: str) -> str:
    plain = words.casefold().replace("é", "e").replace("’", "").replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")

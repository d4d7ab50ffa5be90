"""The same works as Wikidata's query service would tell of them, with pictures where Commons keeps thumbnails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

from artmeta.dates import read_date
from artmeta.sample.files import File
from artmeta.sample.museum import Museum
from artmeta.sample.pictures import Pictures
from artmeta.sample.records import Record
from artmeta.sample.resources import Resource, Visit, as_json, of_all_works
from artmeta.sample.words import ARTISTS, VENUES

ENTITY = "http://www.wikidata.org/entity/"
JSON = "application/sparql-results+json"
YEAR, DECADE, CENTURY = 9, 8, 7  # Wikidata's precisions of time
CIRCA = f"{ENTITY}Q5727902"
GENDERS = {"male": "Q6581097", "female": "Q6581072"}
DEPICTED = {
    "Aircraft": "Q11436",
    "Angel or demon": "Q235113",
    "Boat": "Q35872",
    "Horse racing": "Q187916",
    "House": "Q3947",
}
COPYRIGHT = {"Public domain": "Q19652", "Public Domain Mark 1.0": "Q19652", "CC0 1.0": "Q88088423"}
COPYRIGHTED = "Q50423863"
FIRST_ARTIST, FIRST_VENUE = 1_000_000, 1_100_000  # invented items: works are Q1, Q2 ... by their numbers
FILE = "Sample_Museum_w{number:04d}.jpg"
THUMBNAIL = re.compile(
    r"/commons/thumb/\w/\w\w/Sample_Museum_w(?P<number>\d+)\.jpg/\d+px-Sample_Museum_w(?P=number)\.jpg$"
)


class WikidataPages:
    """/sparql answers the two questions that artmeta asks; /commons/thumb/ holds the pictures."""

    def __init__(self, museum: Museum, pictures: Pictures) -> None:
        self.museum, self.pictures = museum, pictures

    def find(self, visit: Visit) -> Resource | None:
        """Answer a question, or find a picture."""
        if visit.path == "/sparql":
            return of_all_works(self.museum, visit.query, lambda: self._answer(visit.query))
        found = THUMBNAIL.fullmatch(visit.path)
        if not found or not 1 <= int(found["number"]) <= self.museum.works:
            return None
        return self.pictures.at(
            int(found["number"]), f"{visit.path}?{visit.query}" if visit.query else visit.path
        )

    def _answer(self, asked: str) -> File:
        query = parse_qs(asked).get("query", [""])[0]
        page = re.search(r"LIMIT\s+(\d+)\s+OFFSET\s+(\d+)", query)
        if page:
            limit, offset = int(page[1]), int(page[2])
            numbers = range(offset + 1, min(offset + limit, self.museum.works) + 1)
            return _result([{"item": _uri(f"Q{number}")} for number in numbers])
        values = re.search(r"VALUES\s+\?item\s*\{([^}]*)\}", query)
        asked_for = [int(found) for found in re.findall(r"wd:Q(\d+)", values[1])] if values else []
        known = [number for number in asked_for if 1 <= number <= self.museum.works]
        return _result([row for number in known for row in statements(self.museum.record(number))])


def statements(record: Record) -> Iterator[dict[str, Any]]:
    """What is said of a work, one row a statement; what the record leaves open is not said."""
    item = {"item": _uri(f"Q{record.number}")}

    def row(field: str, value: dict[str, str], label: str = "") -> dict[str, Any]:
        named = {"valueLabel": _literal(label)} if label else {}
        return item | {"field": _literal(field), "value": value} | named

    if record.title:
        yield row("title", _literal(record.title))
    yield from ({**row("inception", value), **more} for value, more in _inception(record.date))
    yield row("creator", _uri(_artist(record)), record.artist)
    if record.artist_gender:
        yield row("gender", _uri(GENDERS[record.artist_gender]), record.artist_gender)
    yield row("material", _uri(f"Q{2_000_000 + record.number}"), record.medium)
    yield row("collection", _uri(_venue(record)), record.venue)
    yield row("inventory", _literal(record.accession_number))
    if record.subject:
        yield row("depicts", _uri(DEPICTED[record.subject]), record.subject)
    yield row(
        "image",
        _uri_of(f"http://commons.wikimedia.org/wiki/Special:FilePath/{FILE.format(number=record.number)}"),
    )
    right = COPYRIGHT.get(record.rights, COPYRIGHTED if "In copyright" in record.rights else "")
    if right:
        yield row("copyright", _uri(right), record.rights)


def _inception(text: str) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    """The record's date as Wikidata keeps it: a year with a precision, or bounds as qualifiers; nothing if undated."""
    span = read_date(text, "neutral")
    if span.status != "read":
        return
    circa = {"circa": _uri_of(CIRCA)} if span.circa else {}
    first, last = span.earliest, span.latest
    precision = _precision(first, last)
    bounds = {name: _time(year) for name, year in (("from", first), ("to", last)) if year is not None}
    more = (
        {"precision": _literal(str(precision))} if precision else {"precision": _literal(str(YEAR))} | bounds
    )
    known = next(year for year in (first, last) if year is not None)
    known += 100 if precision == CENTURY else 0  # Wikidata writes the 19th century as 1900
    yield _time(known), more | circa


def _precision(first: int | None, last: int | None) -> int:
    """The precision that says just these years: one, a decade, a century; 0 where none does."""
    if first is None or last is None:
        return 0
    whole = {0: (YEAR, 1), 9: (DECADE, 10), 99: (CENTURY, 100)}
    precision, step = whole.get(last - first, (0, 1))
    return precision if first % step == 0 else 0


def _artist(record: Record) -> str:
    return f"Q{FIRST_ARTIST + [artist[0] for artist in ARTISTS].index(record.artist)}"


def _venue(record: Record) -> str:
    return f"Q{FIRST_VENUE + [venue[0] for venue in VENUES].index(record.venue)}"


def _time(year: int) -> dict[str, str]:
    return {
        "type": "literal",
        "datatype": "http://www.w3.org/2001/XMLSchema#dateTime",
        "value": f"{year:04d}-01-01T00:00:00Z",
    }


def _uri(item: str) -> dict[str, str]:
    return _uri_of(ENTITY + item)


def _uri_of(address: str) -> dict[str, str]:
    return {"type": "uri", "value": address}


def _literal(text: str) -> dict[str, str]:
    return {"type": "literal", "value": text}


def _result(rows: list[dict[str, Any]]) -> File:
    return as_json({"head": {"vars": ["item", "field", "value"]}, "results": {"bindings": rows}}, JSON)

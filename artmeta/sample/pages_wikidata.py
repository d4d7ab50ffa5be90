"""The same works as Wikidata's query service would tell of them, with pictures where Commons keeps thumbnails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import parse_qs

from artmeta.dates import read_date
from artmeta.sample.faults import Plan
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

    def __init__(self, museum: Museum, plan: Plan, pictures: Pictures) -> None:
        self.museum, self.pictures = museum, pictures

    def find(self, visit: Visit) -> Resource | None:
        """Answer a question, or find a picture."""
        if visit.path == "/sparql":
            return of_all_works(self.museum, visit.query, lambda: self._answer(visit.query))
        found = THUMBNAIL.fullmatch(visit.path)
        if not found or not 1 <= int(found["number"]) <= self.museum.works:
            return None
        return self.pictures.at(int(found["number"]), visit.address)

    def _answer(self, asked: str) -> File:
        query = parse_qs(asked).get("query", [""])[0]
        page = re.search(r"LIMIT\s+(\d+)\s+OFFSET\s+(\d+)", query)
        if page:
            limit, offset = int(page[1]), int(page[2])
            numbers = range(offset + 1, min(offset + limit, self.museum.works) + 1)
            return _result([{"item": _uri(number)} for number in numbers])
        values = re.search(r"VALUES\s+\?item\s*\{([^}]*)\}", query)
        asked_for = [int(found) for found in re.findall(r"wd:Q(\d+)", values[1])] if values else []
        known = [number for number in asked_for if 1 <= number <= self.museum.works]
        return _result([row for number in known for row in statements(self.museum.record(number))])


def statements(record: Record) -> Iterator[dict[str, Any]]:
    """What is said of a work, one row a statement; what the record leaves open is not said."""
    gender = GENDERS.get(record.artist_gender, "")
    right = COPYRIGHT.get(record.rights, COPYRIGHTED if "In copyright" in record.rights else "")
    file = f"http://commons.wikimedia.org/wiki/Special:FilePath/{FILE.format(number=record.number)}"
    said: list[tuple[str, dict[str, str], str]] = [
        ("title", _literal(record.title), ""),
        ("creator", _uri(FIRST_ARTIST + _place(ARTISTS, record.artist)), record.artist),
        ("gender", _uri(gender), record.artist_gender if gender else ""),
        ("material", _uri(2_000_000 + record.number), record.medium),
        ("collection", _uri(FIRST_VENUE + _place(VENUES, record.venue)), record.venue),
        ("inventory", _literal(record.accession_number), ""),
        ("depicts", _uri(DEPICTED.get(record.subject, "")), record.subject),
        ("image", _uri(file), ""),
        ("copyright", _uri(right), record.rights if right else ""),
    ]
    item = {"item": _uri(record.number)}
    for value, more in _inception(record.date):
        yield {**item, "field": _literal("inception"), "value": value, **more}
    for field, value, label in said:
        if value["value"]:
            named = {"valueLabel": _literal(label)} if label else {}
            yield {**item, "field": _literal(field), "value": value, **named}


def _inception(text: str) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    """The record's date as Wikidata keeps it: a year with a precision, or bounds as qualifiers; nothing if undated."""
    span = read_date(text, "neutral")
    if span.status != "read":
        return
    circa = {"circa": _uri(CIRCA)} if span.circa else {}
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


def _place(rows: Sequence[tuple[Any, ...]], name: str) -> int:
    return [row[0] for row in rows].index(name)


def _time(year: int) -> dict[str, str]:
    return {
        "type": "literal",
        "datatype": "http://www.w3.org/2001/XMLSchema#dateTime",
        "value": f"{year:04d}-01-01T00:00:00Z",
    }


def _uri(item: int | str) -> dict[str, str]:
    """An item by its number or name, or an address as it is."""
    name = f"Q{item}" if isinstance(item, int) else item
    return {"type": "uri", "value": name if name.startswith("http") or not name else ENTITY + name}


def _literal(text: str) -> dict[str, str]:
    return {"type": "literal", "value": text}


def _result(rows: list[dict[str, Any]]) -> File:
    return as_json({"head": {"vars": ["item", "field", "value"]}, "results": {"bindings": rows}}, JSON)

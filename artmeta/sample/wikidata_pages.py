"""The same works as Wikidata's query service would tell of them, with pictures where Commons keeps thumbnails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

from artmeta.dates import read_date
from artmeta.sample.http_server import ServedResponse
from artmeta.sample.records import Record
from artmeta.sample.visits import Route, Visit, as_json, image
from artmeta.sample.words import ARTISTS, VENUE_NAMES, WIKIDATA_ITEMS

ENTITY = "http://www.wikidata.org/entity/"
DATE_TIME = "http://www.w3.org/2001/XMLSchema#dateTime"
JSON = "application/sparql-results+json"
PRECISION, CIRCA = "9", 5_727_902  # Wikidata's precision of a year, its item for "circa"
FIRST_ARTIST, FIRST_VENUE = 1_000_000, 1_100_000  # invented items: works are Q1, Q2 ... by their numbers
NAME = "Sample_Museum_w"
FILE = f"http://commons.wikimedia.org/wiki/Special:FilePath/{NAME}"


def answer(visit: Visit) -> ServedResponse:
    """Answer one of the two queries that artmeta sends: a page of items, or the statements of some items."""
    query, works = parse_qs(visit.query).get("query", [""])[0], visit.museum.works
    if page := re.search(r"LIMIT\s+(\d+)\s+OFFSET\s+(\d+)", query):
        limit, offset = int(page[1]), int(page[2])
        shown = range(offset + 1, min(offset + limit, works) + 1)
        return _result([{"item": _uri(number)} for number in shown])
    values = re.search(r"VALUES\s+\?item\s*\{([^}]*)\}", query)
    numbers = map(int, re.findall(r"wd:Q(\d+)", values[1])) if values else ()
    known = (number for number in numbers if 1 <= number <= works)
    return _result([row for number in known for row in statements(visit.museum.record(number))])


ROUTES: tuple[Route, ...] = (
    (r"/sparql", answer),
    (rf"/commons/thumb/\w/\w\w/{NAME}(?P<number>\d{{4,7}})\.jpg/\d+px-{NAME}(?P=number)\.jpg", image),
)


def statements(record: Record) -> Iterator[dict[str, Any]]:
    """Yield what is said of a work, one row a statement; what the record leaves open is not said."""
    artist = [one[0] for one in ARTISTS].index(record.artist)
    claims: list[tuple[str, dict[str, str], str]] = [
        ("title", _literal(record.title), ""),
        ("creator", _uri(FIRST_ARTIST + artist), record.artist),
        ("gender", _uri(WIKIDATA_ITEMS.get(record.artist_gender, "")), record.artist_gender),
        ("material", _uri(2_000_000 + record.number), record.medium),
        ("collection", _uri(FIRST_VENUE + VENUE_NAMES.index(record.venue)), record.venue),
        ("inventory", _literal(record.accession_number), ""),
        ("depicts", _uri(WIKIDATA_ITEMS.get(record.subject, "")), record.subject),
        ("image", _uri(f"{FILE}{record.number:04d}.jpg"), ""),
        ("copyright", _uri(WIKIDATA_ITEMS.get(record.rights, "")), record.rights),
    ]
    item = {"item": _uri(record.number)}
    for value, more in _inception(record.date):
        yield {**item, "field": _literal("inception"), "value": value, **more}
    for field, value, label in claims:
        if value["value"]:
            named = {"valueLabel": _literal(label)} if label else {}
            yield {**item, "field": _literal(field), "value": value, **named}


def _inception(text: str) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    """Yield the record's date as Wikidata keeps it: a year, with its bounds as qualifiers."""
    span = read_date(text, "neutral")
    if span.status != "read":
        return
    bounds = {
        name: {**_literal(f"{year:04d}-01-01T00:00:00Z"), "datatype": DATE_TIME}
        for name, year in (("from", span.earliest), ("to", span.latest))
        if year is not None
    }
    circa = {"circa": _uri(CIRCA)} if span.circa else {}
    yield next(iter(bounds.values())), {"precision": _literal(PRECISION), **bounds, **circa}


def _uri(item: int | str) -> dict[str, str]:
    """Return an item by its number or name, or an address as it is."""
    name = f"Q{item}" if isinstance(item, int) else item
    return {"type": "uri", "value": name if name.startswith("http") or not name else ENTITY + name}


def _literal(text: str) -> dict[str, str]:
    return {"type": "literal", "value": text}


def _result(rows: list[dict[str, Any]]) -> ServedResponse:
    return as_json({"head": {"vars": ["item", "field", "value"]}, "results": {"bindings": rows}}, JSON)

"""Wikidata: the artworks of a collection, or all that have an Art UK number, with Commons' pictures of them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import partial
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode

from pydantic import Field, model_validator

from artmeta.batches import batched
from artmeta.domain.artwork import Artwork
from artmeta.domain.issues import odd
from artmeta.domain.run import Issue
from artmeta.errors import SourceChanged, SourceRefused
from artmeta.sources._records import DeferredRecord, Record, validated_records
from artmeta.sources._wikidata_item import ItemOptions, WikidataClaim, read_item

if TYPE_CHECKING:
    from artmeta.web import Web

_ITEM = re.compile(r"Q[1-9][0-9]{0,14}")


class Params(ItemOptions):
    """The [source] table of a collection file: which items, and which picture of each."""

    collection: str = Field(default="", pattern=r"^(Q\d+)?$")  # P195: items of this collection
    # items that have it: P1679 is the Art UK artwork id
    having: str = Field(default="", pattern=r"^(P\d+)?$")
    where: str = ""  # a further pattern about ?item, in SPARQL
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[a-z]+)*$")
    endpoint: str = "https://query.wikidata.org/sparql"
    # The service's robots.txt keeps crawlers from /sparql; its manual invites programs that name themselves, ask one
    # question at a time and obey 429. true says that this is such a program.
    as_api: bool = False
    page_size: int = Field(default=5000, ge=1, le=100_000)  # ids a page: a few seconds of the 60 allowed
    # items a question: the address stays under 8,000 characters
    batch: int = Field(default=100, ge=1, le=400)

    @model_validator(mode="after")
    def _some_items(self) -> Self:
        if not (self.collection or self.having or self.where):
            raise ValueError("say which items: give 'collection', 'having' or 'where'")
        return self

    @property
    def pattern(self) -> str:
        """The SPARQL pattern that ?item must meet."""
        parts = [self.where.strip().rstrip(".")]
        if self.collection:
            parts.append(f"?item wdt:P195 wd:{self.collection}")
        if self.having:
            parts.append(f"?item wdt:{self.having} []")
        return " .\n  ".join(part for part in parts if part) + " ."


def artworks(params: Params, web: Web, profile: str) -> Iterator[Artwork | Issue]:
    """Yield an artwork or an issue for every item; the statements of items are queried in batches."""
    return validated_records(_records(params, web, profile))


def _records(params: Params, web: Web, profile: str) -> Iterator[tuple[str, Record]]:
    listed = _items(params, web)
    for batch in batched(listed, params.batch):
        yield from (one for one in batch if not isinstance(one, str))
        if items := [one for one in batch if isinstance(one, str)]:
            yield from _works(items, params, web, profile)


def _works(items: Sequence[str], params: Params, web: Web, profile: str) -> Iterator[tuple[str, Record]]:
    rows_of, strays = _statements(params, web, items)
    if strays:
        place = f"the answer for {items[0]} to {items[-1]}"
        yield _unsound(place, f"{params.endpoint}: {strays} rows of {place} name none of these in 'item'")
    for item in items:
        if not rows_of[item]:
            yield item, odd(f"wikidata:{item}", "no_record", f"Wikidata has no statements about {item} now.")
        else:
            yield (
                item,
                DeferredRecord(partial(_read, item, rows_of[item], params, profile), f"wikidata:{item}"),
            )


def _unsound(place: str, fault: str) -> tuple[str, DeferredRecord]:
    """Return the record of rows that were left out: an issue, which stops the run where no other record is sound."""

    def read() -> Artwork:
        raise SourceChanged(f"{fault}; left out.")

    return place, DeferredRecord(read)


def _read(item: str, rows: Sequence[dict[str, Any]], params: Params, profile: str) -> Artwork:
    return read_item(item, [WikidataClaim.of(row, params.endpoint) for row in rows], params, profile)


def _items(params: Params, web: Web) -> Iterator[str | tuple[str, DeferredRecord]]:
    """Yield the items' ids, page by page, or the record of a row without one.

    Raises SourceChanged if a page brings nothing new.
    """
    known_items: set[str] = set()
    for offset in itertools.count(0, params.page_size):
        values = {"where": params.pattern, "limit": str(params.page_size), "offset": str(offset)}
        rows = _ask(params, web, "_wikidata_items.rq", values, 0.0)
        items = [_item_of(row) for row in rows]
        for number, _ in (pair for pair in enumerate(items, offset + 1) if not pair[1]):
            fault = f"{params.endpoint}: row {number} of the list has no 'item' with the address of an item"
            yield _unsound(f"row {number}", fault)
        new = [item for item in dict.fromkeys(items) if item and item not in known_items]
        if any(items) and not new:
            raise SourceChanged(
                f"{params.endpoint}: the page at offset {offset} repeats earlier ones ('item')."
            )
        known_items.update(new)
        yield from new
        if len(items) < params.page_size:
            return


def _statements(
    params: Params, web: Web, items: Sequence[str]
) -> tuple[dict[str, list[dict[str, Any]]], int]:
    """Ask for the statements of some items: the rows of each, still to be read, and how many rows are of no item."""
    values = {"items": " ".join(f"wd:{item}" for item in items), "language": params.language}
    age = web.policy.page_max_age
    rows_of: dict[str, list[dict[str, Any]]] = {item: [] for item in items}
    strays: list[Any] = []
    for row in _ask(params, web, "_wikidata_details.rq", values, age):
        rows_of.get(_item_of(row), strays).append(row)
    return rows_of, len(strays)


def _ask(params: Params, web: Web, query: str, values: dict[str, str], max_age: float) -> list[Any]:
    """Put one question; return its rows."""
    text = Template(files("artmeta.sources").joinpath(query).read_text(encoding="utf-8")).substitute(values)
    url = f"{params.endpoint}?{urlencode({'query': text, 'format': 'json'})}"
    accept = {"Accept": "application/sparql-results+json"}
    try:
        answer = web.json(url, headers=accept, max_age=max_age, api=params.as_api)
    except SourceRefused as fault:
        hint = (
            ""
            if params.as_api
            else "If you use it as its manual allows, set as_api = true in the [source] table."
        )
        raise SourceRefused(fault.message.partition("?")[0], hint) from None
    match answer:
        case {"results": {"bindings": list(rows)}}:
            return rows
    raise SourceChanged(f"{params.endpoint}: the answer has no list 'results.bindings'.")


def _item_of(row: object) -> str:
    """Return the id of the item that a row is about, '' if it names none."""
    match row:
        case {"item": {"value": str(value)}} if _ITEM.fullmatch(item := value.rpartition("/")[2]):
            return item  # it goes into the next question as it is
    return ""

"""IIIF Presentation documents: ids, types and texts of versions 2 and 3 are read alike."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from artmeta.errors import SourceChanged

_COLLECTIONS = frozenset({"collection", "collectionpage", "orderedcollection", "orderedcollectionpage"})
_PREFIX = re.compile(r"^.*[:/#]")
_TAG = re.compile(r"<[^>]{0,500}>")


def id_of(thing: Any) -> str:
    """Return the id of an object; a bare text is one. Without a scheme (//a.org/1) it is one of https."""
    value = (thing.get("id") or thing.get("@id") or "") if isinstance(thing, dict) else thing
    address = value.strip() if isinstance(value, str) else ""
    return f"https:{address}" if address.startswith("//") else address


def type_of(thing: Any) -> str:
    """Return the type of an object without its prefix; of several types, the first counts.

    `Manifest`, `sc:Manifest` and a full address that ends in `#Manifest` are one type.
    """
    value = (thing.get("type") or thing.get("@type") or "") if isinstance(thing, dict) else ""
    value = next(iter(value), "") if isinstance(value, list) else value
    return _PREFIX.sub("", value.strip()) if isinstance(value, str) else ""


def kind_of(thing: Any) -> str:
    """Return a thing's type in small letters."""
    return type_of(thing).casefold()


def is_manifest(thing: Any) -> bool:
    """Whether a thing is a manifest, or a reference to one."""
    return kind_of(thing) == "manifest"


def is_collection(thing: Any) -> bool:
    """Whether a thing is a collection, or a reference to one."""
    return kind_of(thing) in _COLLECTIONS


def parts_of(collection: Any, page: str) -> Iterator[Any]:
    """Yield the members of a collection, then its first or next page; raise SourceChanged if there are none."""
    has_parts = False
    for key in ("collections", "manifests", "members", "items"):
        if key in collection:
            has_parts = True
            if not isinstance(collection[key], list):
                raise SourceChanged(f"{page}: '{key}' is not a list.")
            yield from (_typed(one, key) for one in collection[key])
    for key in ("first", "next"):
        if collection.get(key):
            has_parts = True
            yield _typed(collection[key], "collections")
    if not has_parts and not kind_of(collection).endswith("collectionpage"):
        raise SourceChanged(
            f"{page}: the collection has no 'items', 'members', 'manifests', 'collections' or 'first'."
        )


def _typed(reference: Any, key: str) -> Any:
    """Give a bare address the type of the list that it stands in."""
    if isinstance(reference, dict):
        return reference
    return {"id": reference, "type": "Collection" if key == "collections" else "Manifest"}


def listed(thing: Any) -> list[Any]:
    """Return a value as a list; version 2 gives one object or a list of them."""
    return thing if isinstance(thing, list) else [] if thing is None else [thing]


def texts(value: Any, language: str) -> list[str]:
    """Return a text in `language`, else in none, else in the first one there; mark-up is removed.

    `value` is a text, a number, a version 3 map of languages, or version 2's `@value` with `@language`, or a
    list of them.
    """
    by_language: dict[str, list[str]] = {}
    for tongue, text in _pairs(value):
        plain = _plain(text)
        if plain:
            by_language.setdefault(tongue, []).append(plain)
    for tongue in (
        language,
        *(other for other in by_language if other.startswith(f"{language}-")),
        "",
        "none",
    ):
        if tongue in by_language:
            return by_language[tongue]
    return next(iter(by_language.values()), [])


def all_texts(value: Any) -> list[str]:
    """Read a text in all its languages."""
    return [plain for _, text in _pairs(value) if (plain := _plain(text))]


def _pairs(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, (str, int, float)):
        yield "", str(value)
    elif isinstance(value, list):
        for one in value:
            yield from _pairs(one)
    elif isinstance(value, dict) and "@value" in value:
        yield str(value.get("@language", "")), str(value["@value"])
    elif isinstance(value, dict):
        for tongue, inner in value.items():
            yield from ((str(tongue), text) for _, text in _pairs(inner))


def _plain(text: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())

"""The words on the museum's labels, read from words.toml: artists, places, titles, media, venues, subjects."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any


def table(name: str) -> dict[str, Any]:
    """Read a TOML file of the sample museum."""
    return tomllib.loads(files("artmeta.sample").joinpath(name).read_text(encoding="utf-8"))


_WORDS = table("words.toml")

Artist = tuple[str, str, int, int, float]  # name, gender or '', first and last working year, weight
Venue = tuple[str, int, int, float]  # name, first and last year that it collects most, weight of other years
ARTISTS: tuple[Artist, ...] = tuple(tuple(row) for row in _WORDS["artists"])
VENUES: tuple[Venue, ...] = tuple(tuple(row) for row in _WORDS["venues"])
VENUE_NAMES = [venue[0] for venue in VENUES]
FILLINGS: Mapping[str, list[str]] = {kind: _WORDS[f"{kind}s"] for kind in ("place", "race", "name", "horse")}
TITLES: Mapping[str, list[str]] = _WORDS["titles"]
MEDIA: Mapping[str, list[str]] = _WORDS["media"]
LICENCES: list[tuple[int, list[str]]] = _WORDS["licences"]
DATES: list[tuple[int, list[str]]] = _WORDS["dates"]
SUBJECTS: Mapping[str, str] = _WORDS["subjects"]
ARTUK_TOPICS: Mapping[str, str] = _WORDS["artuk_topics"]
IIIF_LABELS: Mapping[str, tuple[str, str, str]] = _WORDS["iiif_labels"]
IIIF_RIGHTS: Mapping[str, str] = _WORDS["iiif_rights"]
WIKIDATA_ITEMS: Mapping[str, str] = _WORDS["wikidata_items"]

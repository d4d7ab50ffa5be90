"""The words on the museum's labels, read from words.toml: artists, places, titles, media, venues, subjects."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files

_WORDS = tomllib.loads(files("artmeta.sample").joinpath("words.toml").read_text(encoding="utf-8"))

Artist = tuple[str, str, int, int, float]  # name, gender or '', first and last working year, weight
Venue = tuple[str, int, int, float]  # name, first and last year that it collects most, weight of other years
ARTISTS: tuple[Artist, ...] = tuple(tuple(row) for row in _WORDS["artists"])
VENUES: tuple[Venue, ...] = tuple(tuple(row) for row in _WORDS["venues"])
PLACES, RACES, NAMES, HORSES = (
    tuple[str, ...](_WORDS[kind]) for kind in ("places", "races", "names", "horses")
)
TITLES: Mapping[str, tuple[str, ...]] = {topic: tuple(titles) for topic, titles in _WORDS["titles"].items()}
MEDIA: Mapping[str, tuple[str, ...]] = {manner: tuple(media) for manner, media in _WORDS["media"].items()}
SUBJECTS: Mapping[str, str] = _WORDS["subjects"]

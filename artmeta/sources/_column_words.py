"""Fields by the headings of columns, in the languages of museums' lists."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from artmeta.config import packaged_toml

EXACT = 100  # the score of a heading that is a field's first word
WITHIN = 60  # the highest score of one that contains a known word among others
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
NEAR = 2  # columns between a nationality and the artist's years
_ARTIST = re.compile(r"\b(?:artist|creator|maker|kunstler|birth|death)\b")
_SHORT = 4  # letters; shorter words within a heading say too little
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "ß": "ss", "ı": "i"})


@lru_cache(maxsize=1024)  # the labels of a collection's manifests are always the same few
def fields_of(heading: str) -> Mapping[str, float]:
    """Return the fields that a heading may name, with scores: 100 for a field's first word, less for others.

    Of a heading such as 'dating.yearLate' or 'Dublin Core:Title', the last part counts too.
    """
    whole, last = normalised(heading), normalised(re.split(r"[.:]", heading)[-1])
    result = {
        field: max(_sureness(whole, words), _sureness(last, words)) for field, words in _words().items()
    }
    return {field: sure for field, sure in result.items() if sure}


def years_of_artist(headings: Sequence[str]) -> set[str]:
    """Return the headings of first and last years that are the artist's: they say so, or stand beside a nationality."""
    plain = [normalised(heading) for heading in headings]
    result = {heading for heading, words in zip(headings, plain, strict=True) if _ARTIST.search(words)}
    for at, heading in enumerate(headings):
        beside = plain[max(0, at - NEAR) : at + NEAR + 1]
        if {"date_begin", "date_end"} & fields_of(heading).keys() and "nationality" in beside:
            result.add(heading)
    return result


def normalised(heading: str) -> str:
    """Return a heading in small letters without accents and punctuation, 'ObjectBeginDate' in words."""
    spaced = _CAMEL.sub(" ", heading.replace("\\n", " "))
    plain = unicodedata.normalize("NFKD", spaced.lower().translate(_LETTERS))
    return " ".join(
        re.findall(
            r"\w+", "".join(each for each in plain if not unicodedata.combining(each)).replace("_", " ")
        )
    )


def _sureness(heading: str, words: tuple[str, ...]) -> float:
    if heading in words:
        return EXACT - words.index(heading) * 0.3
    if heading.replace(" ", "") in (joined := [word.replace(" ", "") for word in words]):
        return EXACT - joined.index(heading.replace(" ", "")) * 0.3
    within = [word for word in words if len(word) >= _SHORT and f" {word} " in f" {heading} "]
    return max((WITHIN - 20 + min(len(word), 20) - words.index(word) * 0.2 for word in within), default=0)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    table = packaged_toml("artmeta.sources", "_column_words.toml")
    return {field: tuple(map(normalised, words)) for field, words in table.items()}

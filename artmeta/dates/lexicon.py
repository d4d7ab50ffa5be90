"""The lexicon: the words of dates in many languages, with dynasties and reigns, as phrases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from artmeta.config import packaged_toml
from artmeta.dates.numbers import NUMBER, Item
from artmeta.dates.text import normalise

TOKEN = re.compile(r" - ?|- |" + NUMBER + r"|[a-z\u0370-\u04ff]+|[^\s\w]|\w", re.ASCII)
LISTS = (
    "en",
    "de",
    "fr",
    "it",
    "es",
    "nl",
    "sv",
    "da",
    "no",
    "fi",
    "sk",
    "cs",
    "pl",
    "pt",
    "hu",
    "ru",
    "uk",
    "ca",
    "ro",
    "hr",
    "baltic",
    "tr",
    "el",
    "east_asia",
    "places",
    "styles",
)
SILENT = {".", "'", '"', "“", "”", "„", "«", "»"}
TRANSLITERATED = str.maketrans({"å": "aa", "ä": "ae", "ö": "oe", "ø": "oe", "ü": "ue"})

ROMAN_YEARS = 1401, 2101  # printed books begin with the first; a shorter numeral is a century or a king
SHORTEST_ROMAN = 4  # letters; MM are millimetres, MD may be Maryland
ROMAN_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
ROMAN_NUMERALS = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that belong together, and what they may mean: terminal -> value, the commonest first.

    `only` is the one meaning, where there is one; a `suffix` only ever stands behind a date: "or later".
    """

    words: tuple[str, ...]
    meanings: dict[str, object]
    only: Item | None
    suffix: bool

    @classmethod
    def of(cls, words: tuple[str, ...], meanings: dict[str, object]) -> Phrase:
        """Note once what every text asks of a phrase."""
        only = next(iter(meanings.items())) if len(meanings) == 1 else None
        return cls(words, meanings, only, len(words) > 1 and not meanings.keys() - {"LATER", "EARLIER"})


Lexicon = dict[str, list[Phrase]]
Added = tuple[tuple[str, str, object], ...]  # text, terminal, value


@lru_cache(maxsize=32)
def lexicon(added: Added = ()) -> Lexicon:
    """Return the phrases by their first word, the longest first; what a profile adds comes before what is known."""
    meanings: dict[tuple[str, ...], dict[str, object]] = {}
    for text, terminal, value in added:
        meanings.setdefault(_split(text), {}).setdefault(terminal, value)
    for words, known_meanings in _known().items():
        meanings[words] = {**meanings.get(words, {}), **known_meanings}
    result: Lexicon = {}
    for words in sorted(meanings, key=len, reverse=True):
        result.setdefault(words[0], []).append(Phrase.of(words, meanings[words]))
    return result


@cache
def _known() -> dict[tuple[str, ...], dict[str, object]]:
    meanings: dict[tuple[str, ...], dict[str, object]] = {}
    for text, terminal, value in (*_words(), *_romans(), *_periods()):
        for spelling in {text, text.translate(TRANSLITERATED)}:
            meanings.setdefault(_split(spelling), {}).setdefault(terminal, value)
    return meanings


def _split(text: str) -> tuple[str, ...]:
    return tuple(word for word in TOKEN.findall(normalise(text) or "") if word not in SILENT)


def _words() -> list[tuple[str, str, object]]:
    entries: list[tuple[str, str, object]] = []
    for name in LISTS:
        table = packaged_toml("artmeta.dates", f"words/{name}.toml")
        for terminal, phrases in table.items():
            groups = phrases if isinstance(phrases, dict) else {"": phrases}
            for value, texts in groups.items():
                entries += [(text, terminal, int(value) if value.isdigit() else value) for text in texts]
    return entries


def _romans() -> list[tuple[str, str, object]]:
    """Roman numerals to XXXI (the Egyptian dynasties), also with the endings of French and Italian ordinals."""
    tens, ones = ("", "x", "xx", "xxx"), ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
    numerals = {number: tens[number // 10] + ones[number % 10] for number in range(1, 32)}
    endings = ("", "e", "eme", "ieme", "o", "er", "th")
    counts: list[tuple[str, str, object]] = [
        (numeral + end, "ORDINAL", n) for n, numeral in numerals.items() for end in endings
    ]
    years: list[tuple[str, str, object]] = [(_roman(year), "YEAR", year) for year in range(*ROMAN_YEARS)]
    return counts + [entry for entry in years if len(entry[0]) >= SHORTEST_ROMAN]


def _roman(year: int) -> str:
    """Write a year as a title page does: 1635 as mdcxxxv."""
    written = ""
    for value, numeral in zip(ROMAN_VALUES, ROMAN_NUMERALS, strict=True):
        written += numeral * (year // value)
        year %= value
    return written


def _periods() -> list[tuple[str, str, object]]:
    entries: list[tuple[str, str, object]] = []
    for region in _facts().values():
        for period in region["periods"]:
            terminal = "PERIOD" if period.get("alone") else "NAME"
            entries += [(name, terminal, (period["from"], period["to"])) for name in period["names"]]
    return entries


@cache
def dynasties() -> dict[int, tuple[int, int]]:
    """Return the years of the numbered (Egyptian) dynasties."""
    table = _facts()["egypt"]["dynasties"]
    return {int(number): (years[0], years[1]) for number, years in table.items()}


@cache
def _facts() -> dict[str, dict]:  # type: ignore[type-arg]
    return packaged_toml("artmeta.dates", "periods.toml")

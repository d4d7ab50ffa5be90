"""`read_date`: a museum's text becomes a `DateSpan`; a text that cannot be read is *unread*, never guessed."""

from __future__ import annotations

import re
from functools import lru_cache

from artmeta.dates.combining import years_of_making
from artmeta.dates.lexer import UnknownWord, terminals
from artmeta.dates.lexicon import Lexicon, lexicon
from artmeta.dates.meaning import assumed
from artmeta.dates.profile import load_profile
from artmeta.dates.text import normalise
from artmeta.dates.tree import Element, Moment, Span, Unreadable
from artmeta.domain.dates import DateSpan

YEAR_ALONE = re.compile(r"[1-9]\d{3}")
REMEMBERED = 65536  # texts; a museum's list has far fewer distinct ones


TERMINALS = {
    "about": "CIRCA",
    "perhaps": "DOUBT",
    "before": "BEFORE",
    "after": "AFTER",
    "by": "UNTIL",
    "from": "FROM",
    "undated": "UNDATED",
    "ignored": "NOISE",
}


@lru_cache(maxsize=32)
def _phrases(profile: str) -> Lexicon:
    """Return the words known under a profile."""
    added = [
        (text, TERMINALS.get(meaning, "ROLE"), meaning)
        for meaning, texts in load_profile(profile).words.items()
        for text in texts
    ]
    return lexicon(tuple(added))


@lru_cache(maxsize=REMEMBERED)
def read_date(text: str, profile: str = "neutral") -> DateSpan:
    """Read one date under a profile (a name, or the path of a TOML file); raise ConfigError for an unknown one.

    The status is *read*, *undated* (empty, or the text says that nobody knows) or *unread*.
    """
    conventions = load_profile(profile)
    plain = normalise(text)
    if plain is None:
        return DateSpan(text=text, profile=profile, status="unread")
    if not plain.strip(" .-?"):
        return DateSpan(text=text, profile=profile, status="undated")
    try:
        years = years_of_making(elements(plain, profile), conventions)
    except (UnknownWord, Unreadable):
        return DateSpan(text=text, profile=profile, status="unread")
    if years is None:
        return DateSpan(text=text, profile=profile, status="undated")
    return DateSpan(
        years.earliest, years.latest, years.circa, text, profile, "read", assumed=assumed(years, conventions)
    )


def elements(plain: str, profile: str) -> list[Element]:
    """Return what a normalised text says; raise UnknownWord or Unreadable.

    A year alone needs neither words nor grammar, which take 0.2 CPU s to read: a list may have a column of years.
    """
    if YEAR_ALONE.fullmatch(plain):
        return [Span([Moment("year", int(plain))])]
    from artmeta.dates.parsing import parse

    return parse(terminals(plain, _phrases(profile)))

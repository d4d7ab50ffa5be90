"""`read_date`: a museum's text becomes a `DateSpan`; a text that cannot be read is *unread*, never guessed."""

from __future__ import annotations

from functools import lru_cache

from artmeta.dates.combining import years_of_making
from artmeta.dates.completing import Unreadable
from artmeta.dates.lexer import UnknownWord, terminals
from artmeta.dates.lexicon import Lexicon, lexicon
from artmeta.dates.meaning import assumed
from artmeta.dates.parsing import parse
from artmeta.dates.profile import load_profile
from artmeta.dates.text import normalise
from artmeta.domain.dates import DateSpan

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
        years = years_of_making(parse(terminals(plain, _phrases(profile))), conventions)
    except (UnknownWord, Unreadable):
        return DateSpan(text=text, profile=profile, status="unread")
    if years is None:
        return DateSpan(text=text, profile=profile, status="undated")
    return DateSpan(
        years.earliest, years.latest, years.circa, text, profile, "read", assumed=assumed(years, conventions)
    )

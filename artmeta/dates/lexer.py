"""A date's text becomes terminals: numbers by their form, words by the lexicon, and a choice where a word is two."""

from __future__ import annotations

from artmeta.dates.choosing import choose
from artmeta.dates.lexicon import SILENT, TOKEN, Lexicon, Phrase
from artmeta.dates.numbers import DIGITS, Item, number
from artmeta.dates.tidy import tidy

MARKS = {
    "-": "TO",
    " - ": "TO",
    " -": "TO",
    "- ": "TO",
    "/": "SLASH",
    "&": "AND",
    "+": "AND",
    ",": "SEPARATOR",
    "=": "SEPARATOR",
    ";": "SEPARATOR",
    ":": "SEPARATOR",
    "|": "SEPARATOR",
    "(": "OPEN",
    ")": "CLOSE",
    "[": "OPEN",
    "]": "CLOSE",
    "?": "DOUBT",
    "~": "CIRCA",
    "±": "CIRCA",
    "<": "BEFORE",
    ">": "AFTER",
    "*": "LIFE",
    "†": "LIFE",
}
BEHIND, AHEAD = 3, 6  # terminals before a word and words after it that tell its meaning
LEADING = 3  # words between "by" and a name: "by", "by the"


class UnknownWord(Exception):
    """The text holds a word or a number that no date holds."""


def terminals(text: str, phrases: Lexicon) -> list[Item]:
    """Return the terminals of a normalised text with their values; raise UnknownWord or Unreadable."""
    words = [word for word in TOKEN.findall(text) if word not in SILENT]
    items: list[Item] = []
    at = 0
    while at < len(words):
        word = words[at]
        if word[0] in DIGITS or word[-1] in DIGITS:  # "XI.1923"
            items.append(number(word))
            at += 1
        elif word in MARKS:
            items.append((MARKS[word], word))
            at += 1
        else:
            phrase = _longest(words, at, phrases)
            if phrase is None:
                at = _past_name(words, at, items)
                continue
            at += len(phrase.words)
            items.append(phrase.only or _choose(phrase, items, words[at : at + AHEAD], phrases))
    return tidy([item for item in items if item[0] != "NOISE"])


def _past_name(words: list[str], at: int, items: list[Item]) -> int:
    """Pass over who "printed by" or "cast by the" names, to the next number or mark; raise UnknownWord elsewhere."""
    if "by" not in words[max(0, at - LEADING) : at] or "ROLE" not in {
        terminal for terminal, _ in items[-LEADING:]
    }:
        raise UnknownWord(words[at])
    while items[-1][0] in {"UNTIL", "NOISE"}:  # "by" alone means "by 1950"
        items.pop()
    while at < len(words) and words[at][0] not in DIGITS and words[at] not in MARKS:
        at += 1
    dated = words[at : at + 1] == [","] and words[at + 1 : at + 2] != [] and words[at + 1][0] in DIGITS
    return at + dated  # "printed by John Smith, 1960"


def _choose(phrase: Phrase, items: list[Item], after: list[str], phrases: Lexicon) -> Item:
    return choose(phrase, [terminal for terminal, _ in items[-BEHIND:]], after, phrases)


def _longest(words: list[str], at: int, phrases: Lexicon) -> Phrase | None:
    for phrase in phrases.get(words[at], ()):
        end = at + len(phrase.words)
        same = end == at + 1 or tuple(words[at:end]) == phrase.words  # the lexicon knows it by its first word
        if same and not (phrase.suffix and _dated_next(words, end)):
            return phrase
    return None


def _dated_next(words: list[str], at: int) -> bool:
    """Whether a date follows: "1850 or after" ends there, "before 1750 or after 1940" does not."""
    return at < len(words) and (words[at][0] in DIGITS or words[at] in {"c", "ca", "circa", "about", "um"})

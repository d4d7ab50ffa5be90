"""A date's text becomes terminals: numbers by their form, words by the lexicon, and a choice where a word is two."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lark import Token
from lark.lexer import Lexer

from artmeta.dates.lexicon import TOKEN, Phrase, lexicon

LATEST_YEAR = 2100  # a later number in a museum's date is no year
MARKS = {
    "-": "TO", "/": "SLASH", ",": "SEPARATOR", ";": "SEPARATOR", ":": "SEPARATOR", "(": "OPEN", ")": "CLOSE",
    "[": "OPEN", "]": "CLOSE", "?": "DOUBT", "&": "AND", "+": "AND", "~": "CIRCA", "±": "CIRCA", "<": "BEFORE",
    ">": "AFTER", "*": "LIFE", "†": "LIFE", "|": "SEPARATOR",
}  # fmt: skip
SILENT = {".", "'", '"', "“", "”", "„", "«", "»"}
DATED = {"YEAR", "SMALL", "DECADE", "HUNDREDS", "SHORT_DECADE", "CENTURY", "DAY", "NAMED_CENTURY"}
COUNTING = {"SMALL", "ORDINAL", "LAST", "THIRD"}
COUNTED = {"FRACTION", "CENTURY", "MILLENNIUM"}
Item = tuple[str, Any]


class UnknownWord(Exception):
    """The text holds a word or a number that no date holds."""


class DateLexer(Lexer):  # type: ignore[misc]
    """Lark's door to `terminals`."""

    __future_interface__ = False

    def __init__(self, lexer_conf: object) -> None:
        """Take no configuration."""

    def lex(self, data: Any) -> Iterator[Token]:
        """Yield the terminals of a normalised text; raise UnknownWord."""
        for terminal, value in terminals(data):
            yield Token(terminal, value)


def terminals(text: str) -> list[Item]:
    """Return the terminals of a normalised text with their values; raise UnknownWord."""
    words = [word for word in TOKEN.findall(text) if word not in SILENT]
    items: list[Item] = []
    at = 0
    while at < len(words):
        word = words[at]
        if word[0].isdigit():
            items.append(number(word))
            at += 1
        elif word in MARKS:
            items.append((MARKS[word], word))
            at += 1
        else:
            phrase = _longest(words, at)
            at += len(phrase.words)
            items.append(_choose(phrase, items[-1][0] if items else "", words[at : at + 3]))
    return list(_tidy([item for item in items if item[0] != "NOISE"]))


@lru_cache(maxsize=8192)
def number(word: str) -> Item:
    """Say what a number is by its form: 1850, 27, 19th, 1850s, 18--, 12/27/1931."""
    digits = "".join(letter for letter in word if letter.isdigit())
    ending = word.lstrip("0123456789").lstrip("'")
    if not digits.isascii():
        raise UnknownWord(word)
    if "/" in word or word.count(".") == 2 or (word.count("-") == 2 and len(digits) > 2):
        return "DAY", int(digits[:4] if word[:4].isdigit() else digits[-4:])
    if ending in {"--", "??", "xx", "uu", "__"}:
        return "HUNDREDS", int(digits) * 100
    if ending in {"x", "_", "u", "?", "-"}:
        return "DECADE", int(digits) * 10
    if ending in {"s", "ies", "er"} and digits.endswith("0") and len(digits) in {2, 4}:
        return _decade(int(digits), len(digits))
    if ending.replace(".", "").replace(",", ""):
        return (
            _plain(int(digits), len(digits)) if len(digits) > 2 and "," in word else ("ORDINAL", int(digits))
        )
    return _plain(int(digits), len(digits.lstrip("0")))


def _decade(value: int, length: int) -> Item:
    if length == 2:
        return "SHORT_DECADE", value
    return ("HUNDREDS", value) if value % 100 == 0 else ("DECADE", value)


def _plain(value: int, length: int) -> Item:
    if length <= 2:
        return "SMALL", value
    return "YEAR", value


def _longest(words: list[str], at: int) -> Phrase:
    for phrase in lexicon().get(words[at], ()):
        end = at + len(phrase.words)
        if tuple(words[at:end]) == phrase.words and not (phrase.suffix and _dated_next(words, end)):
            return phrase
    raise UnknownWord(words[at])


def _dated_next(words: list[str], at: int) -> bool:
    """Whether a date follows: "1850 or after" ends there, "before 1750 or after 1940" does not."""
    return at < len(words) and (words[at][0].isdigit() or words[at] in {"c", "ca", "circa", "about", "um"})


def _choose(phrase: Phrase, before: str, after: list[str]) -> Item:
    """Choose among the meanings of a word by its neighbours: "o" is "or" in Italian, "h." a half or "hacia"."""
    meanings = phrase.meanings
    if len(meanings) == 1:
        return next(iter(meanings.items()))
    wanted = _expected(before, after)
    for terminal in wanted:
        if terminal in meanings:
            return terminal, meanings[terminal]
    return next(iter(meanings.items()))


def _expected(before: str, after: list[str]) -> tuple[str, ...]:
    following = {
        terminal for word in after[:1] for phrase in lexicon().get(word, ()) for terminal in phrase.meanings
    }
    digit_next = bool(after) and after[0][0].isdigit()
    if before in COUNTING:
        return "FRACTION", "CENTURY"
    if following & COUNTED or before in {"CENTURY", "ERA_NOUN", "MILLENNIUM"}:
        return "ORDINAL", "THIRD", "NOISE"
    if before in DATED and (digit_next or following & {"CIRCA", "C", "ORDINAL", "CENTURY"}):
        return "AND", "OR", "TO"
    return tuple(t for t in ("PART", "CIRCA", "BEFORE", "AFTER", "FROM", "MONTH", "NOISE"))


def _tidy(items: list[Item]) -> Iterator[Item]:
    """Drop the marks that only join words: "mid-19th", "July 4, 1945", "to late"."""
    previous = ""
    for at, (terminal, value) in enumerate(items):
        following = items[at + 1][0] if at + 1 < len(items) else ""
        if terminal == "TO" and (
            following in {"TO", "CENTURY"}
            or previous == "TO"
            or (
                previous in {"PART", "FRACTION"}
                and following in {"SMALL", "ORDINAL", "THIRD", "DECADE", "YEAR", "HUNDREDS", "NAMED_CENTURY"}
            )
        ):
            if following != "TO" and previous == "TO":
                continue
            if previous != "TO":
                continue
        if (
            terminal == "SEPARATOR"
            and value == ","
            and previous in {"SMALL", "MONTH", "ORDINAL"}
            and following == "YEAR"
        ):
            continue
        if terminal == "SEPARATOR" and value == "," and previous == "YEAR" and following == "MONTH":
            continue
        yield terminal, value
        previous = terminal

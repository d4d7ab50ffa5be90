"""A date's text becomes terminals: numbers by their form, words by the lexicon, and a choice where a word is two."""

from __future__ import annotations

from artmeta.dates.lexicon import TOKEN, Phrase, lexicon
from artmeta.dates.numbers import Item, number
from artmeta.dates.tidy import tidy

MARKS = {
    "-": "TO", " - ": "TO", " -": "TO", "- ": "TO", "/": "SLASH", "&": "AND", "+": "AND",
    ",": "SEPARATOR", ";": "SEPARATOR", ":": "SEPARATOR", "|": "SEPARATOR",
    "(": "OPEN", ")": "CLOSE", "[": "OPEN", "]": "CLOSE",
    "?": "DOUBT", "~": "CIRCA", "±": "CIRCA", "<": "BEFORE", ">": "AFTER", "*": "LIFE", "†": "LIFE",
}  # fmt: skip
SILENT = {".", "'", '"', "“", "”", "„", "«", "»"}
DATED = {"YEAR", "SMALL", "DECADE", "HUNDREDS", "SHORT_DECADE", "CENTURY", "DAY", "NAMED_CENTURY"}
DIGITS = frozenset("0123456789")  # digits of other scripts are words that no date holds
COUNTING = {"SMALL", "ORDINAL", "LAST", "THIRD"}
RESUMING = {"CIRCA", "C", "ORDINAL", "CENTURY"}
COUNTED = {"FRACTION", "CENTURY", "MILLENNIUM"}


LEADING = 3  # words between "by" and a name: "by", "by the"


class UnknownWord(Exception):
    """The text holds a word or a number that no date holds."""


def terminals(text: str) -> list[Item]:
    """Return the terminals of a normalised text with their values; raise UnknownWord."""
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
            phrase = _longest(words, at)
            if phrase is None:
                at = _past_name(words, at, items)
                continue
            at += len(phrase.words)
            items.append(phrase.only or _choose(phrase, [item[0] for item in items[-2:]], words[at : at + 3]))
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


def _longest(words: list[str], at: int) -> Phrase | None:
    for phrase in lexicon().get(words[at], ()):
        end = at + len(phrase.words)
        same = end == at + 1 or tuple(words[at:end]) == phrase.words  # the lexicon knows it by its first word
        if same and not (phrase.suffix and _dated_next(words, end)):
            return phrase
    return None


def _dated_next(words: list[str], at: int) -> bool:
    """Whether a date follows: "1850 or after" ends there, "before 1750 or after 1940" does not."""
    return at < len(words) and (words[at][0] in DIGITS or words[at] in {"c", "ca", "circa", "about", "um"})


def _choose(phrase: Phrase, before: list[str], after: list[str]) -> Item:
    """Choose among the meanings of a word by its neighbours: "o" is "or" in Italian, "h." a half or "hacia"."""
    meanings = phrase.meanings
    wanted = _expected(before, after)
    terminal = next((terminal for terminal in wanted if terminal in meanings), next(iter(meanings)))
    return terminal, meanings[terminal]


def _expected(last: list[str], after: list[str]) -> tuple[str, ...]:
    """Return the terminals that the neighbours make likely, the likeliest first."""
    before = last[-1] if last else ""
    phrases = lexicon().get(after[0], ()) if after else ()
    following = {terminal for phrase in phrases for terminal in phrase.meanings}
    if not before and not after:
        return ("UNDATED",)
    of_a_century = last[:-1] in (["CENTURY"], ["MILLENNIUM"])  # "sec. XIX meta": the number has its noun
    counted = ("FRACTION", "CENTURY") if before in COUNTING and not of_a_century else ()
    return *counted, *_unless_counted(before, after, following)


def _unless_counted(before: str, after: list[str], following: set[str]) -> tuple[str, ...]:
    if following & COUNTED or before in {"CENTURY", "ERA_NOUN", "MILLENNIUM"}:
        return "ORDINAL", "THIRD", "PART", "NOISE"
    if before in DATED and ((after and after[0][0] in DIGITS) or following & RESUMING):
        return "AND", "OR", "TO"
    return "PART", "CIRCA", "BEFORE", "AFTER", "FROM", "MONTH", "NOISE"

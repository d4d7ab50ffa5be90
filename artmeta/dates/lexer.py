"""The lexer: numbers become terminals by their form, words by the lexicon and, if ambiguous, by their context."""

from __future__ import annotations

from collections.abc import Iterator

from artmeta.dates.cleanup import clean_up
from artmeta.dates.lexicon import SILENT, TOKEN, Lexicon, Phrase
from artmeta.dates.numbers import DIGITS, Item, number

_MARKS_OF = {
    "TO": ("-", " - ", " -", "- "),
    "SLASH": "/",
    "AND": "&+",
    "SEPARATOR": ",=;:|",
    "OPEN": "([",
    "CLOSE": ")]",
    "DOUBT": "?",
    "CIRCA": "~±",
    "BEFORE": "<",
    "AFTER": ">",
    "LIFE": "*†",
}
MARKS = {mark: terminal for terminal, marks in _MARKS_OF.items() for mark in marks}
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
    return clean_up([item for item in items if item[0] != "NOISE"])


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
        if same and not (phrase.suffix and _dated_next(words, end, phrases)):
            return phrase
    return None


def _dated_next(words: list[str], at: int, phrases: Lexicon) -> bool:
    """Whether a date follows: "1850 or later" ends there, "or after 1940" and "or later first century" do not."""
    return at < len(words) and (
        words[at][0] in DIGITS
        or words[at] in {"c", "ca", "circa", "about", "um"}
        or "ORDINAL" in _meanings(words, at, phrases)
    )


DATED = {"YEAR", "SMALL", "DECADE", "HUNDREDS", "SHORT_DECADE", "CENTURY", "DAY", "NAMED_CENTURY"}
COUNTING = {"SMALL", "ORDINAL", "LAST", "THIRD"}
COUNTED = {"FRACTION", "CENTURY", "MILLENNIUM"}
JOINABLE = DATED | {"ORDINAL", "MONTH", "PART", "BC", "GENITIVE"}  # may stand before "and", "or", "to"
# may stand behind them
STARTING = {"CIRCA", "C", "ORDINAL", "CENTURY", "PART", "LAST", "TENS", "NAMED_CENTURY"}
DASHES = {"-", " - ", "/"}


def choose(phrase: Phrase, before: list[str], after: list[str], phrases: Lexicon) -> Item:
    """Return the likeliest meaning of a phrase between the terminals before it and the words after it."""
    meanings = phrase.meanings
    likely = _likely(meanings, before, after, phrases)
    terminal = next((terminal for terminal in likely if terminal in meanings), next(iter(meanings)))
    return terminal, meanings[terminal]


def _likely(
    meanings: dict[str, object], last: list[str], after: list[str], phrases: Lexicon
) -> Iterator[str]:
    """Yield terminals, the likeliest first."""
    before = last[-1] if last else ""
    following = _meanings(after, 0, phrases)
    digits = bool(after) and after[0][0] in DIGITS
    if not before and not after:
        yield "UNDATED"
        return
    yield from _of_another_calendar(before, after, digits=digits)
    if before in COUNTING and not _of_a_century(last):
        yield from ("FRACTION", "CENTURY")
    if before in DATED | {"ORDINAL"}:
        yield from ("BC", "AD", "EARLIER")
    if "BETWEEN" in meanings and any("AND" in _meanings(after, at, phrases) for at in range(1, len(after))):
        yield "BETWEEN"
    if {"FROM", "NOISE"} <= meanings.keys() and after and after[0].endswith(("tal", "tals")):
        to = any("TO" in _meanings(after, at, phrases) for at in range(1, len(after)))
        yield (
            "FROM" if to else "NOISE"
        )  # "fran 1700-talet" says which century, "fran 1700-talet till" where it begins
    if before == "CENTURY" and last[-2:-1] not in ([kind] for kind in COUNTING):
        yield "ORDINAL"  # "secolul V"
    yield from _prepositions(meanings, before, after, phrases)
    yield from _unless_counted(before, following, digits=digits)


def _meanings(after: list[str], at: int, phrases: Lexicon) -> set[str]:
    phrases_here = phrases.get(after[at], ()) if at < len(after) else ()
    return {terminal for phrase in phrases_here for terminal in phrase.meanings}


def _of_a_century(last: list[str]) -> bool:
    """Whether the count has its noun: "sec. XIX meta"; that of "XIX w. 2 pol." has not."""
    return last[-2:-1] in (["CENTURY"], ["MILLENNIUM"]) and last[-3:-2] not in ([kind] for kind in COUNTING)


def _of_another_calendar(before: str, after: list[str], *, digits: bool) -> Iterator[str]:
    """ "1025 H" and "A.M. 5610"; "1. H. 17. Jh.", "h. 1850" and "am 4. Mai" are none."""
    if before == "YEAR" and not digits:
        yield "AH"
    if before == "YEAR" or (digits and after[0].isdigit() and len(after[0]) > 2):  # noqa: PLR2004 -- no day
        yield "CALENDAR"


def _prepositions(
    meanings: dict[str, object], before: str, after: list[str], phrases: Lexicon
) -> Iterator[str]:
    """Words of one letter or two: "v 19. stoleti", "i 1800-tallet", "w. XIX", "w XIX w.", "borjan av", "I-III w."."""
    following = _meanings(after, 0, phrases)
    then = _meanings(after, 1, phrases)
    if "ORDINAL" in meanings and _names_century(before, after, following):
        yield "ORDINAL"  # "meta V sec.", "fine V - inizio IV sec."
    if "NOISE" in meanings and before in {"PART", "FRACTION"}:
        yield from () if "CENTURY" in meanings else ("NOISE",)
    if {"NOISE", "CIRCA"} <= meanings.keys() and "CENTURY" not in following:
        dotted = bool(after) and after[0][0] in DIGITS and after[0][-1] == "."
        yield from ("NOISE",) if dotted or following & {"ORDINAL", "LAST", "PART"} else ()
    if "CENTURY" in meanings and "ORDINAL" in following:
        yield from ("NOISE",) if "CENTURY" in then | _meanings(after, 2, phrases) else ("CENTURY",)
    if before == "AN" or (after and after[0] in DASHES and "ORDINAL" in then):
        yield "ORDINAL"
    if after and after[0][0] in DIGITS:
        yield "TENS"  # "l. 80. XIX w."


def _names_century(before: str, after: list[str], following: set[str]) -> bool:
    return "CENTURY" in following or (before == "PART" and after[:1] != [] and after[0] in DASHES)


def _unless_counted(before: str, following: set[str], *, digits: bool) -> Iterator[str]:
    if before in JOINABLE and (digits or following & STARTING):
        yield from ("AND", "OR", "TO")
    if following & COUNTED or before in {"CENTURY", "ERA_NOUN", "MILLENNIUM"}:
        yield from ("ORDINAL", "THIRD", "PART", "NOISE")
    yield from ("PART", "CIRCA", "BEFORE", "AFTER", "FROM", "MONTH", "NOISE")

"""Phrases of several words are rewritten as plain dates: "between ... and", "1950 +/- 5", "first decade of"."""

from __future__ import annotations

from artmeta.dates.calendars import convert_calendars
from artmeta.dates.numbers import Item
from artmeta.dates.ordering import (
    HEDGES,
    JOINTS,
    MARKS,
    fractions,
    genitives,
    in_front,
    parts_in_front,
    tens,
    turns,
)

BETWEEN = "between"  # the value of a TO that stands for "between ... and"
CENTURIES = frozenset({"ORDINAL", "THIRD", "SMALL", "CENTURY", "HUNDREDS", "NAMED_CENTURY"})
DECADES = 10  # of a century
STARTS = MARKS | HEDGES | {"ROLE"}  # behind which an era may stand before its years
ENDING = MARKS | {"ROLE", "AD", "BC"}


def rewrite_phrases(items: list[Item], kinds: set[str]) -> list[Item]:
    """Return the items with such phrases rewritten as plain dates; `kinds` are the terminals among them."""
    for among, tell in () if kinds.isdisjoint(KINDS) else TELLING:
        if not among.isdisjoint(kinds):
            items = tell(items)
    return items


def between(items: list[Item]) -> list[Item]:
    """Let "between 1850 and 1860" be "1850 to 1860", also with hedges inside."""
    open_, result = False, []
    for terminal, value in items:
        if terminal == "BETWEEN":
            open_ = True
        elif open_ and terminal == "AND":
            open_ = False
            result.append(("TO", BETWEEN))
        else:
            result.append((terminal, value))
    return result


def about(items: list[Item]) -> list[Item]:
    """Read "1950 +/- 5 years" as "c. 1945 - 1955"."""
    kinds = [terminal for terminal, _ in items]
    for at in range(len(items) - 2):
        if kinds[at : at + 3] == ["YEAR", "CIRCA", "SMALL"] and items[at + 1][1] == "±":
            year, width = items[at][1], int(items[at + 2][1])
            about = [("CIRCA", "±"), ("YEAR", year - width), ("TO", " - "), ("YEAR", year + width)]
            return [*items[:at], *about, *items[at + 3 :]]
    return items


def bounded(items: list[Item]) -> list[Item]:
    """Read "after 1850 before 1860" as "after 1850 and before 1860"."""
    result: list[Item] = []
    for at, item in enumerate(items):
        kinds = [terminal for terminal, _ in items[max(0, at - 2) : at + 2]]
        if item[0] == "BEFORE" and kinds == ["AFTER", "YEAR", "BEFORE", "YEAR"]:
            result.append(("AND", ""))
        result.append(item)
    return result


def era_behind(items: list[Item]) -> list[Item]:
    """Put the era of "BC 249", "B.C. 300-200" and "Kr. e. 5. század" behind its years."""
    result: list[Item] = []
    era: Item | None = None
    for terminal, value in items:
        if era and terminal in ENDING:
            result, era = _with_era(result, era), None
        if terminal == "BC" and (not result or result[-1][0] in STARTS):
            era = terminal, value
        else:
            result.append((terminal, value))
    return _with_era(result, era) if era else result


def _with_era(items: list[Item], era: Item) -> list[Item]:
    end = len(items)
    while end and items[end - 1][0] in JOINTS:
        end -= 1
    return [*items[:end], era, *items[end:]]


def months(items: list[Item]) -> list[Item]:
    """Take the brackets from "(July 17-19) 1969"."""
    kinds = [terminal for terminal, _ in items]
    for start in (at for at, kind in enumerate(kinds) if kind == "OPEN"):
        end = start + 1
        while end < len(kinds) and kinds[end] in {"MONTH", "SMALL", "ORDINAL", "TO", "SLASH", "AND"}:
            end += 1
        if "MONTH" in kinds[start:end] and kinds[end : end + 2] == ["CLOSE", "YEAR"]:
            return months([*items[:start], *items[start + 1 : end], *items[end + 1 :]])
    return items


def centuries(items: list[Item]) -> list[Item]:
    """Let the "c" of "9thC-8thC BC" be a century, that of "May 4th, c. 1850" none."""
    return [
        ("CENTURY", value)
        if terminal == "C" and at and items[at - 1][0] in {"ORDINAL", "THIRD"}
        else (terminal, value)
        for at, (terminal, value) in enumerate(items)
    ]


def decades(items: list[Item]) -> list[Item]:
    """Let "first decade" and "last decade" be parts where a century follows; "1850 decade" is none."""
    result: list[Item] = []
    for at, (terminal, value) in enumerate(items):
        following = items[at + 1][0] if at + 1 < len(items) else ""
        counted = bool(result) and result[-1][0] in {"ORDINAL", "THIRD", "LAST", "SMALL"}
        if terminal == "DECADE_WORD" and counted and following in CENTURIES:
            kind, nth = result.pop()
            count = {"LAST": DECADES, "THIRD": 3}.get(kind) or int(nth)
            result.append(("PART", f"decade {count}"))
        else:
            result.append((terminal, value))
    return result


TELLING = (
    (frozenset({"C"}), centuries),
    (frozenset({"AH", "AH_MONTH", "AN", "REPUBLICAN_MONTH", "PERIOD"}), convert_calendars),
    (frozenset({"POSTPOSED"}), in_front),
    (frozenset({"GENITIVE"}), genitives),
    (frozenset({"TENS", "SHORT_DECADE", "DECADE_WORD"}), tens),
    (frozenset({"FRACTION", "THIRD", "SLASH"}), fractions),
    (frozenset({"PART", "FRACTION", "DECADE_WORD"}), parts_in_front),
    (frozenset({"DECADE_WORD"}), decades),
    (frozenset({"PART"}), turns),
    (frozenset({"BETWEEN"}), between),
    (frozenset({"BEFORE"}), bounded),
    (frozenset({"BC"}), era_behind),
    (frozenset({"MONTH"}), months),
    (frozenset({"CIRCA"}), about),
)
KINDS = frozenset().union(*(kinds for kinds, _ in TELLING))

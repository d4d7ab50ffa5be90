"""Word orders of other languages are normalised: "1700-talets mitt", "1850 jalkeen", "60. roky 19. storocia"."""

from __future__ import annotations

from artmeta.dates.numbers import Item
from artmeta.dates.tree import FRACTIONS

COUNTS = frozenset({"SMALL", "ORDINAL", "THIRD"})
JOINTS = frozenset({"TO", "SLASH", "AND", "OR"})
MARKS = frozenset({"SEPARATOR", "OPEN", "CLOSE"})
HEDGES = frozenset({"CIRCA", "C", "BEFORE", "AFTER", "UNTIL", "FROM"})
CENTURIES = frozenset({"NAMED_CENTURY", "HUNDREDS"})
WHOLES = CENTURIES | {"CENTURY", "DECADE"}
PARTS = frozenset({"PART", "FRACTION", "DECADE_WORD"})
TURNING = COUNTS | JOINTS | WHOLES | {"YEAR"}  # what a turn stands between, or which it names
TENS_WORDS = frozenset({"TENS", "DECADE_WORD", "SHORT_DECADE"})
STOPS = JOINTS | MARKS | {"ROLE", "VAGUE", "BETWEEN"}
HUNDRED, TEN = 100, 10


def in_front(items: list[Item]) -> list[Item]:
    """Put "after" of the Finnish "1850 jalkeen" before its moment."""
    result: list[Item] = []
    for terminal, value in items:
        if terminal == "POSTPOSED":
            at = len(result)
            while at > 0 and result[at - 1][0] not in STOPS:
                at -= 1
            result.insert(at, (str(value), ""))
        else:
            result.append((terminal, value))
    return result


def genitives(items: list[Item]) -> list[Item]:
    """Put the parts of "1700-talets andra halft" before their century."""
    result: list[Item] = []
    at = 0
    while at < len(items):
        terminal, value = items[at]
        end = at + 1
        if terminal == "GENITIVE":
            while (size := _part_size(items, end)) > 0:
                end += size
            result += [*items[at + 1 : end], value]
        else:
            result.append(items[at])
        at = end
    return result


def _part_size(items: list[Item], at: int) -> int:
    """Return how many items make the part that begins here: "early" 1, "second half" 2, none 0."""
    kinds = [terminal for terminal, _ in items[at : at + 2]]
    if kinds[:1] == ["PART"]:
        return 1
    counted = (
        len(kinds) > 1 and kinds[0] in COUNTS | {"LAST"} and kinds[1] in {"FRACTION", "THIRD", "DECADE_WORD"}
    )
    return 2 if counted else 0


def fractions(items: list[Item]) -> list[Item]:
    """Give each count of "1st-2nd quarter" its fraction, and read "3/4 XIX w." as the third quarter."""
    for at in range(len(items) - 3):
        first, joint, second, noun = items[at : at + 4]
        if first[0] not in COUNTS or joint[0] not in JOINTS or second[0] not in COUNTS:
            continue
        size = 3 if noun[0] == "THIRD" else int(noun[1]) if noun[0] == "FRACTION" else 0
        if 1 <= _number(first) < _number(second) <= size:
            parts = [_part(first, size), joint, _part(second, size)]
            return [*items[:at], *parts, *items[at + 4 :]]
        whole = joint[0] == "SLASH" and _century_size(items, at + 3) > 0
        if whole and _number(second) in FRACTIONS and 1 <= _number(first) <= _number(second):
            return [*items[:at], _part(first, _number(second)), *items[at + 3 :]]
    return items


def _part(count: Item, size: int) -> Item:
    return "PART", f"{FRACTIONS[size]} {_number(count)}"


def _number(item: Item) -> int:
    return 3 if item[0] == "THIRD" else int(item[1])


def parts_in_front(items: list[Item]) -> list[Item]:
    """Put the parts of "18. Jh., Ende - 19. Jh., Anfang" before their centuries, if all have that order."""
    kinds = [terminal for terminal, _ in items]
    first = next((at for at, kind in enumerate(kinds) if kind in WHOLES), len(kinds))
    if PARTS.isdisjoint(kinds[first:]):
        return items
    result: list[Item] = []
    at = 0
    while at < len(items):
        whole = _whole_size(items, at)
        part = at + whole + 1 if whole and _gap(items, at + whole) else at + whole
        size = _part_size(items, part) if whole else 0
        end = part + size
        if size and _leads_on(items, end) and not _partial(result):
            result += [*items[part:end], *items[at : at + whole]]
            at = end
        else:
            result += items[at : at + max(whole, 1)]
            at += max(whole, 1)
    return result


def _leads_on(items: list[Item], end: int) -> bool:
    """Whether the text ends here, or another century, a year or a last part of this one follows: "Anfang - 2. Viertel".

    The era of "5. Jh. Ende v. Chr." may stand before. In "19th century, mid-1850" the dash is none before a year.
    """
    era = end + (end < len(items) and items[end][0] == "SEPARATOR")
    if era < len(items) and items[era][0] in {"BC", "AD"}:
        end = era + 1
    if end == len(items) or items[end][0] not in JOINTS:
        return end == len(items)
    part = _part_size(items, end + 1)
    year = items[end][1] != "-" and items[end + 1 : end + 2] != [] and items[end + 1][0] == "YEAR"
    return year or _whole_size(items, end + 1) > 0 or (part > 0 and end + 1 + part == len(items))


def _whole_size(items: list[Item], at: int) -> int:
    """Return how many items make the century that begins here; one for the XVI of "sec. XV fine - XVI inizio"."""
    if size := _century_size(items, at):
        return size
    kinds = [terminal for terminal, _ in items[at - 1 : at + 1]] if at else []
    count = len(kinds) > 1 and kinds[0] in JOINTS and kinds[1] in COUNTS and not _part_size(items, at)
    end = at + 2 if _gap(items, at + 1) else at + 1
    return int(count and (end == len(items) or _part_size(items, end) > 0))


def _gap(items: list[Item], at: int) -> bool:
    """Whether a comma or a dash between spaces stands here: "19. stoleti - 2. polovina"."""
    return at < len(items) and items[at] in ((("SEPARATOR", ",")), ("TO", " - "))


def _partial(before: list[Item]) -> bool:
    """Whether the century that follows has a part already: "early 19th century - late"."""
    return bool(before) and before[-1][0] in {"PART", "FRACTION"}


def _century_size(items: list[Item], at: int) -> int:
    kinds = [terminal for terminal, _ in items[at : at + 2]]
    if kinds and kinds[0] in CENTURIES | {"DECADE"}:
        return 1
    pair = len(kinds) > 1 and (
        (kinds[0] in COUNTS and kinds[1] == "CENTURY") or (kinds[0] == "CENTURY" and kinds[1] in COUNTS)
    )
    return 2 if pair else 0


def tens(items: list[Item]) -> list[Item]:
    """Read "50. roky 19. storocia" and "lata 60. i 70. XX w." as decades; a word for years beside none goes."""
    items = _tens_in_front(items)
    at = 0
    while at < len(items):
        size = _century_size(items, at)
        count = _count(items[at : at + size]) if size > 1 else 0
        start = _tens_start(items, at) if count else at
        if start < at:
            decades = [
                _decade(item, count) for item in items[start:at] if item[0] not in {"TENS", "DECADE_WORD"}
            ]
            items = [*items[:start], *decades, *items[at + size :]]
            at = start + len(decades)
        else:
            at += max(size, 1)
    return [_named_tens(items, at) for at in range(len(items)) if items[at][0] != "TENS"]


def _tens_in_front(items: list[Item]) -> list[Item]:
    """Put "30. gadi" of "20. gs. 30. gadi" before its century."""
    for at in range(len(items) - 3):
        size, kinds = _century_size(items, at), [terminal for terminal, _ in items[at + 2 : at + 4]]
        if size > 1 and kinds[1:] == ["TENS"] and _is_ten(items[at + 2]):
            return [
                *items[:at],
                *items[at + 2 : at + 4],
                *items[at : at + 2],
                *_tens_in_front(items[at + 4 :]),
            ]
    return items


def _count(century: list[Item]) -> int:
    return next(
        (3 if terminal == "THIRD" else int(value)) for terminal, value in century if terminal in COUNTS
    )


def _tens_start(items: list[Item], at: int) -> int:
    """Return where the tens before a century begin; `at` where there are none."""
    start = at
    while start > 0 and (
        items[start - 1][0] in JOINTS | {"TENS", "DECADE_WORD"} or _is_ten(items[start - 1])
    ):
        start -= 1
    while start < at and items[start][0] in JOINTS:
        start += 1
    kinds = {terminal for terminal, _ in items[start:at]}
    counted = any(_is_ten(item) for item in items[start:at])
    return start if counted and items[at - 1][0] not in JOINTS and kinds & TENS_WORDS else at


def _is_ten(item: Item) -> bool:
    return (
        item[0] in {"SMALL", "ORDINAL", "SHORT_DECADE"}
        and TEN <= int(item[1]) < HUNDRED
        and int(item[1]) % TEN == 0
    )


def _decade(item: Item, century: int) -> Item:
    return ("DECADE", (century - 1) * HUNDRED + int(item[1])) if _is_ten(item) else item


def _named_tens(items: list[Item], at: int) -> Item:
    """Read "lata 1860-te" as a decade."""
    terminal, value = items[at]
    decade = terminal == "ORDINAL" and int(value) > HUNDRED and int(value) % TEN == 0
    return ("DECADE", int(value)) if decade and at > 0 and items[at - 1][0] == "TENS" else items[at]


def turns(items: list[Item]) -> list[Item]:
    """Let "turn of the 18th and 19th centuries" and "sekelskiftet 1800" be the turn to the later one."""
    place = next((at for at, item in enumerate(items) if item == ("PART", "turn")), None)
    if place is None:
        return items
    start = end = place
    while end + 1 < len(items) and items[end + 1][0] in TURNING:
        end += 1
    while start > 0 and items[start - 1][0] in TURNING:
        start -= 1
    later = _later(items[start:place] + items[place + 1 : end + 1])
    return items if later is None else [*items[:start], ("PART", "turn"), later, *items[end + 1 :]]


def _later(items: list[Item]) -> Item | None:
    """Return the later of two neighbours, or the century that begins in a round year; None for anything else."""
    counts = [(terminal, value) for terminal, value in items if terminal not in JOINTS | {"CENTURY"}]
    kinds = {"century" if terminal in COUNTS else terminal for terminal, _ in counts}
    if any(terminal == "CENTURY" for terminal, _ in items):
        numbers = [_count([item]) * HUNDRED - HUNDRED for item in counts if item[0] in COUNTS]
    elif kinds == {"DECADE"}:
        numbers = [int(value) for _, value in counts]
        return counts[-1] if len(numbers) > 1 and numbers[1] - numbers[0] == TEN else None
    else:
        numbers = [
            int(value) * HUNDRED - HUNDRED if terminal == "NAMED_CENTURY" else int(value)
            for terminal, value in counts
            if terminal in CENTURIES | {"YEAR"}
        ]
    if len(numbers) != len(counts) or not numbers or numbers[-1] % HUNDRED:
        return None
    if len(numbers) == 1 and "YEAR" not in kinds:
        return None
    follows = len(numbers) == 1 or numbers[-1] - numbers[0] == HUNDRED
    return ("NAMED_CENTURY", numbers[-1] // HUNDRED + 1) if follows else None

"""Phrases whose words only mean a date together: "between ... and", "1950 +/- 5", "first decade of", "A.H. 1025/"."""

from __future__ import annotations

from artmeta.dates.numbers import Item

BETWEEN = "between"  # the value of a TO that stands for "between ... and"
CENTURIES = frozenset({"ORDINAL", "THIRD", "SMALL", "CENTURY", "HUNDREDS", "NAMED_CENTURY"})
DECADES = 10  # of a century


def rewritten(items: list[Item], kinds: set[str]) -> list[Item]:
    """Return the items with such phrases told in the words of plain dates; `kinds` are the terminals among them."""
    for terminal, tell in TELLING:
        if terminal in kinds:
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


def decades(items: list[Item]) -> list[Item]:
    """Let "first decade" and "last decade" be parts where a century follows; "1850 decade" is none."""
    result: list[Item] = []
    for at, (terminal, value) in enumerate(items):
        following = items[at + 1][0] if at + 1 < len(items) else ""
        counted = bool(result) and result[-1][0] in {"ORDINAL", "THIRD", "LAST"}
        if terminal == "DECADE_WORD" and counted and following in CENTURIES:
            kind, nth = result.pop()
            count = {"LAST": DECADES, "THIRD": 3}.get(kind, nth)
            result.append(("PART", f"decade {count}"))
        else:
            result.append((terminal, value))
    return result


def one_calendar(items: list[Item]) -> list[Item]:
    """Let the Islamic year of "A.H. 1025/A.D. 1616" go; one that stands alone stays, and makes the text unread."""
    kinds = [terminal for terminal, _ in items]
    if "AH" not in kinds:
        return items
    start = kinds.index("AH")
    years = start + 1
    while years < len(kinds) and kinds[years] in {"YEAR", "SMALL", "TO"}:
        years += 1
    before, after = items[:start], items[years:]
    if kinds[years : years + 1] == ["SLASH"]:
        after = after[1:]
    elif before[-1:] and before[-1][0] == "SLASH":
        before = before[:-1]
    rest = before + after
    return rest if any(terminal == "YEAR" for terminal, _ in rest) else items


TELLING = (("DECADE_WORD", decades), ("BETWEEN", between), ("CIRCA", about), ("AH", one_calendar))

"""Names of dynasties, rulers and styles: which of them date a work, and which only stand beside its date."""

from __future__ import annotations

from itertools import pairwise

from artmeta.dates.completing import Unreadable
from artmeta.dates.numbers import Item

STYLED: Item = ("NAME", None)  # a style has no years
JOINTS = frozenset({"TO", "SLASH", "OR", "AND"})


def named(items: list[Item]) -> list[Item]:
    """Let a name stand for its dynasty where a noun stands beside it: "Song-Yuan dynasty", "dynastie Tang"."""
    items = _unstyled(items)
    for at in range(len(items) - 1, -1, -1):
        terminal, value = items[at]
        if terminal != "NAME" or value is None:
            continue
        following = [item[0] for item in items[at + 1 :] if item[0] != "PART"][:2]
        beside = following[:1] == ["ERA_NOUN"] or (at > 0 and items[at - 1][0] == "ERA_NOUN")
        if beside or (len(following) > 1 and following[0] in JOINTS and following[1] == "PERIOD"):
            items[at] = ("PERIOD", value)
    if ("NAME", "TO") in pairwise(terminal for terminal, _ in items):
        raise Unreadable("from a name to a date")
    return items


def _unstyled(items: list[Item]) -> list[Item]:
    """Make a name without years of "Late Medieval-Renaissance" or "Archaic period": a style dates nothing."""
    result: list[Item] = []
    for at, (terminal, value) in enumerate(items):
        styled = result[-1:] == [STYLED]
        if terminal == "STYLE" or (styled and terminal in {"NAME", "PERIOD"}):
            while result and result[-1][0] in {"PART", *JOINTS}:
                result.pop()
            result += [] if result[-1:] == [STYLED] else [STYLED]
        elif not (styled and (terminal == "ERA_NOUN" or _to_name(items[at:]))):
            result.append((terminal, value))
    return result


def _to_name(items: list[Item]) -> bool:
    """Whether a dash leads on to another name, as in "Classical-Early Hellenistic"."""
    following = next((terminal for terminal, _ in items if terminal not in {"PART", *JOINTS}), "")
    return items[0][0] in JOINTS | {"PART"} and following in {"NAME", "PERIOD"}

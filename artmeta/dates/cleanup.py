"""Rules on neighbouring terminals, applied left to right: joining marks are dropped, ambiguous words decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from artmeta.dates.numbers import Item
from artmeta.dates.ordering import HEDGES, JOINTS, MARKS
from artmeta.dates.phrases import rewrite_phrases
from artmeta.dates.tree import Unreadable

EDGE = ""  # stands for the start and the end of the text

NUMBERS = frozenset(
    {"YEAR", "SMALL", "ORDINAL", "THIRD", "DECADE", "HUNDREDS", "SHORT_DECADE", "NAMED_CENTURY"}
)
DATES = NUMBERS | {"MONTH", "DAY", "PERIOD"}
OPENING = frozenset({"OPEN", "SEPARATOR"})
TAILS = frozenset({"LATER", "EARLIER", "DOUBT", "BC", "AD", "CIRCA", "C", "BEFORE", "AFTER"})
DATED = frozenset({"YEAR", "DECADE", "HUNDREDS", "CENTURY", "SMALL"})


@dataclass(frozen=True, slots=True)
class Rule:
    """Where one of `terminals` stands between two neighbours (None: any), it becomes `into`; '' drops it."""

    before: frozenset[str] | None
    terminals: frozenset[str]
    after: frozenset[str] | None
    into: str
    text: str = ""  # the rule holds for this mark only
    month: bool = False  # the rule holds where a month was named since the last mark


RULES = (
    # "mid-19th", "late-1850s", "mid-C18", "post-1850", "early, 1850s" is left alone
    Rule(frozenset({"PART", "FRACTION"}) | HEDGES, frozenset({"TO"}), NUMBERS | {"MONTH", "C"}, ""),
    # "1880- och 1890-talet", "1880-/1890-talet"
    Rule(frozenset({"YEAR", "SMALL"}), frozenset({"TO"}), frozenset({"AND", "OR", "SLASH"}), ""),
    # "mid- to late", "1850-present", "Jahr-hundert"
    Rule(None, frozenset({"TO"}), frozenset({"TO", "LATER", "CENTURY"}), ""),
    # "July 4, 1945", "December, 1932", "1932, December", "c, 1886"
    Rule(
        frozenset({"SMALL", "MONTH", "ORDINAL"}), frozenset({"SEPARATOR"}), frozenset({"YEAR"}), "", ",", True
    ),
    Rule(frozenset({"YEAR"}), frozenset({"SEPARATOR"}), frozenset({"MONTH"}), "", ","),
    Rule(frozenset({"CIRCA", "C"}), frozenset({"SEPARATOR"}), NUMBERS, "", ","),
    # "1652 (or 1653?)", "1850, and 1860"
    Rule(MARKS | {EDGE}, frozenset({"OR", "AND"}), None, ""),
    # "1950 (printed 1960)?"
    Rule(frozenset({"CLOSE"}), frozenset({"DOUBT"}), MARKS | {EDGE}, ""),
    # "designed and made 1925"; "1936/printed 1980", "1925 and reworked 1930"
    Rule(frozenset({"ROLE"}), JOINTS, frozenset({"ROLE"}), ""),
    Rule(None, JOINTS, frozenset({"ROLE"}), "SEPARATOR"),
    # "1850 (painted) - 1860", "(1850) - 1860": the second year is not "until 1860"
    Rule(frozenset({"CLOSE"}), frozenset({"TO"}), DATES | HEDGES | {"PART", "DOUBT"}, "SEPARATOR"),
    # "1850 post", "1860 (ante)", as Italian catalogues write
    Rule(DATED - {"SMALL"}, frozenset({"AFTER"}), MARKS | JOINTS | {EDGE}, "LATER"),
    Rule(DATED - {"SMALL"}, frozenset({"BEFORE"}), MARKS | JOINTS | {EDGE}, "EARLIER"),
    # "1850 circa", "1850 c."; "19th c." is a century
    Rule(DATED - {"SMALL"}, frozenset({"CIRCA", "C"}), MARKS | JOINTS | {EDGE}, "CIRCA_AFTER"),
    # "500 BC circa"
    Rule(frozenset({"SMALL", "BC", "AD"}), frozenset({"CIRCA"}), MARKS | JOINTS | {EDGE}, "CIRCA_AFTER"),
)


def clean_up(items: list[Item]) -> list[Item]:
    """Apply the rules; also take the brackets from "1850 (or later)" and "1850 (circa)"."""
    kinds = {terminal for terminal, _ in items}
    items = rewrite_phrases(items, kinds)  # what it adds has no rule that the words it stands for have not
    if not kinds.isdisjoint(OPENING):
        items = list(_unbracketed(items))
    if not kinds.isdisjoint(_BY_TERMINAL):
        items = list(_ruled(items))
    return named(items) if "NAME" in kinds or "STYLE" in kinds else items


def _ruled(items: list[Item]) -> Iterator[Item]:
    before, month = EDGE, False
    for at, (terminal, value) in enumerate(items):
        after = items[at + 1][0] if at + 1 < len(items) else EDGE
        month = terminal == "MONTH" or (month and not (terminal in MARKS and after != "YEAR"))
        rules = _BY_TERMINAL.get(terminal, ())
        into = next((rule.into for rule in rules if _holds(rule, before, value, after, month)), None)
        if into == "":
            continue
        before = into or terminal
        yield before, value


def _holds(rule: Rule, before: str, value: Any, after: str, month: bool) -> bool:
    return (
        (rule.before is None or before in rule.before)
        and (rule.after is None or after in rule.after)
        and (not rule.text or value == rule.text)
        and (month or not rule.month)
    )


_BY_TERMINAL = {
    terminal: tuple(rule for rule in RULES if terminal in rule.terminals)
    for terminal in {terminal for rule in RULES for terminal in rule.terminals}
}


def _unbracketed(items: list[Item]) -> Iterator[Item]:
    """Yield the items without empty brackets, and without one or a comma before a lone hedge of what precedes it."""
    skip = -1
    for at, (terminal, value) in enumerate(items):
        if at == skip:
            continue
        if terminal == "OPEN" and items[at + 1 : at + 2] and items[at + 1][0] == "CLOSE":
            skip = at + 1
            continue
        tail = terminal in OPENING and at > 0 and at + 1 < len(items) and items[at + 1][0] in TAILS
        if tail and (at + 2 == len(items) or items[at + 2][0] in MARKS):
            skip = at + 2 if terminal == "OPEN" else -1
            continue
        yield terminal, value


STYLED: Item = ("NAME", None)  # a style has no years


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

"""The parse tree of a date: moments with hedges, joined to spans, among roles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from artmeta.dates.numbers import DAYS

Whole = Literal["year", "decade", "hundreds", "century", "millennium", "period", "dynasty"]
Unit = Whole | Literal["small", "ordinal", "short_decade", "part", "month", "day_year"]


class Unreadable(Exception):
    """The words are known but do not make a date: an incomplete year, an end before its start."""


class Word(NamedTuple):
    """A terminal of the grammar and its value: a number, a year, the name of a part or of a role."""

    type: str
    value: Any


@dataclass(slots=True)
class Moment:
    """One dated thing: `number` is a year, the count of a century or the first year of a decade."""

    unit: Unit
    number: int = 0
    until: int = 0  # the last year of a period
    parts: tuple[str, ...] = ()  # outermost first: "early", "half 2", "quarter 3"
    monthly: bool = False  # the month is known, so that "about" means days, not years
    digits: int = 4  # of the number as written: "1826-7" has 1, "1826-07" has 2
    hedges: tuple[
        str, ...
    ] = ()  # CIRCA, CIRCA_AFTER, DOUBT, BEFORE, AFTER, UNTIL, FROM, BC, AD, NEXT, DECADES

    def says(self, hedge: str) -> bool:
        """Whether the text hedges this moment so."""
        return hedge in self.hedges


@dataclass(slots=True)
class Span:
    """Moments in a row and what joins them; `edge` is "onwards" or "until" where a dash stands at an end."""

    moments: list[Moment]
    joints: list[str] = field(default_factory=list)
    edge: str = ""


@dataclass(slots=True)
class Role:
    """What was done then: made, designed, printed ...; '' for a word like "posthumous" that dates nothing."""

    names: tuple[str, ...]


@dataclass(slots=True)
class Mark:
    """Punctuation or a word that is no date: ',', '(', ')', ':', 'life', 'undated'."""

    kind: str


Element = Span | Role | Mark
FRACTIONS = {2: "half", 3: "third", 4: "quarter"}


def _about(span: Span) -> Span:
    """Let "1850-60 circa" be about both years."""
    if span.moments[-1].says("CIRCA_AFTER"):
        for moment in span.moments:
            moment.hedges += ("CIRCA",)
    return span


def _span_onwards(*items: Any) -> Span:
    moments = [item for item in items if isinstance(item, Moment)]
    joints = [item for item in items if isinstance(item, str) and not isinstance(item, Word)]
    return _about(Span(moments, joints, "onwards"))


def _joint(token: Word) -> str:
    if token.value == "between":
        return "BETWEEN"
    return "TIGHT" if token.type == "SLASH" or token.value == "-" else str(token.type)


def _hedged(first: Moment | str, second: Moment | str) -> Moment:
    moment, hedge = (first, second) if isinstance(first, Moment) else (second, first)
    assert isinstance(moment, Moment) and isinstance(hedge, str)  # noqa: S101 -- the grammar says so
    moment.hedges += (hedge,)
    return moment


def _hedge(token: Word) -> str:
    return "CIRCA" if token.type == "C" else str(token.type)


def _part_of(*items: Any) -> Moment:
    whole: Moment = items[-1]
    whole.parts = tuple(items[:-1])
    return whole


def _day(token: Word) -> int:
    day = _count(token)
    if day > DAYS:
        raise Unreadable(f"no month has a day {day}")
    return day


def _count(token: Word) -> int:
    return 3 if token.type == "THIRD" else int(token.value)


def _named_decade(first: Word, second: Word) -> Moment:
    number = first if second.type == "DECADE_WORD" else second
    return Moment("short_decade" if number.type == "SMALL" else "decade", int(number.value))


def _decade_named(first: Word, second: Word) -> Moment:
    moment = _named_decade(first, second)
    moment.hedges = ("DECADES",) if moment.unit == "decade" else ()
    return moment


def _period(*tokens: Word) -> Moment:
    years = next(token.value for token in tokens if token.type == "PERIOD")
    return Moment("period", years[0], years[1])


# What each rule of the grammar builds from the values of its parts, by the rule's name.
RULES: dict[str, Callable[..., Any]] = {
    "start": lambda *elements: list(elements),
    "separator": lambda token: Mark(str(token.value)),
    "life": lambda _: Mark("life"),
    "name": lambda _: Mark("name"),
    "undated": lambda _: Mark("undated"),
    "role": lambda *tokens: Role(
        tuple(str(token.value) for token in tokens if token and token.type == "ROLE")
    ),
    "vague": lambda _: Role(()),
    "span": lambda *items: _about(Span(list(items[::2]), list(items[1::2]))),
    "span_onwards": _span_onwards,
    "span_until": lambda _dash, moment: Span([moment], [], "until"),
    "joint": _joint,
    "hedged": _hedged,
    "hedge": _hedge,
    "tail": _hedge,
    "part_of": _part_of,
    "part_alone": lambda *parts: Moment("part", parts=parts),
    "part": lambda token: str(token.value),
    "nth_part": lambda nth, fraction: f"{FRACTIONS[fraction]} {nth}",
    "last_part": lambda _last, fraction: f"{FRACTIONS[fraction]} {fraction}",
    "fraction": _count,
    "nth": _count,
    "day": _day,
    "year": lambda token: Moment("year", int(token.value)),
    "small": lambda token: Moment("small", int(token.value), digits=len(token.value)),
    "ordinal": lambda token: Moment("ordinal", _count(token)),
    "decade": lambda token: Moment("decade", int(token.value)),
    "short_decade": lambda token: Moment("short_decade", int(token.value)),
    "hundreds": lambda token: Moment("hundreds", int(token.value)),
    "named_decade": _named_decade,
    "decade_named": _decade_named,
    "century": lambda nth, _noun: Moment("century", nth),
    "century_named": lambda _noun, nth: Moment("century", int(nth.value)),
    "named_century": lambda token: Moment("century", int(token.value)),
    "millennium": lambda nth, _noun: Moment("millennium", nth),
    "millennium_named": lambda _noun, nth: Moment("millennium", int(nth.value)),
    "period": _period,
    "dynasty": lambda nth, _noun: Moment("dynasty", nth),
    "dynasty_named": lambda _noun, nth: Moment("dynasty", int(nth.value)),
    "month": lambda *_: Moment("month", monthly=True),
    "month_year": lambda _month, year: Moment("year", int(year.value), monthly=True),
    "year_month": lambda year, *_: Moment("year", int(year.value), monthly=True),
    "month_day_year": lambda _first, _second, year: Moment("year", int(year.value), monthly=True),
    "day_year": lambda _day, year: Moment("day_year", int(year.value), monthly=True),
}

"""What a date says before anybody interprets it: moments with their hedges, joined to spans, among roles."""

# ruff: noqa: D102 -- each method of Reader is told by the grammar's rule of the same name

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Unit = Literal[
    "year",
    "small",
    "ordinal",
    "decade",
    "short_decade",
    "hundreds",
    "century",
    "millennium",
    "period",
    "dynasty",
    "part",
    "month",
    "day_year",
]


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


Entry = Span | Role | Mark
FRACTIONS = {2: "half", 3: "third", 4: "quarter"}


class Reader:
    """Told each rule of the grammar, bottom up, by the method of the rule's name."""

    def start(self, *entries: Entry) -> list[Entry]:
        return list(entries)

    def separator(self, token: Word) -> Mark:
        return Mark(str(token.value))

    def life(self, _token: Word) -> Mark:
        return Mark("life")

    def name(self, _token: Word) -> Mark:
        return Mark("name")

    def undated(self, _token: Word) -> Mark:
        return Mark("undated")

    def role(self, *tokens: Word) -> Role:
        return Role(tuple(str(token.value) for token in tokens if token is not None and token.type == "ROLE"))

    def vague(self, _token: Word) -> Role:
        return Role(())

    def span(self, *items: Any) -> Span:
        return _about(Span(list(items[::2]), list(items[1::2])))

    def span_onwards(self, *items: Any) -> Span:
        moments = [item for item in items if isinstance(item, Moment)]
        joints = [item for item in items if isinstance(item, str) and not isinstance(item, Word)]
        return _about(Span(moments, joints, "onwards"))

    def span_until(self, _dash: Word, moment: Moment) -> Span:
        return Span([moment], [], "until")

    def joint(self, token: Word) -> str:
        if token.value == "between":
            return "BETWEEN"
        tight = token.type == "SLASH" or token.value == "-"
        return "TIGHT" if tight else str(token.type)

    def hedged(self, first: Moment | str, second: Moment | str) -> Moment:
        moment, hedge = (first, second) if isinstance(first, Moment) else (second, first)
        assert isinstance(moment, Moment) and isinstance(hedge, str)  # noqa: S101 -- the grammar says so
        moment.hedges += (hedge,)
        return moment

    def hedge(self, token: Word) -> str:
        return "CIRCA" if token.type == "C" else str(token.type)

    tail = hedge

    def part_of(self, *items: Any) -> Moment:
        whole: Moment = items[-1]
        whole.parts = tuple(items[:-1])
        return whole

    def part_alone(self, *parts: str) -> Moment:
        return Moment("part", parts=tuple(parts))

    def part(self, token: Word) -> str:
        return str(token.value)

    def nth_part(self, nth: int, fraction: int) -> str:
        return f"{FRACTIONS[fraction]} {nth}"

    def last_part(self, _last: Word, fraction: int) -> str:
        return f"{FRACTIONS[fraction]} {fraction}"

    def fraction(self, token: Word) -> int:
        return 3 if token.type == "THIRD" else int(token.value)

    def nth(self, token: Word) -> int:
        return 3 if token.type == "THIRD" else int(token.value)

    day = nth

    def year(self, token: Word) -> Moment:
        return Moment("year", int(token.value))

    def small(self, token: Word) -> Moment:
        return Moment("small", int(token.value), digits=len(token.value))

    def ordinal(self, token: Word) -> Moment:
        return Moment("ordinal", 3 if token.type == "THIRD" else int(token.value))

    def decade(self, token: Word) -> Moment:
        return Moment("decade", int(token.value))

    def short_decade(self, token: Word) -> Moment:
        return Moment("short_decade", int(token.value))

    def hundreds(self, token: Word) -> Moment:
        return Moment("hundreds", int(token.value))

    def named_decade(self, first: Word, second: Word) -> Moment:
        number = first if second.type == "DECADE_WORD" else second
        return Moment("short_decade" if number.type == "SMALL" else "decade", int(number.value))

    def decade_named(self, first: Word, second: Word) -> Moment:
        moment = self.named_decade(first, second)
        moment.hedges = ("DECADES",) if moment.unit == "decade" else ()
        return moment

    def century(self, nth: int, _noun: Word) -> Moment:
        return Moment("century", nth)

    def century_named(self, _noun: Word, nth: Word) -> Moment:
        return Moment("century", int(nth.value))

    def named_century(self, token: Word) -> Moment:
        return Moment("century", int(token.value))

    def millennium(self, nth: int, _noun: Word) -> Moment:
        return Moment("millennium", nth)

    def millennium_named(self, _noun: Word, nth: Word) -> Moment:
        return Moment("millennium", int(nth.value))

    def period(self, *tokens: Word) -> Moment:
        years = next(token.value for token in tokens if token.type == "PERIOD")
        return Moment("period", years[0], years[1])

    def dynasty(self, nth: int, _noun: Word) -> Moment:
        return Moment("dynasty", nth)

    def dynasty_named(self, _noun: Word, nth: Word) -> Moment:
        return Moment("dynasty", int(nth.value))

    def month(self, *_tokens: object) -> Moment:
        return Moment("month", monthly=True)

    def month_year(self, _month: Word, year: Word) -> Moment:
        return Moment("year", int(year.value), monthly=True)

    def year_month(self, year: Word, *_rest: object) -> Moment:
        return Moment("year", int(year.value), monthly=True)

    def month_day_year(self, _first: object, _second: object, year: Word) -> Moment:
        return Moment("year", int(year.value), monthly=True)

    def day_year(self, _day: Word, year: Word) -> Moment:
        return Moment("day_year", int(year.value), monthly=True)


def _about(span: Span) -> Span:
    """Let "1850-60 circa" be about both years."""
    if span.moments[-1].says("CIRCA_AFTER"):
        for moment in span.moments:
            moment.hedges += ("CIRCA",)
    return span

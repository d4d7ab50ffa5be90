"""Years that name no era: beside a dynasty or period that ended before Christ they are counted before Christ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from artmeta.dates.completing import FOUR_DIGITS
from artmeta.dates.grouping import Statement
from artmeta.dates.profile import Profile
from artmeta.dates.tree import Moment, Span
from artmeta.dates.wholes import bounds

Era = tuple[int, int]
NAMED = {"dynasty", "period"}
COUNTED = {"year", "decade", "hundreds", "century"}
# An older year is only counted so where the years run backwards: a lone 1925 is more likely of our own era.
EARLIEST = -1600


def count_backwards(statements: list[Statement], profile: Profile) -> None:
    """Let the years of "19th Dynasty, 1292-1190" and "18th Dynasty, 1390" be before Christ; change the moments."""
    spans = [statement.span for statement in statements if statement.role is None]
    named = [
        moment for span in spans for moment in span.moments if moment.unit in NAMED and not moment.hedges
    ]
    if not named:
        return
    eras = [era for era in (bounds(replace(moment, parts=()), profile) for moment in named) if era[1] < 0]
    for span in spans if eras else ():
        if not any(moment.says("BC") or moment.says("AD") for moment in span.moments):
            _count(span, eras, profile)


def _count(span: Span, eras: list[Era], profile: Profile) -> None:
    """Count the last moment before Christ if it then lies in an era; those before it follow when they are completed."""
    last = span.moments[-1]
    for moment in _readings(span):
        low, high = bounds(replace(moment, hedges=("BC",)), profile)
        backwards = span.moments[0].unit == "year" and moment.number < span.moments[0].number
        if (low > EARLIEST or backwards) and any(low <= era[1] and high >= era[0] for era in eras):
            last.unit, last.number, last.hedges = moment.unit, moment.number, (*last.hedges, "BC")
            return


def _readings(span: Span) -> Iterator[Moment]:
    """Yield what the last moment may mean: 30 of "305-30" as it stands, 43 of "380-43" as 343."""
    first, last = span.moments[0], span.moments[-1]
    if last.unit in COUNTED:
        yield last
    elif last.unit == "small" and first.unit == "year" and first is not last:
        step = 10**last.digits
        if first.number < FOUR_DIGITS:
            yield replace(last, unit="year")
        yield replace(last, unit="year", number=first.number // step * step + last.number)

"""Abbreviated moments are completed from their neighbours: "18th" of "18th-19th century", the 182 of "1826-7"."""

from __future__ import annotations

from typing import get_args

from artmeta.dates.tree import Moment, Unit, Unreadable, Whole

COMPLETE: frozenset[Unit] = frozenset(get_args(Whole))  # units whose years are known without a neighbour
FIRST_CENTURY_ALONE = 10  # "C19" is the 19th century; "c. 5" is nothing
LAST_CENTURY = 21
LONGEST_TURN = 12  # years; a short range that crosses a century is short: 1899-02; 1886-05 is a May
MONTHS = 12
NEAR = 20  # years
HUNDRED = 100
FOUR_DIGITS = 1000


def complete(moments: list[Moment]) -> None:
    """Fill in, from its neighbours, what each moment of a range leaves out; raise Unreadable."""
    for at in range(len(moments) - 2, -1, -1):
        _from_next(moments[at], moments[at + 1])
    for at in range(1, len(moments)):
        _from_previous(moments[at], moments[at - 1])
    for moment in moments:
        if moment.unit not in COMPLETE:
            _alone(moment)


def _from_next(moment: Moment, following: Moment) -> None:
    """ "18th-19th century", "early to mid 1850s", "1900s-1910s", "1900s-10s", "April - May 1938", "300-200 BC"."""
    if moment.unit in {"small", "ordinal"} and following.unit == "century":
        moment.unit = "century"
    elif (
        moment.unit == "hundreds"
        and 0 < following.number - (moment.number if following.unit == "decade" else 0) < HUNDRED
        and following.unit in {"decade", "short_decade"}
    ):
        moment.unit = "decade"
    elif moment.unit == "ordinal" and following.unit in {"dynasty", "millennium"}:
        moment.unit = following.unit
    elif moment.unit == "part" and following.unit in COMPLETE:
        _copy(moment, following)
    elif moment.unit in {"month", "small"} and following.monthly:
        moment.unit, moment.number, moment.monthly = "year", following.number, True
    elif moment.unit == "small" and (_early(following) or following.says("BC")):
        moment.unit = "year"
    elif moment.unit == "small" and following.unit == "small" and (following.says("AD") or moment.says("AD")):
        moment.unit = following.unit = "year"
    if following.says("BC") and not moment.says("BC") and not moment.says("AD"):
        moment.hedges += ("BC",)


def _from_previous(moment: Moment, previous: Moment) -> None:
    """ "1826-7", "1850s-60s", "1890s-1900s", "annees 1850-1860", "siglos XVIII-XIX", "19th century, early or late"."""
    if moment.unit == "small" and (moment.says("BC") or previous.says("BC")):
        moment.unit, moment.number = "year", _before_christ(previous, moment)
    elif moment.unit == "small" and previous.unit == "year":
        moment.unit, moment.number = "year", _longhand(previous.number, moment)
    elif moment.unit == "hundreds" and _just_before(previous, moment):
        moment.unit = "decade"
    elif moment.unit == "year" and previous.says("DECADES") and moment.number % 10 == 0:
        moment.unit, moment.hedges = "decade", (*moment.hedges, "DECADES")
    elif moment.unit == "short_decade" and previous.unit in {"year", "decade"}:
        moment.unit, moment.number = "decade", previous.number // 100 * 100 + moment.number
    elif moment.unit in {"small", "ordinal"} and previous.unit == "century":
        moment.unit = "century"
    elif moment.unit in {"small", "ordinal"} and previous.unit == "dynasty":
        moment.unit = "dynasty"
    elif moment.unit == "part" and previous.unit in COMPLETE:
        _copy(moment, previous)
    elif moment.unit == "day_year" and previous.monthly:
        moment.unit = "year"
    elif moment.unit == "month" and previous.unit == "year":
        moment.unit, moment.number = "year", previous.number
    alike = moment.unit == "year" or moment.unit == previous.unit == "century"
    later = alike and moment.number >= previous.number  # "27 BC - 476", "1st century BC - 1st century": AD
    if previous.says("BC") and not moment.says("BC") and not moment.says("AD") and not later:
        raise Unreadable("an era for the first year and none for the second")


def _before_christ(previous: Moment, short: Moment) -> int:
    """Return 237 for the 7 of "238-7 BC"; "332-30 BC" and "37-4 BC" end in 30 and 4."""
    full = previous.number // 10 * 10 + short.number
    abbreviated = short.digits == 1 and previous.unit == "year" and previous.number >= HUNDRED
    return full if abbreviated and full < previous.number else short.number


def _just_before(previous: Moment, hundreds: Moment) -> bool:
    """Whether a decade or a year stands so near that "1900s" is a decade too: "late 1890s-early 1900s"."""
    return previous.unit in {"year", "decade"} and 0 < hundreds.number - previous.number <= NEAR


def _early(moment: Moment) -> bool:
    return moment.unit == "year" and moment.number < FOUR_DIGITS


def _copy(moment: Moment, whole: Moment) -> None:
    moment.unit, moment.number, moment.until = whole.unit, whole.number, whole.until


def _longhand(year: int, short: Moment) -> int:
    """Write "7" of "1826-7" as 1827 and "02" of "1899-02" as 1902; "1950-02" is a month of 1950."""
    step = 10 if short.digits == 1 else 100
    full = year // step * step + short.number
    if full >= year or short.digits == 1:
        return full
    if full + step - year <= LONGEST_TURN:
        return full + step
    if short.number <= MONTHS:
        return year
    raise Unreadable("an end before its start")


def _alone(moment: Moment) -> None:
    """Read "AD 79", "C19" and "first half of the XIXe"; nothing else is a date by itself."""
    if moment.unit == "small" and (moment.says("BC") or moment.says("AD")):
        moment.unit = "year"
    elif _is_century(moment) and FIRST_CENTURY_ALONE <= moment.number <= LAST_CENTURY:
        moment.unit = "century"
        moment.hedges = tuple(hedge for hedge in moment.hedges if hedge != "CIRCA")
    else:
        raise Unreadable(f"a {moment.unit} alone")


def _is_century(moment: Moment) -> bool:
    """Whether a count without a noun counts centuries: "C19" (which says CIRCA), or a part of "XIXe"."""
    return (moment.unit in {"small", "ordinal"} and moment.says("CIRCA")) or (
        moment.unit == "ordinal" and bool(moment.parts)
    )

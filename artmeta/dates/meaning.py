"""From words to years: what one span of a date says under a profile's conventions."""

from __future__ import annotations

from dataclasses import dataclass

from artmeta.dates.lexicon import dynasties
from artmeta.dates.profile import Profile, Width
from artmeta.dates.tree import Moment, Span

GRAIN = {"period": 0, "dynasty": 0, "millennium": 1, "century": 2, "hundreds": 2, "decade": 3, "year": 4}
PERIOD = 0
OUTER_CENTURIES = 31  # the smallest count that can be no century


class Unreadable(Exception):
    """The words are known but do not make a date: an incomplete year, an end before its start."""


@dataclass(frozen=True, slots=True)
class Years:
    """Years of a span, both included, an open end None; a larger `grain` says it more precisely."""

    earliest: int | None
    latest: int | None
    circa: bool
    grain: int


def years_of(span: Span, profile: Profile) -> Years:
    """Return the years of a span; raise Unreadable."""
    moments = complete(span.moments)
    runs: list[list[Moment]] = [[moments[0]]]
    for joint, moment in zip(span.joints, moments[1:], strict=True):
        if joint in {"OR", "AND"}:
            runs.append([moment])
        else:
            runs[-1].append(moment)
    found = [_run(run, profile) for run in runs]
    years = found[0]
    for other in found[1:]:
        years = hull(years, other)
    return _edge(years, span.edge)


def hull(one: Years, other: Years) -> Years:
    """Return the span from the start of the earlier to the end of the later."""
    open_start = one.earliest is None or other.earliest is None
    open_end = one.latest is None or other.latest is None
    if open_start and open_end:
        raise Unreadable("before one year or after another")
    return Years(
        None if open_start else min(one.earliest, other.earliest),  # type: ignore[type-var]
        None if open_end else max(one.latest, other.latest),  # type: ignore[type-var]
        one.circa or other.circa,
        min(one.grain, other.grain),
    )


def _edge(years: Years, edge: str) -> Years:
    if edge == "onwards":
        return Years(years.earliest, None, years.circa, years.grain)
    if edge == "until":
        return Years(None, years.latest, years.circa, years.grain)
    return years


# -- filling in what a neighbour says ------------------------------------------------------------------------


def complete(moments: list[Moment]) -> list[Moment]:
    """Give "18th" of "18th-19th century" its century, "7" of "1826-7" its 182, "200" of "300-200 BC" its era."""
    for at in range(len(moments) - 2, -1, -1):
        _from_next(moments[at], moments[at + 1])
    for at in range(1, len(moments)):
        _from_previous(moments[at], moments[at - 1])
    for moment in moments:
        if moment.unit not in GRAIN:
            _alone(moment)
    return moments


def _from_next(moment: Moment, following: Moment) -> None:
    if moment.unit in {"small", "ordinal"} and following.unit == "century":
        moment.unit = "century"
    elif moment.unit == "ordinal" and following.unit in {"dynasty", "millennium"}:
        moment.unit = following.unit
    elif moment.unit == "part" and following.unit in GRAIN:
        moment.unit, moment.number, moment.until = following.unit, following.number, following.until
    elif moment.unit == "month" and following.unit in {"year", "day_year"}:
        moment.unit, moment.number = "year", following.number
    elif moment.unit == "small" and following.unit == "year" and following.number < 1000:
        moment.unit = "year"
    if following.says("BC") and not moment.says("BC") and not moment.says("AD"):
        moment.hedges += ("BC",)


def _from_previous(moment: Moment, previous: Moment) -> None:
    if moment.unit == "small" and previous.unit == "year" and not moment.says("BC"):
        moment.unit, moment.number = "year", _longhand(previous.number, moment.number)
    elif moment.unit == "small" and moment.says("BC"):
        moment.unit = "year"
    elif moment.unit == "short_decade" and previous.unit in {"year", "decade"}:
        moment.unit, moment.number = "decade", previous.number // 100 * 100 + moment.number
    elif moment.unit in {"small", "ordinal"} and previous.unit == "century":
        moment.unit = "century"
    elif moment.unit == "part" and previous.unit in GRAIN:
        moment.unit, moment.number, moment.until = previous.unit, previous.number, previous.until
    elif moment.unit == "day_year":
        moment.unit = "year"
    elif moment.unit == "month" and previous.unit == "year":
        moment.unit, moment.number = "year", previous.number
    if previous.says("BC") and not moment.says("BC") and not moment.says("AD"):
        raise Unreadable("an era for the first year and none for the second")


def _longhand(year: int, short: int) -> int:
    step = 10 if short < 10 else 100
    full = year // step * step + short
    if full < year and step == 100:
        full += 100
    return full


def _alone(moment: Moment) -> None:
    if moment.unit in {"small", "ordinal"} and (moment.says("BC") or moment.says("AD")):
        moment.unit = "year"
    elif (
        moment.unit in {"small", "ordinal"} and moment.says("CIRCA") and 10 <= moment.number < OUTER_CENTURIES
    ):
        moment.unit = "century"
    else:
        raise Unreadable(f"a {moment.unit} alone")


# -- years of one moment, and of a run of them ---------------------------------------------------------------


def _run(run: list[Moment], profile: Profile) -> Years:
    first, last = run[0], run[-1]
    low, high = _bounds(first, profile)[0], _bounds(last, profile)[1]
    if low > high:
        raise Unreadable("the end lies before the start")
    grain = min(GRAIN[first.unit], GRAIN[last.unit])
    start, end = _widths(run, low, high, profile)
    earliest: int | None = low - start
    latest: int | None = high + end
    if len(run) == 1:
        earliest, latest = _edges(first, low - start, high + end, profile)
    else:
        earliest = None if first.says("BEFORE") or first.says("UNTIL") or first.says("EARLIER") else earliest
        latest = None if last.says("AFTER") or last.says("LATER") or last.says("FROM") else latest
    circa = any(moment.says("CIRCA") for moment in run) or start > 0 or end > 0
    return Years(_no_zero(earliest, -1), _no_zero(latest, 1), circa, grain)


def _no_zero(year: int | None, instead: int) -> int | None:
    return instead if year == 0 else year


def _edges(moment: Moment, low: int, high: int, profile: Profile) -> tuple[int | None, int | None]:
    beyond = 1 if profile.edges.exclusive or moment.unit != "year" else 0
    if moment.says("BEFORE"):
        return None, low - beyond
    if moment.says("AFTER"):
        return high + beyond, None
    if moment.says("UNTIL") or moment.says("EARLIER"):
        return None, high
    if moment.says("FROM") or moment.says("LATER"):
        return low, None
    return low, high + (1 if moment.says("NEXT") else 0)


def _widths(run: list[Moment], low: int, high: int, profile: Profile) -> tuple[int, int]:
    first, last = run[0], run[-1]
    if len(run) == 1:
        width = _hedge_width(first, _widths_for(first, profile), profile)
        return width, width
    rules = profile.circa.range if first.unit == last.unit == "year" else _widths_for(last, profile)
    if high - low > profile.circa.range_up_to:
        return 0, 0
    start = _hedge_width(first, rules, profile)
    if first.says("CIRCA") and not last.says("CIRCA"):
        return start, width_at(rules, last.number)
    return start, _hedge_width(last, rules, profile)


def _widths_for(moment: Moment, profile: Profile) -> tuple[Width, ...]:
    kinds = {"year": profile.circa.year, "decade": profile.circa.decade}
    return kinds.get(moment.unit, profile.circa.century if moment.unit in {"century", "hundreds"} else ())


def _hedge_width(moment: Moment, rules: tuple[Width, ...], profile: Profile) -> int:
    year = -moment.number if moment.says("BC") else moment.number
    if moment.says("CIRCA"):
        return width_at(rules, year)
    return width_at(profile.doubt, year) if moment.says("DOUBT") else 0


def width_at(rules: tuple[Width, ...], year: int) -> int:
    """Return the width of the first rule that still holds for a year; 0 where none does."""
    return next((rule.years for rule in rules if year <= rule.until), 0)


def _bounds(moment: Moment, profile: Profile) -> tuple[int, int]:
    low, high = _whole(moment, profile)
    for part in reversed(moment.parts):
        low, high = _part(part, low, high, moment, profile)
    return low, high


def _whole(moment: Moment, profile: Profile) -> tuple[int, int]:
    number, bc = moment.number, moment.says("BC")
    if moment.unit == "year":
        if number == 0 or (number > 2100 and not bc):
            raise Unreadable(f"{number} is no year")
        return (-number, -number) if bc else (number, number)
    if moment.unit == "decade":
        return (-number - 9, -number) if bc else (number, number + 9)
    if moment.unit == "hundreds":
        if profile.century.hundreds == "decade":
            return number, number + 9
        return _century(number // 100 + 1, bc, profile.century.first_year)
    if moment.unit == "century":
        return _century(number, bc, profile.century.first_year)
    if moment.unit == "millennium":
        return (-number * 1000, -number * 1000 + 999) if bc else (number * 1000 - 999, number * 1000)
    if moment.unit == "dynasty":
        if number not in dynasties():
            raise Unreadable(f"dynasty {number}")
        return dynasties()[number]
    return moment.number, moment.until


def _century(count: int, bc: bool, first: int) -> tuple[int, int]:
    if not 1 <= count <= OUTER_CENTURIES - (10 if not bc else 0):
        raise Unreadable(f"century {count}")
    if bc:
        low, high = -count * 100 + (1 - first), -(count - 1) * 100 - first
        return low, min(high, -1)
    low = (count - 1) * 100 + first
    return max(low, 1), low + 99


def _part(part: str, low: int, high: int, moment: Moment, profile: Profile) -> tuple[int, int]:
    if moment.unit == "year" or part == "whole":
        return low, high
    table = profile.decade.parts if moment.unit == "decade" else profile.century.parts
    size = 10 if moment.unit == "decade" else 100
    if part not in table:
        raise Unreadable(f"{part} of a {moment.unit}")
    start, end = table[part]
    length = high - low + 1
    if length in {size, size - 1}:
        shift = length - size  # the first century has 99 years
        return max(low, low + start + shift), low + end + shift
    return low + round(start / size * length), low + round((end + 1) / size * length) - 1

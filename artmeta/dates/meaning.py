"""The years of a span under a profile's conventions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from artmeta.dates.bounds import bounds, no_zero
from artmeta.dates.completing import FOUR_DIGITS, complete
from artmeta.dates.profile import Profile, Width
from artmeta.dates.tree import Moment, Span, Unreadable

GRAIN = {"period": 0, "dynasty": 0, "millennium": 1, "century": 2, "hundreds": 2, "decade": 3, "year": 4}
OPENING_START = ("BEFORE", "UNTIL", "EARLIER")
OPENING_END = ("AFTER", "FROM", "LATER")


@dataclass(frozen=True, slots=True)
class Years:
    """Years of a span, both included, an open end None; `grain` is 0 for a dynasty, up to 4 for a year."""

    earliest: int | None
    latest: int | None
    circa: bool
    grain: int
    stated: int | None = None  # where an end is open, the last year before it that the text states


def years_of(span: Span, profile: Profile) -> Years:
    """Return the years of a span; raise Unreadable."""
    complete(span.moments)
    runs: list[tuple[list[Moment], list[str]]] = [([span.moments[0]], [])]
    combining: list[str] = []
    for joint, moment in zip(span.joints, span.moments[1:], strict=True):
        if joint in {"OR", "AND"}:
            combining.append(joint)
            runs.append(([moment], []))
        else:
            runs[-1][0].append(moment)
            runs[-1][1].append(joint)
    years = _run(*runs[0], profile)
    for joint, run in zip(combining, runs[1:], strict=True):
        other = _run(*run, profile)
        years = hull(years, other) if joint == "OR" else between(years, other) or hull(years, other)
    if span.edge == "until" and span.moments[0].number < FOUR_DIGITS:
        raise Unreadable("a dash before a number that is no year")
    if span.edge == "onwards":
        years = replace(years, latest=None, stated=years.latest)
    elif span.edge == "until":
        years = replace(years, earliest=None, stated=years.earliest)
    if years.earliest is None and years.latest is None:
        raise Unreadable("open at both ends")
    return years


def hull(one: Years, other: Years) -> Years:
    """Return the span from the start of the earlier to the end of the later; raise Unreadable if it has neither."""
    earliest = _unless_open(min, one.earliest, other.earliest)
    latest = _unless_open(max, one.latest, other.latest)
    if earliest is None and latest is None:
        raise Unreadable("before one year or after another")
    stated = one.stated if one.stated is not None else other.stated
    return Years(earliest, latest, one.circa or other.circa, min(one.grain, other.grain), stated)


def _unless_open(choose: Callable[[int, int], int], one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else choose(one, other)


def between(one: Years, other: Years) -> Years | None:
    """Return what "after 1850" and "before 1860" leave together; None where they are no such pair."""
    for first, last in ((one, other), (other, one)):
        open_pair = first.latest is None and last.earliest is None
        if (
            open_pair
            and first.earliest is not None
            and last.latest is not None
            and first.earliest <= last.latest
        ):
            return Years(first.earliest, last.latest, one.circa or other.circa, min(one.grain, other.grain))
    return None


def _run(run: list[Moment], joints: list[str], profile: Profile) -> Years:
    """Return the years of "1850", or of moments joined by dashes."""
    first, last = run[0], run[-1]
    low, high = bounds(first, profile)[0], bounds(last, profile)[1]
    if low > high:
        raise Unreadable("the end lies before the start")
    circa = any(moment.says("CIRCA") for moment in run)
    grain = min(GRAIN[first.unit], GRAIN[last.unit])
    if last.unit == "decade" and last.says("CIRCA") and profile.circa.decade_to_round_year and not last.parts:
        high = no_zero(high, 1)
    if len(run) == 1:
        width = _width(first, _widths_of(first, profile), profile)
        earliest, latest = _edged(first, low, high, width, profile)
        return Years(earliest, latest, circa or width > 0, grain, _stated(earliest, latest, low, high))
    start, end = _range_widths(run, joints, high - low, profile)
    opens_start = any(first.says(hedge) for hedge in OPENING_START)
    opens_end = any(last.says(hedge) for hedge in OPENING_END) or _after_both(first, last)
    if opens_start and opens_end:
        raise Unreadable("open at both ends")
    earliest = None if opens_start else no_zero(low, -start)
    latest = None if opens_end else no_zero(high, end)
    return Years(earliest, latest, circa or start + end > 0, grain, _stated(earliest, latest, low, high))


def _after_both(first: Moment, last: Moment) -> bool:
    """Whether "after 1845/46" is after both years; "after 1850-60" may end with the second."""
    years = first.unit == last.unit == "year" and last.number - first.number <= 1
    return years and first.says("AFTER") and not last.hedges


def _stated(earliest: int | None, latest: int | None, low: int, high: int) -> int | None:
    if latest is None:
        return high
    return low if earliest is None else None


def assumed(years: Years, profile: Profile) -> int | None:
    """Return the year that the museum's own columns put at an open end; None where its profile names none."""
    if (years.earliest is not None and years.latest is not None) or years.stated is None:
        return None
    rules = profile.edges.assumed_end if years.latest is None else profile.edges.assumed_start
    rule = next((rule for rule in rules if years.stated <= rule.until), None)
    if rule is None or rule.year is not None:
        return rule.year if rule else None
    if years.earliest is not None:
        return max(years.earliest, no_zero(years.stated, rule.years))
    return no_zero(years.stated, -rule.years)


def _edged(
    moment: Moment, low: int, high: int, width: int, profile: Profile
) -> tuple[int | None, int | None]:
    """Open the end that "before", "by", "after" or "or later" opens; "about" widens the other outwards."""
    beyond = 1 if profile.edges.exclusive or moment.unit != "year" else 0
    starts = [hedge for hedge in OPENING_START if moment.says(hedge)]
    ends = [hedge for hedge in OPENING_END if moment.says(hedge)]
    if starts and ends:
        raise Unreadable("open at both ends")
    if starts:
        return None, no_zero(low, width - beyond) if "BEFORE" in starts else no_zero(high, width)
    if ends:
        return (no_zero(high, beyond - width) if "AFTER" in ends else no_zero(low, -width)), None
    return no_zero(low, -width), no_zero(high, width + (1 if moment.says("NEXT") else 0))


def _range_widths(run: list[Moment], joints: list[str], length: int, profile: Profile) -> tuple[int, int]:
    """Return the years that "c." adds at each end; one before the first year speaks for both."""
    first, last = run[0], run[-1]
    if length > profile.circa.range_up_to:
        return 0, 0
    rules = _widths_of(last, profile)
    if first.unit == last.unit == "year":
        tight = profile.circa.tight_range is not None and set(joints) == {"TIGHT"}
        rules = (
            profile.circa.tight_range
            if tight and profile.circa.tight_range is not None
            else profile.circa.range
        )
    start = _width(first, rules, profile)
    plain = "BETWEEN" not in joints and not any(
        moment.says("CIRCA") or moment.says("DOUBT") for moment in run
    )
    if plain and first.unit == "year" and length <= profile.circa.plain_range_up_to and not first.monthly:
        return width_at(rules, _signed(first)), width_at(rules, _signed(last))
    if first.says("CIRCA") and not last.monthly:
        return start, width_at(rules, _signed(last))
    return start, _width(last, rules, profile)


def _widths_of(moment: Moment, profile: Profile) -> tuple[Width, ...]:
    match moment.unit:
        case "year":
            return profile.circa.year
        case "decade":
            return profile.circa.decade
        case "century" | "hundreds":
            return profile.circa.century
    return ()


def _width(moment: Moment, rules: tuple[Width, ...], profile: Profile) -> int:
    if moment.monthly:
        return 0
    if moment.says("CIRCA"):
        return width_at(rules, _signed(moment))
    return width_at(profile.doubt, _signed(moment)) if moment.says("DOUBT") else 0


def _signed(moment: Moment) -> int:
    return -moment.number if moment.says("BC") else moment.number


def width_at(rules: tuple[Width, ...], year: int) -> int:
    """Return the width of the first rule that still holds for a year; 0 where none does."""
    return next((rule.years for rule in rules if year <= rule.until), 0)

"""The years of a century, a decade, a dynasty, and of their early, middle and late parts."""

from __future__ import annotations

from artmeta.dates.lexicon import dynasties
from artmeta.dates.profile import Century, Offsets, Profile
from artmeta.dates.tree import Moment, Unreadable

LAST_YEAR = 2100  # a later number in a museum's date is no year
LAST_CENTURY = 21
LAST_MILLENNIUM = 2  # "3rd millennium" without an era is mostly one before Christ, so it stays unread
OLDEST_CENTURY_BC = 100
CENTURY, DECADE = 100, 10
ISLAMIC_YEAR = 2  # years AD at most


def bounds(moment: Moment, profile: Profile) -> Offsets:
    """Return the first and the last year of a moment, its parts applied; raise Unreadable."""
    low, high = _whole(moment, profile)
    for part in reversed(moment.parts):
        low, high = _part(part, low, high, moment.unit, profile)
    if moment.unit in {"century", "hundreds"}:
        low, high = low or 1, high or -1  # the first century and the first BC want the year 0, which is none
    return _shifted(low, profile), _shifted(high, profile)


def no_zero(year: int, step: int) -> int:
    """Step over the year 0, which no calendar has: one year before AD 1 is 1 BC (-1)."""
    moved = year + step
    if year > 0 >= moved:
        return moved - 1
    return moved + 1 if year < 0 <= moved else moved


def _whole(moment: Moment, profile: Profile) -> Offsets:  # noqa: PLR0911 -- one way out for each unit
    number, bc = moment.number, moment.says("BC")
    match moment.unit:
        case "year" | "day_year":
            return _year(number, bc)
        case "decade":
            return (-number - 9, -number) if bc else (number, number + 9)
        case "hundreds":
            return _hundreds(number, bc, profile)
        case "century":
            return _century(number, bc, profile.century)
        case "millennium" if number > 0 and (bc or moment.says("AD") or number <= LAST_MILLENNIUM):
            return (-number * 1000, -number * 1000 + 999) if bc else (number * 1000 - 999, number * 1000)
        case "dynasty" if number in dynasties():
            return dynasties()[number]
        case "period":
            return number, moment.until
    raise Unreadable(f"{moment.unit} {number}")


def _hundreds(number: int, bc: bool, profile: Profile) -> Offsets:
    """Read "1800s" as the century or as 1800-1809, as the museum does."""
    if profile.century.hundreds == "decade":
        return number, number + DECADE - 1
    return _century(number // CENTURY + 1, bc, profile.century)


def _year(number: int, bc: bool) -> Offsets:
    if number == 0 or (number > LAST_YEAR and not bc):
        raise Unreadable(f"{number} is no year")
    return (-number, -number) if bc else (number, number)


def _century(count: int, bc: bool, rules: Century) -> Offsets:
    """Count the 19th century as 1800-1899 (`first_year` 0) or 1801-1900 (1); the 4th BC as 399-300 or 400-301 BC."""
    first, shared = rules.first_year, rules.shared_ends
    if not 1 <= count <= (OLDEST_CENTURY_BC if bc else LAST_CENTURY):
        raise Unreadable(f"century {count}")
    start = count * CENTURY - CENTURY + first
    if bc:
        return -(start + CENTURY - (not shared)), -start
    return start, start + CENTURY - (not shared)


def _part(part: str, low: int, high: int, unit: str, profile: Profile) -> Offsets:
    """Take a part by the profile's table; scale it where the whole is no century, as for a dynasty."""
    if unit == "year" or part == "whole":
        return low, high
    if part.startswith("decade "):
        return _nth_decade(int(part.split()[1]), low, high, unit)
    size = DECADE if unit == "decade" else CENTURY
    table = profile.decade.parts if unit == "decade" else profile.century.parts
    if part not in table:
        raise Unreadable(f"{part} of a {unit}")
    start, end = table[part]
    length = high - low + 1
    # "end of Sha'ban 1119": a part of a month, or of a year that reaches into two of ours
    if length <= ISLAMIC_YEAR:
        return low, high
    if length in {size, size + 1}:
        return low + start, low + end
    first, last = round(start / size * length), round((end + 1) / size * length) - 1
    return no_zero(low, first), no_zero(low, max(first, last))


def _nth_decade(nth: int, low: int, high: int, unit: str) -> Offsets:
    """Read "first decade of the 20th century", "last decade of the 1800s"."""
    if unit not in {"century", "hundreds"} or not 1 <= nth <= DECADE:
        raise Unreadable(f"decade {nth} of a {unit}")
    return low + DECADE * (nth - 1), low + DECADE * nth - 1


def _shifted(year: int, profile: Profile) -> int:
    if not profile.shift:
        return year
    return year + sum(shift.years for shift in profile.shift if shift.since <= year <= shift.until)

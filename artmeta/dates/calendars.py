"""YearRange of other calendars: the Islamic and the French Republican are converted, others make a text unread.

Islamic years are those of the tabular (civil) calendar: Dershowitz and Reingold, Calendrical Calculations (4th ed.,
2018), chapter 7. Its year is 11 days shorter, so that it reaches into two of the common era; an observed calendar
may differ by a day or two. French Republican years: the same book, chapter 17.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from artmeta.dates.numbers import Item
from artmeta.dates.tree import Unreadable

YearRange = tuple[int, int]

ISLAMIC_EPOCH = 1948440  # Julian day of the first day of AH 1, 16 July 622 (Julian)
GREGORIAN_DAY = 2299161  # Julian day of 15 October 1582, the first of the Gregorian calendar
JULIAN_AD_1 = 1721424  # Julian day of 1 January AD 1 (Julian)
GREGORIAN_OFFSET = 1721425  # Julian day less Python's ordinal of a day
LAST_AH = 1500  # 2076; a larger number is no Islamic year
REPUBLICAN_BEFORE = 1791  # year 1 began in September 1792
LAST_REPUBLICAN = 14  # began in September 1805, and ended with that December
SURE = "sure"  # an era that is no word of a date otherwise
OBSERVED = 2  # days
TOLERANCE = 2  # years between a conversion and the year that a cataloguer states beside it

NUMBERS = frozenset({"YEAR", "SMALL", "ORDINAL", "THIRD"})
CHRISTIAN = frozenset({"YEAR", "DAY", "MONTH", "DECADE", "HUNDREDS", "CENTURY", "NAMED_CENTURY"})
JOINTS = frozenset({"SLASH", "TO"})
JOINING = frozenset({"TO", "OR", "AND"})  # years of one calendar


@dataclass(frozen=True, slots=True)
class CalendarYears:
    """Items `start` to `end` (not included) that are of another calendar; unless `sure`, they may be of our own."""

    start: int
    end: int
    years: YearRange
    islamic: bool = True
    sure: bool = True


def islamic(first: int, last: int) -> YearRange:
    """Return the years AD from the first day of one Islamic year to the last day of another; raise Unreadable."""
    if not 1 <= first <= last <= LAST_AH:
        raise Unreadable(f"{first} to {last} are no Islamic years")
    return _year_of(_new_year(first)), _year_of(_new_year(last + 1) - 1)


def islamic_month(year: int, month: int) -> YearRange:
    """Return the years AD of one Islamic month, two days more at each end, by which an observed calendar may differ."""
    islamic(year, year)  # refuses a number that is no year
    first = _new_year(year) + (59 * (month - 1) + 1) // 2  # months have 30 and 29 days in turn
    return _year_of(first - OBSERVED), _year_of(first + 29 + OBSERVED)


def _new_year(year: int) -> int:
    return ISLAMIC_EPOCH + (year - 1) * 354 + (3 + 11 * year) // 30


def _year_of(day: int) -> int:
    """Return the year of a Julian day: of the Julian calendar before the reform of 1582, of the Gregorian after it."""
    if day < GREGORIAN_DAY:
        return (4 * (day - JULIAN_AD_1) + 3) // 1461 + 1
    return date.fromordinal(day - GREGORIAN_OFFSET).year


def republican(first: int, last: int, half: int = 0) -> YearRange:
    """Return the years AD of French Republican years; `half` 1 or 2: before or after 1 January; raise Unreadable."""
    if not 1 <= first <= last <= LAST_REPUBLICAN:
        raise Unreadable(f"{first} is no year of the French Republic")
    low, high = REPUBLICAN_BEFORE + first + (half == 2), REPUBLICAN_BEFORE + last + (half != 1)  # noqa: PLR2004
    return low, min(high, REPUBLICAN_BEFORE + LAST_REPUBLICAN)


def convert_calendars(items: list[Item]) -> list[Item]:
    """Let years of other calendars be years AD, or go where the text gives those too; raise Unreadable."""
    items = _without_era_years(_without_islamic_months(items))
    at, all_years = 0, []
    while at < len(items):
        calendar_years = _calendar_years(items, at)
        if calendar_years is None:
            at += 1
            continue
        all_years.append(calendar_years)
        items, at = _replaced(items, calendar_years), calendar_years.start
    if any(
        calendar_years.islamic and _leaves_one(items, calendar_years.years) for calendar_years in all_years
    ):
        raise Unreadable("a year that may be of the Islamic calendar too")
    return [item for item in items if item[0] != "AN"]


def _without_islamic_months(items: list[Item]) -> list[Item]:
    """Let the month of "Rajab 1025" say which calendar it is, and of which month the year; a day goes with it."""
    eras = [value for terminal, value in items if terminal == "AH"]
    months = [value for terminal, value in items if terminal == "AH_MONTH"]
    result: list[Item] = []
    for terminal, value in items:
        if terminal == "AH_MONTH":
            if result and result[-1][0] in {"SMALL", "ORDINAL"}:
                result.pop()
            result += [] if eras else [("AH", f"{SURE} {value}")]
        elif terminal == "AH" and eras == [SURE] and len(months) == 1:
            result.append(("AH", f"{SURE} {months[0]}"))
        else:
            result.append((terminal, value))
    return result


def _without_era_years(items: list[Item]) -> list[Item]:
    """Let the 20 of "Meiji 20 (1887)" go, where a year of that era is stated; alone it stays, and is unread."""
    years = [value for terminal, value in items if terminal == "YEAR"]
    return [
        item
        for at, item in enumerate(items)
        if item[0] != "SMALL"
        or at == 0
        or items[at - 1][0] != "PERIOD"
        or items[at + 1 : at + 2] == []
        or items[at + 1][0] not in {"OPEN", "SLASH", "SEPARATOR"}
        or not any(items[at - 1][1][0] <= year <= items[at - 1][1][1] for year in years)
    ]


def _leaves_one(items: list[Item], years: YearRange) -> bool:
    """Whether a year stands beside an Islamic one that is not said to be AD, and does not agree with it."""
    low, high = years
    return any(
        terminal == "YEAR" and value <= LAST_AH and not low - TOLERANCE <= value <= high + TOLERANCE
        for at, (terminal, value) in enumerate(items)
    )


def _calendar_years(items: list[Item], at: int) -> CalendarYears | None:
    kind = items[at][0]
    if kind == "AH":
        return _islamic_years(items, at)
    if kind == "REPUBLICAN_MONTH" or (kind == "AN" and _republican_year(items, at)):
        return _republican_years(items, at)
    return None


def _islamic_years(items: list[Item], at: int) -> CalendarYears:
    sure, _, month = str(items[at][1]).partition(" ")
    behind, ahead = _numbers(items, at + 1), _numbers_before(items, at)
    if behind == at + 1 or items[at + 1][0] in JOINING:
        behind = at + 1
    elif at > ahead and behind > at + 1 and _number(items[at - 1]) < _number(items[at + 1]):
        behind = at + 1  # "935 AH 1528"
    start, end = (at, behind) if behind > at + 1 else (ahead, at + 1)
    counts = [item for item in items[start:end] if item[0] not in {"AH", "CENTURY"} | JOINING]
    if not counts:
        raise Unreadable("an Islamic calendar without a year")
    numbers = _completed(counts)
    if any(item[0] == "CENTURY" for item in items[start:end]):
        numbers = numbers[0] * 100 - 99, numbers[-1] * 100
    one = numbers[0] == numbers[-1] and month
    years = islamic_month(numbers[0], int(month)) if one else islamic(numbers[0], numbers[-1])
    return CalendarYears(start, end, years, sure=sure == SURE)


def _completed(counts: list[Item]) -> tuple[int, int]:
    """Return the first and the last number; 1027 for the second of "1025-27"."""
    first, last = _number(counts[0]), _number(counts[-1])
    if last < first and counts[-1][0] == "SMALL":
        step = 10 ** len(str(counts[-1][1]))
        last += first // step * step
    return first, last


def _number(item: Item) -> int:
    return 3 if item[0] == "THIRD" else int(item[1]) if item[0] in NUMBERS else 0


def _numbers(items: list[Item], at: int) -> int:
    """Return where the numbers that begin at `at` end: "1025", "1025-27"; a dash at their end is theirs."""
    while (
        at < len(items) and items[at][0] in {"YEAR", "SMALL"} | JOINING and items[at - 1][0] != items[at][0]
    ):
        at += 1
    return at


def _numbers_before(items: list[Item], at: int) -> int:
    """Return where the numbers before `at` begin: "1025-1030 AH", "11th-12th century AH"."""
    start = at - (at > 0 and items[at - 1][0] == "CENTURY")
    if start == 0 or items[start - 1][0] not in NUMBERS:
        return at
    start -= 1
    if start > 1 and items[start - 1][0] in JOINING and items[start - 2][0] in NUMBERS:
        shortened = items[start][0] == "SMALL"
        start -= 2 if shortened or _number(items[start - 2]) <= _number(items[start]) else 0
    return start


def _republican_year(items: list[Item], at: int) -> bool:
    """Whether "an III" or "an 4" stands here; "l'an 50 avant J.-C." and "l'an 1 - l'an 100" are years of our era."""
    count = items[at + 1] if at + 1 < len(items) else ("", 0)
    era = at + 2 < len(items) and items[at + 2][0] in {"BC", "AD"}
    era = era or any(first[0] == "AN" and _number(last) > LAST_REPUBLICAN for first, last in pairwise(items))
    return count[0] in {"SMALL", "ORDINAL"} and 1 <= _number(count) <= LAST_REPUBLICAN and not era


def _republican_years(items: list[Item], at: int) -> CalendarYears:
    """Take "29 thermidor an 4", "an III", "an III - an V"."""
    start = at - (at > 0 and items[at][0] == "REPUBLICAN_MONTH" and items[at - 1][0] in NUMBERS - {"YEAR"})
    half = items[at][1] if items[at][0] == "REPUBLICAN_MONTH" else 0
    end, counts = at, []
    while end < len(items) and items[end][0] in {"REPUBLICAN_MONTH", "AN", "TO", "SMALL", "ORDINAL"}:
        counts += [_number(items[end])] if items[end][0] in {"SMALL", "ORDINAL"} else []
        end += 1
    if not counts:
        raise Unreadable("a month of the French Republic without its year")
    return CalendarYears(start, end, republican(counts[0], counts[-1], half), islamic=False)


def _replaced(items: list[Item], calendar_years: CalendarYears) -> list[Item]:
    """Drop the years beside which the text gives a year AD that agrees; else put the converted years in its place."""
    before, after = items[: calendar_years.start], items[calendar_years.end :]
    if _states(before + after, *calendar_years.years):
        if after and after[0][0] in JOINTS:
            return [*before, *after[1:]]
        return [*(before[:-1] if before and before[-1][0] in JOINTS else before), *after]
    if not calendar_years.sure:
        raise Unreadable("a year of another calendar, or none")
    low, high = calendar_years.years
    return [*before, ("YEAR", low) if low == high else ("PERIOD", calendar_years.years), *after]


def _states(rest: list[Item], low: int, high: int) -> bool:
    """Whether the rest of a text gives the same time in years, or at least in a century, of our era."""
    kinds = {terminal for terminal, _ in rest}
    years = [
        int(value)
        for terminal, value in rest
        if terminal in {"YEAR", "DAY", "MONTH"} and str(value).isdigit()
    ]
    if years:
        return any(low - TOLERANCE <= year <= high + TOLERANCE for year in years)
    return not kinds.isdisjoint(CHRISTIAN - {"MONTH"}) and "AH" not in kinds

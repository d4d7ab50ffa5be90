"""Several spans in one text: which of them says when the work was made."""

from __future__ import annotations

from dataclasses import replace

from artmeta.dates.completing import Unreadable
from artmeta.dates.eras import count_backwards
from artmeta.dates.grouping import Statement, group
from artmeta.dates.meaning import Years, between, hull, years_of
from artmeta.dates.profile import Profile
from artmeta.dates.tree import Entry, Mark

PERIOD, DECADE, YEAR = 0, 3, 4  # grains, as in `Years`
WEIGHTS = ("made", "date", "fallback", "never")


def read(entries: list[Entry], profile: Profile) -> Years | None:
    """Return when the work was made; None if the text says that nobody knows; raise Unreadable."""
    kinds = {entry.kind for entry in entries if isinstance(entry, Mark)}
    if "life" in kinds:
        raise Unreadable("the dates of a life")
    statements = group(entries)
    count_backwards(statements, profile)
    if not statements and "undated" in kinds:
        return None
    weighed = [(_weight(statement, profile), statement) for statement in statements]
    made = [statement for weight, statement in weighed if weight == "made"]
    later = [statement for weight, statement in weighed if weight == "date"]
    fallback = [statement for weight, statement in weighed if weight == "fallback"][:1]
    if made or later:
        return _extend(_together(made, profile), later, profile)
    if not fallback:
        raise Unreadable("no date of making")
    return years_of(fallback[0].span, profile)


def _weight(statement: Statement, profile: Profile) -> str:
    names = statement.role.names if statement.role else ()
    if "original" in names and statement.span.moments[0].says("AFTER"):
        return "never"  # "after a 16th-century original"
    weights = ["made" if name == "made" else profile.roles.get(name, "fallback") for name in names]
    return min(weights, key=WEIGHTS.index, default="made")


def _extend(years: Years | None, later: list[Statement], profile: Profile) -> Years | None:
    """Let later work on the piece move its end: "designed 1939, manufactured before 1962" is 1939 to 1962."""
    for statement in later:
        other = years_of(statement.span, profile)
        if years is None:
            years = other
        elif _completes(statement, years, other):
            years = replace(other, earliest=years.earliest, circa=years.circa or other.circa)
        elif years.earliest is not None and other.earliest is None and years.latest is not None:
            years = hull(years, replace(other, earliest=years.earliest))
        else:
            years = hull(years, other)
    return years


def _completes(statement: Statement, years: Years, other: Years) -> bool:
    """Whether "completed 1938" closes what "begun 1935" left open."""
    named = statement.role is not None and "completed" in statement.role.names
    later = years.earliest is not None and other.latest is not None and years.earliest <= other.latest
    return named and years.latest is None and later


def _together(statements: list[Statement], profile: Profile) -> Years | None:
    """Join the years of several dates; a period or century that frames a finer date gives way to it."""
    result: Years | None = None
    for statement in statements:
        years = years_of(statement.span, profile)
        if result is None:
            result = years
        elif result.grain == PERIOD and years.grain == YEAR and statement.bracketed:
            result = replace(years, grain=PERIOD)  # "Edo period (1615-1868)" says what the period means
        else:
            result = _narrow(result, years) or between(result, years) or hull(result, years)
    return result


def _framed(coarse: Years, fine: Years) -> Years | None:
    """Close the open end of "18th century, after 1713" by its century."""
    earliest = coarse.earliest if fine.earliest is None else fine.earliest
    latest = coarse.latest if fine.latest is None else fine.latest
    if earliest is None or latest is None or earliest > latest:
        return None
    return Years(earliest, latest, coarse.circa or fine.circa, fine.grain)


def _shorter(one: Years, other: Years) -> Years | None:
    """Return the shorter of two periods that overlap: "Eastern Zhou dynasty, Warring States period"."""
    spans = [(years.earliest, years.latest, years) for years in (one, other)]
    (start, end, _), (low, high, _) = spans
    if start is None or end is None or low is None or high is None or start > high or low > end:
        return None
    return one if end - start < high - low else other


def _narrow(one: Years, other: Years) -> Years | None:
    """Return the finer of two dates of which one frames the other; None where neither does."""
    coarse, fine = sorted((one, other), key=lambda years: years.grain)
    if coarse.grain == fine.grain != PERIOD or coarse.grain > DECADE:
        return None
    if coarse.earliest is None or coarse.latest is None:
        return None
    if fine.earliest is None or fine.latest is None:
        return _framed(coarse, fine)
    if coarse.grain == fine.grain == PERIOD:
        return _shorter(one, other)
    low, high = max(coarse.earliest, fine.earliest), min(coarse.latest, fine.latest)
    if low > high or (coarse.grain == DECADE and (low, high) != (fine.earliest, fine.latest)):
        return None
    if fine.grain == YEAR:
        low, high = fine.earliest, fine.latest  # scholars' periods differ; the years stated do not
    return Years(low, high, one.circa or other.circa, fine.grain)

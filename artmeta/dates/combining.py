"""Several dated spans in one text are combined to the years in which the work was made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from artmeta.dates.bounds import bounds
from artmeta.dates.completing import FOUR_DIGITS
from artmeta.dates.grouping import DatedRole, group
from artmeta.dates.meaning import Years, between, hull, years_of
from artmeta.dates.profile import Profile
from artmeta.dates.tree import Element, Mark, Moment, Span, Unreadable

PERIOD, DECADE, YEAR = 0, 3, 4  # grains, as in `Years`
WEIGHTS = ("made", "date", "fallback", "never")


def years_of_making(entries: list[Element], profile: Profile) -> Years | None:
    """Return when the work was made; None if the text says that nobody knows; raise Unreadable."""
    kinds = {entry.kind for entry in entries if isinstance(entry, Mark)}
    if "life" in kinds:
        raise Unreadable("the dates of a life")
    dated_roles = group(entries)
    count_backwards(dated_roles, profile)
    if not dated_roles and "undated" in kinds:
        return None
    weighed = [(_weight(dated, profile), dated) for dated in dated_roles]
    made = [dated for weight, dated in weighed if weight == "made"]
    later = [dated for weight, dated in weighed if weight == "date"]
    fallback = [dated for weight, dated in weighed if weight == "fallback"][:1]
    if made or later:
        return _extend(_together(made, profile), later, profile)
    if not fallback:
        raise Unreadable("no date of making")
    return years_of(fallback[0].span, profile)


def _weight(dated: DatedRole, profile: Profile) -> str:
    names = dated.role.names if dated.role else ()
    if "original" in names and dated.span.moments[0].says("AFTER"):
        return "never"  # "after a 16th-century original"
    weights = ["made" if name == "made" else profile.roles.get(name, "fallback") for name in names]
    return min(weights, key=WEIGHTS.index, default="made")


def _extend(years: Years | None, later: list[DatedRole], profile: Profile) -> Years | None:
    """Let later work on the piece move its end: "designed 1939, manufactured before 1962" is 1939 to 1962."""
    for dated in later:
        other = years_of(dated.span, profile)
        if years is None:
            years = other
        elif _completes(dated, years, other):
            years = replace(other, earliest=years.earliest, circa=years.circa or other.circa)
        elif years.earliest is not None and other.earliest is None and years.latest is not None:
            years = hull(years, replace(other, earliest=years.earliest))
        else:
            years = hull(years, other)
    return years


def _completes(dated: DatedRole, years: Years, other: Years) -> bool:
    """Whether "completed 1938" closes what "begun 1935" left open."""
    named = dated.role is not None and "completed" in dated.role.names
    later = years.earliest is not None and other.latest is not None and years.earliest <= other.latest
    return named and years.latest is None and later


def _together(dated_roles: list[DatedRole], profile: Profile) -> Years | None:
    """Join the years of several dates; a period or century that frames a finer date gives way to it."""
    result: Years | None = None
    firm = True
    for dated in dated_roles:
        years = years_of(dated.span, profile)
        if result is None:
            result = years
        elif result.grain == PERIOD and years.grain == YEAR and dated.bracketed:
            result = replace(years, grain=PERIOD)  # "Edo period (1615-1868)" says what the period means
        else:
            own = not _doubted(dated)
            limited = _limited(result, years, own if _open(result) else firm) if dated.role is None else None
            narrowed = _narrow(result, years)
            if dated.role is None and not narrowed and not limited and _contradict(result, years):
                raise Unreadable("a limit that its date contradicts")
            result = narrowed or limited or between(result, years) or hull(result, years)
        firm = firm and not _doubted(dated)
    return result


def _doubted(dated: DatedRole) -> bool:
    return any(moment.says("DOUBT") for moment in dated.span.moments)


def _open(years: Years) -> bool:
    return years.earliest is None or years.latest is None


def _contradict(one: Years, other: Years) -> bool:
    """Whether a closed date and a limit exclude each other: "1850, before 1840"; scholars' periods differ."""
    apart = any(
        early.latest is not None and late.earliest is not None and early.latest < late.earliest
        for early, late in ((one, other), (other, one))
    )
    return apart and _open(one) != _open(other) and PERIOD not in (one.grain, other.grain)


def _framed(coarse: Years, fine: Years) -> Years | None:
    """Close the open end of "18th century, after 1713" by its century."""
    if coarse.grain == DECADE:
        return _limited(coarse, fine)
    earliest = coarse.earliest if fine.earliest is None else fine.earliest
    latest = coarse.latest if fine.latest is None else fine.latest
    if earliest is None or latest is None or earliest > latest:
        return None
    return Years(earliest, latest, coarse.circa or fine.circa, fine.grain)


def _limited(one: Years, other: Years, firm: bool = False) -> Years | None:
    """Let the open one of two dates limit the other: "1914-21, not later than 1918", "before 1930, probably 1928".

    A limit that lies outside a `firm` closed date extends it: "1840, before 1850" is 1840 to 1850.
    """
    closed, limit = (other, one) if _open(one) else (one, other)
    if closed.earliest is None or closed.latest is None or not _open(limit):
        return None
    nearest, furthest = (min, max) if not firm or _narrows(limit, closed) else (max, min)
    earliest = closed.earliest if limit.earliest is None else furthest(closed.earliest, limit.earliest)
    latest = closed.latest if limit.latest is None else nearest(closed.latest, limit.latest)
    grain, circa = max(one.grain, other.grain), one.circa or other.circa
    return Years(earliest, latest, circa, grain) if earliest <= latest else None


def _narrows(limit: Years, closed: Years) -> bool:
    """Whether an open date cuts something off a closed one."""
    early = limit.earliest is not None and closed.earliest is not None and limit.earliest > closed.earliest
    late = limit.latest is not None and closed.latest is not None and limit.latest < closed.latest
    return early or late


def _shorter(one: Years, other: Years) -> Years | None:
    """Return the shorter of two periods that overlap: "Eastern Zhou dynasty, Warring States period".

    Of two that share the year in which the one follows the other ("Meiji, Taisho") neither frames the other.
    """
    spans = [(years.earliest, years.latest, years) for years in (one, other)]
    (start, end, _), (low, high, _) = spans
    if start is None or end is None or low is None or high is None or start > high or low > end:
        return None
    if low < start == high < end or start < low == end < high:
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


Era = tuple[int, int]
NAMED = {"dynasty", "period"}
COUNTED = {"year", "decade", "hundreds", "century"}
# An older year is only counted so where the years run backwards: a lone 1925 is more likely of our own era.
EARLIEST = -1600


def count_backwards(dated_roles: list[DatedRole], profile: Profile) -> None:
    """Let the years of "19th Dynasty, 1292-1190" and "18th Dynasty, 1390" be before Christ; change the moments."""
    spans = [dated.span for dated in dated_roles if dated.role is None]
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

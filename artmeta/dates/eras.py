"""Years that say no era: beside a dynasty that ended before Christ they are counted before Christ."""

from __future__ import annotations

from dataclasses import replace

from artmeta.dates.completing import FOUR_DIGITS
from artmeta.dates.profile import Profile
from artmeta.dates.tree import Span
from artmeta.dates.wholes import bounds

YEARS = {("year", "year"), ("year", "small")}


def count_backwards(spans: list[Span], profile: Profile) -> None:
    """Let the years of "19th Dynasty, 1292-1190" and "18th Dynasty, 1390" be those before Christ; change the spans."""
    named = [moment for span in spans for moment in span.moments if moment.unit in {"dynasty", "period"}]
    eras = [years for years in (bounds(moment, profile) for moment in named) if years[1] < 0]
    for span in spans if eras else ():
        if any(moment.says("BC") or moment.says("AD") for moment in span.moments):
            continue
        if _backwards(span) or any(_within(span, era, profile) for era in eras):
            for moment in span.moments:
                moment.hedges += ("BC",)


def _backwards(span: Span) -> bool:
    """Whether two years run backwards; the second of "1985-80" is then completed."""
    first, last = span.moments[0], span.moments[-1]
    if len(span.moments) != len(("first", "last")) or (first.unit, last.unit) not in YEARS:
        return False
    end = last.number
    if last.unit == "small" and first.number >= FOUR_DIGITS:
        end += first.number // 10**last.digits * 10**last.digits
    if end >= first.number:
        return False
    last.unit, last.number = "year", end
    return True


def _within(span: Span, era: tuple[int, int], profile: Profile) -> bool:
    """Whether a lone year or century lies in an era if it is counted before Christ."""
    moment = span.moments[0]
    if len(span.moments) > 1 or moment.unit not in {"year", "century"}:
        return False
    low, high = bounds(replace(moment, hedges=("BC",)), profile)
    return era[0] <= low and high <= era[1]

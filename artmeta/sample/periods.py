"""Taste changes: how many works each decade left the sample museum, what they show, how they are painted."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

TOPICS = ("aircraft", "angel_demon", "boat", "horse_racing", "house")
FIRST_YEAR, LAST_YEAR = 1700, 1999
DECADES = tuple(range(FIRST_YEAR, LAST_YEAR + 1, 10))
FIRST_AIRCRAFT = 1910  # nobody in this museum painted an aeroplane before


@dataclass(frozen=True, slots=True)
class Period:
    """Years `first` to `last`, both included, and the styles of painting with their shares (sum: 1)."""

    first: int
    last: int
    styles: Mapping[str, float]


PERIODS = (
    Period(1700, 1779, {"old_master": 0.86, "engraving": 0.14}),
    Period(1780, 1829, {"romantic": 0.74, "old_master": 0.10, "engraving": 0.08, "watercolour": 0.08}),
    Period(1830, 1869, {"victorian": 0.80, "romantic": 0.10, "watercolour": 0.10}),
    Period(1870, 1904, {"impressionist": 0.72, "victorian": 0.20, "watercolour": 0.08}),
    Period(1905, 1919, {"fauve": 0.68, "impressionist": 0.22, "watercolour": 0.10}),
    Period(1920, 1939, {"poster": 0.76, "fauve": 0.14, "watercolour": 0.10}),
    Period(1940, 1949, {"watercolour": 0.55, "poster": 0.25, "fauve": 0.20}),
    Period(1950, 1999, {"abstracted": 0.70, "poster": 0.14, "fauve": 0.08, "watercolour": 0.08}),
)


def period_of(year: int) -> Period:
    """Find the period a year (1700 to 1999) lies in."""
    return next(period for period in PERIODS if period.first <= year <= period.last)


def decade_of(year: int) -> int:
    """The first year of a year's decade: 1857 -> 1850."""
    return year // 10 * 10


def topic_shares(decade: int) -> dict[str, float]:
    """The stated truth: the share (0 to 1, they sum to 1) of each topic among a decade's works.

    Boats stay at 24%; aircraft start in 1910 and rise to 36%; horse racing falls from 32 to 7% and
    angels and demons from 30 to 9% over the three centuries; houses take what is left.
    """
    passed = (decade - FIRST_YEAR) / (DECADES[-1] - FIRST_YEAR)
    flown = (decade - FIRST_AIRCRAFT) / (DECADES[-1] - FIRST_AIRCRAFT)
    shares = {
        "aircraft": 0.08 + 0.28 * flown if decade >= FIRST_AIRCRAFT else 0.0,
        "angel_demon": 0.30 - 0.21 * passed,
        "boat": 0.24,
        "horse_racing": 0.32 - 0.25 * passed,
    }
    return shares | {"house": 1.0 - sum(shares.values())}


def decade_weights() -> list[float]:
    """How likely a work comes from each decade: few early ones, most from 1870 to 1939."""
    return [0.45 + 1.55 * max(0.0, 1 - abs(decade - 1905) / 130) for decade in DECADES]


def year_at(quantile: float) -> int:
    """The year below which a share `quantile` (0 to 1) of the museum's works was made."""
    return FIRST_YEAR + round(_at(quantile, decade_weights()) * 10 - 0.5)


def topic_at(decade: int, quantile: float) -> str:
    """The topic that a `quantile` (0 to 1) falls on when the decade's shares lie end to end."""
    return TOPICS[int(_at(quantile, [topic_shares(decade)[topic] for topic in TOPICS]))]


def style_at(year: int, quantile: float) -> str:
    """The style of painting that a `quantile` (0 to 1) falls on in the year's period."""
    styles = period_of(year).styles
    return list(styles)[int(_at(quantile, list(styles.values())))]


def _at(quantile: float, weights: list[float]) -> float:
    """Where a quantile falls among weighted boxes: box number plus the way through that box."""
    edges = [0.0]
    for weight in weights:
        edges.append(edges[-1] + weight)
    point = min(max(quantile, 0.0), 1 - 1e-9) * edges[-1]
    box = bisect_right(edges, point) - 1
    return box + (point - edges[box]) / weights[box]

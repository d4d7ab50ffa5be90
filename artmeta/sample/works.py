"""What is true of a work of the sample museum, and how works, topics and styles are spread over the centuries."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from artmeta.sample.words import table

TOPICS = ("aircraft", "angel_demon", "boat", "horse_racing", "house")
FIRST_YEAR, LAST_YEAR = 1700, 1999
DECADES = tuple(range(FIRST_YEAR, LAST_YEAR + 1, 10))
# Steps of a low-discrepancy sequence in three dimensions (powers of the inverse of the root of x^4 = x + 1;
# Roberts, "The unreasonable effectiveness of quasirandom sequences", 2018): even the first 100 works
# follow the stated shares, and work i stays the same however many follow.
STEPS = (0.8191725133961645, 0.6710436067037893, 0.5497004779019703)
FIRST_AIRCRAFT = 1910  # nobody in this museum painted an aeroplane before


@dataclass(frozen=True, slots=True)
class Period:
    """Years `first` to `last`, both included, and the styles of painting with their shares (sum: 1)."""

    first: int
    last: int
    styles: Mapping[str, float]


PERIODS = tuple(Period(*row) for row in table("words.toml")["periods"])


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
    edges = [0.0, *accumulate(weights)]
    point = min(max(quantile, 0.0), 1 - 1e-9) * edges[-1]
    box = bisect_right(edges, point) - 1
    return box + (point - edges[box]) / weights[box]


@dataclass(frozen=True, slots=True)
class SampleWork:
    """One work: `number` counts from 1; `topic` is '' where the picture shows none of the five."""

    number: int
    seed: int
    year: int
    topic: str
    style: str

    @property
    def decade(self) -> int:
        """The first year of the decade in which the work was made."""
        return decade_of(self.year)


def make_work(seed: int, number: int) -> SampleWork:
    """Settle year, topic and style of work `number` in the museum of a seed; dirt is laid on later."""
    start = generator(seed, 0, "museum").random(3)
    along, across, style = (float((start[k] + number * STEPS[k]) % 1) for k in range(3))
    year = year_at(along)
    return SampleWork(number, seed, year, topic_at(decade_of(year), across), style_at(year, style))


def generator(seed: int, number: int, purpose: str) -> np.random.Generator:
    """A random generator for one purpose of one work, so that changing one leaves the others alone."""
    return np.random.default_rng([seed, number, *purpose.encode()])

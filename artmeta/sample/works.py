"""What is true of a work: how works, topics and styles are spread over the centuries, and in the lesson's archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

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
# The lesson's archive: works to learn from by topic, works to test, and what is added to the seed, for its pictures
# belong to another museum than the collection.
TRAINING = {"aircraft": 36, "angel_demon": 28, "boat": 36, "horse_racing": 28, "house": 34}
TESTING, OTHER_MUSEUM = 10, 10_000_019
# Nearly all of the lesson's pictures are figurative; later works must be recognised from these.
LAST_LEARNT_YEAR = 1959


class Period(NamedTuple):
    """Years `first` to `last`, both included, and the styles of painting with their shares (sum: 1)."""

    first: int
    last: int
    styles: Mapping[str, float]


PERIODS = tuple(Period(*row) for row in table("words.toml")["periods"])


def period_of(year: int) -> Period:
    """Find the period a year (1700 to 1999) lies in."""
    return next(period for period in PERIODS if period.first <= year <= period.last)


def topic_shares(decade: int) -> dict[str, float]:
    """The stated truth: the share of each topic among a decade's works (they sum to 1), in the order of TOPICS."""
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


def topic_at(year: int, quantile: float) -> str:
    """The topic that a `quantile` (0 to 1) falls on when the shares of the year's decade lie end to end."""
    return TOPICS[int(_at(quantile, topic_shares(year // 10 * 10).values()))]


def style_at(year: int, quantile: float) -> str:
    """The style of painting that a `quantile` (0 to 1) falls on in the year's period."""
    styles = period_of(year).styles
    return list(styles)[int(_at(quantile, styles.values()))]


def _at(quantile: float, weights: Iterable[float]) -> float:
    """Where a quantile falls among weighted boxes: box number plus the way through that box."""
    edges = [0.0, *accumulate(weights)]
    point = min(max(quantile, 0.0), 1 - 1e-9) * edges[-1]
    return float(np.interp(point, edges, range(len(edges))))


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
        return self.year // 10 * 10


def redated(work: SampleWork, year: int, rng: np.random.Generator) -> SampleWork:
    """Move a work to another year: with a topic and a style of that year."""
    topic, style = topic_at(year, rng.random()), style_at(year, rng.random())
    return replace(work, year=year, topic=topic, style=style)


def make_work(seed: int, number: int) -> SampleWork:
    """Settle year, topic and style of work `number` in the museum of a seed; defects are added later."""
    start = generator(seed, 0, "museum").random(3)
    along, across, style = (float((start[k] + number * STEPS[k]) % 1) for k in range(3))
    year = year_at(along)
    return SampleWork(number, seed, year, topic_at(year, across), style_at(year, style))


def generator(seed: int, number: int, purpose: str) -> np.random.Generator:
    """A random generator for one purpose of one work, so that changing one leaves the others alone."""
    return np.random.default_rng([seed, number, *purpose.encode()])


def dataset_works(seed: int) -> Iterator[tuple[str, SampleWork]]:
    """Yield the path below `dataset/` and the work of each picture of the lesson's archive; they hang nowhere else."""
    for topic, count in TRAINING.items():
        for place, work in enumerate(works_of(seed, topic, count), 1):
            yield f"dataset/training/{topic}/{topic}-{place:02d}.jpg", work
    for topic in TOPICS:
        for place, work in enumerate(works_of(seed, topic, TESTING // len(TOPICS), start=900), 1):
            yield f"dataset/testing/{topic}-{place}.jpg", work


def works_of(seed: int, topic: str, count: int, start: int = 1) -> Iterator[SampleWork]:
    """Yield works of one topic from `start` on, of years up to 1959, in the styles of their years."""
    first = FIRST_AIRCRAFT if topic == "aircraft" else 1700
    for number in range(start, start + count):
        work = make_work(seed + OTHER_MUSEUM, number * 10 + TOPICS.index(topic))
        year = first + (work.year - 1700) * (LAST_LEARNT_YEAR - first + 1) // 300
        style = style_at(year, float(generator(work.seed, work.number, "style").random()))
        yield replace(work, year=year, topic=topic, style=style)

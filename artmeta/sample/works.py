"""What is true of a work of the sample museum, whatever its record says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from artmeta.sample.periods import decade_of, style_at, topic_at, year_at

# Steps of a low-discrepancy sequence in three dimensions (powers of the inverse of the root of x^4 = x + 1;
# Roberts, "The unreasonable effectiveness of quasirandom sequences", 2018): even the first 100 works
# follow the stated shares, and work i stays the same however many follow.
STEPS = (0.8191725133961645, 0.6710436067037893, 0.5497004779019703)


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

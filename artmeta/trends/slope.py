"""Whether a topic's share grows or shrinks over a period: a line through time, with all doubts in its error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.trends.bins import WIDTHS, Bins, fixed_bins, spread
from artmeta.trends.catalogue import catalogue_of, correction
from artmeta.trends.estimation import Reading, scores
from artmeta.trends.quantification import means
from artmeta.trends.resampling import known_draws, mean_draws

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEWEST_STEPS = 10  # bins a period is cut into for the line; with fewer, a width of years less
EDGE = 0.01  # of the works at each end: one antique among moderns would draw the line alone
CENTURY = 100.0


@dataclass(frozen=True, slots=True)
class Lines:
    """A line for each topic: its share at the first and the last year of the period, and the error of the change.

    `change` [topics] is last minus first; `error` its standard error; `draws` and `first_draws`
    [count, topics] the bootstrap's changes and first shares. `middles` [steps], `observed` [steps, topics] and
    `step_works` [steps] are what the line was laid through, and `step_draws` [count, steps, topics] the bootstrap's.
    """

    first_year: int
    last_year: int
    works: float
    first: Floats
    change: Floats
    error: Floats
    draws: Floats
    first_draws: Floats
    middles: Floats
    observed: Floats
    step_works: Floats
    step_draws: Floats

    @property
    def ends(self) -> tuple[Floats, Floats]:
        """The share of each topic at the first and the last year; where a line leaves 0 to 1, a share does not."""
        return np.clip(self.first, 0, 1), np.clip(self.first + self.change, 0, 1)

    @property
    def end_draws(self) -> tuple[Floats, Floats]:
        """The same, as the bootstrap draws them: [count, topics] each."""
        return np.clip(self.first_draws, 0, 1), np.clip(self.first_draws + self.draws, 0, 1)


def period(earliest: Ints, latest: Ints) -> tuple[int, int]:
    """Return the years between which all but one in a hundred works at either end were made."""
    middles = np.sort((earliest + latest) / 2)
    low, high = np.quantile(middles, [EDGE, 1 - EDGE])
    return int(np.floor(low)), int(np.ceil(high))


def lines(
    reading: Reading,
    earliest: Ints,
    latest: Ints,
    years: tuple[int, int],
    count: int,
    random: np.random.Generator,
    given: Ints | None = None,
) -> Lines:
    """Lay a line through each topic's share between two `years`, over works dated [works], [works].

    With `given` topics [works] (-1: none), the museum's own topics check the model step by step.
    """
    steps = steps_of(years)
    part = spread(earliest, latest, steps)
    told, evidence = scores(reading)
    observed, weights = mean_draws(told[part.work], part, len(steps), count, random)
    centre, works = means(told, part, len(steps)), part.total(len(steps))
    catalogue = catalogue_of(told, given, earliest, latest) if given is not None else None
    if catalogue is not None and evidence is not None and catalogue.speaks:
        checked = correction(catalogue, steps, evidence, count, random)
        observed, centre = (
            checked.apply_draws(observed, observed),
            centre - checked.weight[:, None] * checked.off,
        )
    position = (steps.middles - years[0]) / max(years[1] - years[0], 1)
    slope, level = through(position, centre[None], works[None])
    slopes, levels = through(position, observed, weights)
    if evidence is not None:
        known = evidence.confidences[None]
        slopes = slopes - known_draws(known, evidence.topics, slope, count, random)[:, 0]
    return Lines(
        *years,
        float(works.sum()),
        level[0],
        slope[0],
        slopes.std(axis=0, ddof=1),
        slopes,
        levels,
        steps.middles,
        centre,
        works,
        observed,
    )


def through(position: Floats, shares: Floats, works: Floats) -> tuple[Floats, Floats]:
    """Return slopes and values at position 0 [n, topics] of weighted lines through shares [n, steps, topics]."""
    total = np.maximum(works.sum(axis=1, keepdims=True), np.finfo(float).tiny)
    weights = works / total
    middle = weights @ position
    mean = np.einsum("ns,nsk->nk", weights, shares)
    away = position[None] - middle[:, None]
    spread_of_time = np.maximum((weights * away**2).sum(axis=1), np.finfo(float).tiny)
    slope = np.einsum("ns,ns,nsk->nk", weights, away, shares) / spread_of_time[:, None]
    return slope, mean - slope * middle[:, None]


def steps_of(years: tuple[int, int]) -> Bins:
    """Return the bins that lines are laid through: as wide as leaves ten of them, cut at the period's ends."""
    length = years[1] - years[0] + 1
    fitting = [width for width in WIDTHS if length / width >= FEWEST_STEPS]
    bins = fixed_bins(*years, fitting[-1] if fitting else 1)
    first, last = bins.first.copy(), bins.last.copy()
    first[0], last[-1] = years
    return Bins(first, last)

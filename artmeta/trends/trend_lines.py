"""Whether a topic's share grows or shrinks over a period: a weighted line, with all uncertainty in its error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from artmeta.trend_options import BIN_WIDTHS
from artmeta.trends.bins import TINY, Bins, Floats, Ints, distribute, fixed_bins
from artmeta.trends.estimation import PreparedScores, unbiased_scores
from artmeta.trends.labelled_sample import correction, labelled_sample
from artmeta.trends.quantification import bin_means
from artmeta.trends.uncertainty import labelled_draws, mean_draws

MIN_STEPS = 10  # bins of a period that the line is fitted to; with fewer, narrower bins
TRIMMED = 0.01  # of the works at each end: one antique among moderns would determine the line


@dataclass(frozen=True, slots=True)
class TrendLines:
    """A line for each topic: its share at the first and the last year of the period, and the error of the change.

    `change` [topics] is last minus first; `error` its standard error; `draws` and `first_draws` [replicates, topics]
    the bootstrap's changes and first shares. `middles` [steps], `observed` [steps, topics] and `step_works` [steps]
    are what the line was fitted to, and `step_draws` [replicates, steps, topics] the bootstrap's.
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
        """The share of each topic at the first and the last year, limited to 0 to 1."""
        return np.clip(self.first, 0, 1), np.clip(self.first + self.change, 0, 1)

    @property
    def end_draws(self) -> tuple[Floats, Floats]:
        """The same for the bootstrap draws: [replicates, topics] each."""
        return np.clip(self.first_draws, 0, 1), np.clip(self.first_draws + self.draws, 0, 1)


def period(earliest: Ints, latest: Ints) -> tuple[int, int]:
    """Return the years between which all but one in a hundred works at either end were made."""
    low, high = np.quantile((earliest + latest) / 2, [TRIMMED, 1 - TRIMMED])
    return int(np.floor(low)), int(np.ceil(high))


def fit_trend_lines(
    prepared: PreparedScores,
    earliest: Ints,
    latest: Ints,
    years: tuple[int, int],
    replicates: int,
    rng: np.random.Generator,
    given: Ints | None = None,
) -> TrendLines:
    """Fit a line to each topic's share between two `years`, over works dated [works], [works].

    With `given` topics [works] (-1: none), the museum's own topics correct the model step by step.
    """
    steps = steps_of(years)
    distribution = distribute(earliest, latest, steps)
    scores, known = unbiased_scores(prepared)
    step_draws, weights = mean_draws(scores[distribution.work], distribution, len(steps), replicates, rng)
    observed, works = bin_means(scores, distribution, len(steps)), distribution.totals(len(steps))
    if given is not None:
        sample = labelled_sample(scores, given, earliest, latest)
        if corrected := correction(sample, steps, known, replicates, rng):
            step_draws = corrected.apply_draws(step_draws, step_draws)
            observed = observed - corrected.weighted_bias
    position = positions(steps, years)
    slope, first = fit_lines(position, observed[None], works[None])
    slopes, firsts = fit_lines(position, step_draws, weights)
    if known is not None:
        slopes = slopes - labelled_draws(known.confidences[None], known.y_true, slope, replicates, rng)[:, 0]
    error, middles = slopes.std(axis=0, ddof=1), steps.middles
    total = float(works.sum())
    fitted = first[0], slope[0], error, slopes, firsts
    return TrendLines(*years, total, *fitted, middles, observed, works, step_draws)


def fit_lines(position: Floats, shares: Floats, works: Floats) -> tuple[Floats, Floats]:
    """Return slopes and values at position 0 [n, topics] of lines fitted to shares [n, steps, topics].

    Weighted least squares with the works [n, steps] as weights.
    """
    weights = works / np.maximum(works.sum(axis=1, keepdims=True), TINY)
    middle = weights @ position
    mean = np.einsum("ns,nsk->nk", weights, shares)
    distance = position[None] - middle[:, None]
    variance = np.maximum((weights * distance**2).sum(axis=1), TINY)
    slope = np.einsum("ns,ns,nsk->nk", weights, distance, shares) / variance[:, None]
    return slope, mean - slope * middle[:, None]


def steps_of(years: tuple[int, int]) -> Bins:
    """Return the bins that lines are fitted to: the widest that leave ten of them, cut at the ends of the period."""
    length = years[1] - years[0] + 1
    widths = [width for width in BIN_WIDTHS if length / width >= MIN_STEPS]
    bins = fixed_bins(*years, widths[-1] if widths else 1)
    first, last = bins.first.copy(), bins.last.copy()
    first[0], last[-1] = years
    return Bins(first, last)


def positions(steps: Bins, years: tuple[int, int]) -> Floats:
    """Return where the middles of steps [steps] lie in a period: 0 at its first year, 1 at its last."""
    return (steps.middles - years[0]) / max(years[1] - years[0], 1)

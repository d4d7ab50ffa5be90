"""Statistics that several parts share: intervals of a proportion, calibration error, softmax, Holm, bootstrap.

Only numpy is imported at the top; scipy is imported where it is used, because that takes up to one second of CPU.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

LEVEL = 0.95  # confidence level of an interval unless another is given
CALIBRATION_BINS = 15  # as in Guo et al. 2017, so that calibration errors can be compared
RESAMPLES = 1000  # the ends of a 95% interval then move by less than a tenth of its width


def clopper_pearson(hits: ArrayLike, trials: ArrayLike, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Return the exact two-sided interval of a proportion, elementwise; without trials it is 0 to 1.

    Source: Clopper and Pearson, Biometrika 26, 1934.
    """
    successes, number = np.asarray(hits, dtype=float), np.asarray(trials, dtype=float)
    confidence = (1 + level) / 2
    return lower_bound(successes, number, confidence), 1 - lower_bound(number - successes, number, confidence)


def lower_bound(hits: ArrayLike, trials: ArrayLike, confidence: float) -> Floats:
    """Return the exact one-sided lower bound of a proportion, elementwise (Clopper and Pearson 1934)."""
    from scipy.special import betaincinv

    successes, number = np.asarray(hits, dtype=float), np.asarray(trials, dtype=float)
    quantiles = betaincinv(np.maximum(successes, 1), number - successes + 1, 1 - confidence)
    bound: Floats = np.where(successes > 0, quantiles, 0.0)
    return bound


def finite_lower_bound(hits: int, trials: int, population: int, confidence: float) -> float:
    """Return the exact one-sided lower bound of a share of so many things, by a sample of them without replacement.

    It is the smallest share at which the sample has that many hits or more with a probability above 1 - confidence:
    the hypergeometric distribution instead of the binomial one of Clopper and Pearson (Konijn 1973, "Statistical
    Theory of Sample Survey Design and Analysis").
    """
    from scipy.stats import hypergeom

    shares = range(hits, population - (trials - hits) + 1)
    place = bisect.bisect_right(
        shares, 1 - confidence, key=lambda true: float(hypergeom.sf(hits - 1, population, true, trials))
    )
    return shares[min(place, len(shares) - 1)] / population if population else 0.0


def jeffreys(hits: ArrayLike, trials: ArrayLike, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Return the Jeffreys interval of a proportion, elementwise; hits and trials may be fractions.

    Source: Brown, Cai, DasGupta, "Interval Estimation for a Binomial Proportion", Statistical Science 16, 2001.
    """
    from scipy.special import betaincinv

    successes, number = np.asarray(hits, dtype=float), np.asarray(trials, dtype=float)
    shapes, tail = (successes + 0.5, number - successes + 0.5), (1 - level) / 2
    return betaincinv(*shapes, tail), betaincinv(*shapes, 1 - tail)


def wilson(hits: int, trials: int, level: float = LEVEL) -> tuple[float, float]:
    """Return the Wilson score interval of a proportion (Wilson, JASA 22, 1927); `trials` must not be 0."""
    from scipy.stats import binomtest

    interval = binomtest(hits, trials).proportion_ci(level, "wilson")
    return float(interval.low), float(interval.high)


def calibration_error(confidences: Floats, correct: NDArray[np.bool_], bins: int = CALIBRATION_BINS) -> float:
    """Return the expected calibration error, 0 to 1, of decisions with confidences [n] that were correct [n] or not.

    Source: Guo, Pleiss, Sun, Weinberger 2017, "On Calibration of Modern Neural Networks"; bins of equal width.
    """
    places = np.clip((confidences * bins).astype(np.intp), 0, bins - 1)
    gaps = np.bincount(places, weights=confidences - correct, minlength=bins)
    return float(np.abs(gaps).sum() / len(confidences))


def top_calibration_error(confidences: Floats, y_true: NDArray[np.integer]) -> float:
    """Return the expected calibration error of the likeliest classes of confidences [n, classes]."""
    return calibration_error(confidences.max(axis=1), confidences.argmax(axis=1) == y_true)


def softmax(logits: Floats) -> Floats:
    """Return probabilities [n, classes] from logits; without scipy, whose import would double a prediction's start."""
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities: Floats = exponentials / exponentials.sum(axis=1, keepdims=True)
    return probabilities


def holm(p_values: Floats) -> Floats:
    """Return p values [m] adjusted by the step-down method of Holm (Scandinavian Journal of Statistics 6, 1979)."""
    count, order = len(p_values), np.argsort(p_values)
    adjusted = np.empty(count)
    adjusted[order] = np.maximum.accumulate(p_values[order] * (count - np.arange(count)))
    return np.minimum(adjusted, 1.0)


def cluster_bootstrap(
    statistic: Callable[[Indices], float],
    groups: Sequence[str],
    seed: int = 1,
    resamples: int = RESAMPLES,
    level: float = LEVEL,
) -> tuple[float, float]:
    """Return the percentile bootstrap interval of `statistic`, where whole groups are drawn with replacement.

    `statistic` takes indices of observations [m]; `groups` [n] names the group of each observation. Resamples for
    which the statistic is NaN are left out. Sources: Efron and Tibshirani 1993, "An Introduction to the
    Bootstrap", chapter 13; Field and Welsh 2007 for groups.
    """
    numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    members: list[list[int]] = [[] for _ in numbers]
    for place, group in enumerate(groups):
        members[numbers[group]].append(place)
    rng, arrays = np.random.default_rng(seed), [np.array(each, dtype=np.intp) for each in members]
    draws = (rng.integers(0, len(arrays), len(arrays)) for _ in range(resamples))
    values = [statistic(np.concatenate([arrays[number] for number in draw])) for draw in draws]
    low, high = np.nanquantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)

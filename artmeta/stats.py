"""Shared statistics: intervals of a proportion, calibration error, softmax, multiple testing, bootstrap.

Only numpy is imported at the top; scipy is imported where it is used, because that takes up to one second of CPU.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

LEVEL = 0.95  # confidence level of an interval unless another is given
CALIBRATION_BINS = 15  # as in Guo et al. 2017, so that calibration errors can be compared
RESAMPLES = 1000  # a standard error then varies by 2% from seed to seed
CONSISTENCY_DRAWS = 1000  # of outcomes from the confidences themselves: the error if calibration is perfect
TOLERANCE = 0.02  # of calibration error beyond chance; two percentage points matter to no decision


def one_blas_thread() -> AbstractContextManager[object]:
    """Return a block in which BLAS uses one thread: at small matrices several ones only wait for each other."""
    block: AbstractContextManager[object] = _blas().limit(limits=1, user_api="blas")
    return block


@cache
def _blas() -> ThreadpoolController:
    """Return the controller of numpy's and scipy's BLAS, which is looked for once: that takes 5 ms."""
    import scipy.linalg  # noqa: F401
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def clopper_pearson(hits: ArrayLike, trials: ArrayLike, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Return the exact two-sided interval of a proportion, elementwise; without trials it is 0 to 1.

    Hits and trials may be fractions, as those of an effective sample size are. Source: Clopper and Pearson,
    Biometrika 26, 1934.
    """
    successes, number = np.asarray(hits, dtype=float), np.asarray(trials, dtype=float)
    confidence = (1 + level) / 2
    return lower_bound(successes, number, confidence), 1 - lower_bound(number - successes, number, confidence)


def lower_bound(hits: ArrayLike, trials: ArrayLike, confidence: float) -> Floats:
    """Return the exact one-sided lower bound of a proportion, elementwise (Clopper and Pearson 1934)."""
    from scipy.special import betaincinv

    successes, number = np.asarray(hits, dtype=float), np.asarray(trials, dtype=float)
    quantiles = betaincinv(np.where(successes > 0, successes, 1), number - successes + 1, 1 - confidence)
    return np.where(successes > 0, quantiles, 0.0)


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


def korn_graubard(
    correct: NDArray[np.bool_], groups: Sequence[str], inflation: float = 1.0
) -> tuple[float, float]:
    """Return the interval of the proportion of `correct` [n] where observations of one group [n] are dependent.

    It is the exact interval at the effective sample size; with groups of one it is that of Clopper and Pearson, and
    without observations it is 0 to 1. `inflation` is how much larger the variance is for another reason than groups.
    Source: Korn and Graubard, Survey Methodology 24, 1998.
    """
    if not len(correct):
        return 0.0, 1.0
    size = effective_size(correct, groups) / inflation
    low, high = clopper_pearson(correct.mean() * size, size)
    return float(low), float(high)


def effective_size(correct: NDArray[np.bool_], groups: Sequence[str]) -> float:
    """Return the number of independent observations that give the proportion of `correct` [n] as precisely.

    It is n, divided by the design effect of the groups, which is at least 1, and times the squared ratio of the t
    quantiles for n and for the number of groups (Korn and Graubard 1998). The design effect counts one more group, of
    mean size, in which all are wrong: without it, a few groups without errors would be taken for proof that
    observations of a group are independent. With a single group, the size is 1.
    """
    from scipy.special import stdtrit

    number = len(correct)
    _, members = np.unique(np.asarray(groups), return_inverse=True)
    sizes = np.bincount(members)
    if len(sizes) in (1, number):
        return float(number) if len(sizes) == number else 1.0
    errors = correct - correct.mean()
    mean_size = (sizes**2).sum() / number
    between = (np.bincount(members, weights=errors) ** 2).sum() + mean_size**2
    within = (errors**2).sum() + mean_size
    small_sample = len(sizes) / (len(sizes) - 1) * (number - 1) / number
    design_effect = np.clip(between / within * small_sample, 1, number)
    quantiles = stdtrit(np.array([number - 1, len(sizes) - 1]), (1 + LEVEL) / 2)
    return float(number / design_effect * (quantiles[0] / quantiles[1]) ** 2)


@dataclass(frozen=True, slots=True)
class CalibrationTest:
    """Expected calibration error (ECE), its mean under perfect calibration, and the largest explained by chance."""

    error: float
    by_chance: float
    allowed: float

    @property
    def passed(self) -> bool:
        """Whether chance explains the error."""
        return self.error <= self.allowed


def calibration_test(confidences: Floats, correct: NDArray[np.bool_], seed: int = 1) -> CalibrationTest:
    """Test whether decisions with confidences [n] that were correct [n] or not are calibrated: bins of equal width."""
    places = np.clip((confidences * CALIBRATION_BINS).astype(np.intp), 0, CALIBRATION_BINS - 1)
    works, sums, hits = (
        np.bincount(places, weights=weights, minlength=CALIBRATION_BINS)
        for weights in (None, confidences, correct)
    )
    return binned_calibration_test(works, sums / np.maximum(works, 1), hits, seed)


def binned_calibration_test(
    works: ArrayLike, confidences: ArrayLike, correct: ArrayLike, seed: int = 1
) -> CalibrationTest:
    """Test the calibration of `works` [bins] with a mean confidence [bins], of which so many were correct [bins].

    The expected calibration error (Guo, Pleiss, Sun, Weinberger 2017, "On Calibration of Modern Neural Networks")
    grows as works get fewer, also where calibration is perfect. So outcomes are drawn from the confidences
    (consistency resampling, Broecker and Smith 2007, "Increasing the Reliability of Reliability Diagrams"): chance
    explains an error that is no larger than 95% of those drawn, plus two points.
    """
    number, means = np.asarray(works, dtype=np.int64), np.clip(np.asarray(confidences, dtype=float), 0, 1)
    rng, total, expected = np.random.default_rng(seed), max(int(number.sum()), 1), number * means
    drawn = rng.binomial(number, means, (CONSISTENCY_DRAWS, len(number)))
    errors = np.abs(drawn - expected).sum(axis=1) / total
    error = float(np.abs(np.asarray(correct, dtype=float) - expected).sum() / total)
    return CalibrationTest(error, float(errors.mean()), float(np.quantile(errors, LEVEL)) + TOLERANCE)


def softmax(logits: Floats) -> Floats:
    """Return probabilities [n, classes] from logits; without scipy, whose import would double a prediction's start."""
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities: Floats = exponentials / exponentials.sum(axis=1, keepdims=True)
    return probabilities


def chi_squared_tail(value: float, freedom: int) -> float:
    """Return the probability that chi-squared exceeds a value; without scipy, whose import takes 0.1 CPU s.

    Source: the finite sums for whole degrees of freedom, Abramowitz and Stegun 1964, 26.4.4 and 26.4.5.
    """
    half, odd = value / 2, freedom % 2
    if not half:
        return 1.0
    powers = np.arange(freedom // 2) + odd / 2
    logarithms = powers * math.log(half) - half - [math.lgamma(power + 1) for power in powers]
    tail = math.erfc(math.sqrt(half)) if odd else 0.0
    return min(tail + float(np.exp(logarithms).sum()), 1.0)


def holm(p_values: Floats) -> Floats:
    """Return p values [m] adjusted for multiple testing by the step-down method of Holm (Scand J Statist 6, 1979)."""
    count, order = len(p_values), np.argsort(p_values)
    adjusted = np.empty(count)
    adjusted[order] = np.maximum.accumulate(p_values[order] * (count - np.arange(count)))
    return np.minimum(adjusted, 1.0)


def cluster_bootstrap_variance(
    statistic: Callable[[Indices], float], groups: Sequence[str], resamples: int = RESAMPLES
) -> float:
    """Return the bootstrap variance of `statistic`, where whole groups are drawn with replacement.

    `statistic` takes indices of observations [m]; `groups` [n] names the group of each observation. Resamples for
    which the statistic is NaN are left out. Sources: Efron and Tibshirani 1993, "An Introduction to the
    Bootstrap", chapter 6; Field and Welsh 2007 for groups.
    """
    numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    members: list[list[int]] = [[] for _ in numbers]
    for place, group in enumerate(groups):
        members[numbers[group]].append(place)
    rng, arrays = np.random.default_rng(1), [np.array(each, dtype=np.intp) for each in members]
    draws = (rng.integers(0, len(arrays), len(arrays)) for _ in range(resamples))
    values = [statistic(np.concatenate([arrays[number] for number in draw])) for draw in draws]
    return float(np.nanvar(values))

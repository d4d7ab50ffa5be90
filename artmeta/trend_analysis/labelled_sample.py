"""Bias correction by works the museum labelled: a model's errors in a period may differ from those in training."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from artmeta.trend_analysis.bins import TINY, Bins, Floats, Ints, sum_by
from artmeta.trend_analysis.calibration import CalibrationSet
from artmeta.trend_analysis.clusters import Indices

REACHES = 0.0, 5.0, 10.0, 20.0  # years around a bin from which labelled works count; a style lasts 20 at most
PLENTY = 40  # labelled works; as soon as so many are near, the reach is not widened
MIN_WORKS = 15  # labelled works near a bin; fewer cannot tell an error of the model from chance
BLOCK = 1_000_000  # labelled works times replicates at once: 16 MB
POOLED = 10.0  # works of all topics' variance that each topic's is pooled with: a rare topic's own is chance


@dataclass(frozen=True, slots=True)
class LabelledSample:
    """Works to which the museum itself gave one topic and that the model was not trained on.

    `scores` [m, topics] are those of `PreparedScores.unbiased`, whose mean is each topic's share if the model errs
    here as it did out of fold; `topics` [m] the given ones; `middles` [m] the middle of each date.
    """

    scores: Floats
    topics: Ints
    middles: Floats

    @property
    def sufficient(self) -> bool:
        """Whether there are enough works to tell an error of the model from chance anywhere."""
        return len(self.topics) >= MIN_WORKS

    @property
    def excess(self) -> Floats:
        """The scores less the true ones [m, topics]; 0 on average unless the errors drift."""
        return self.scores - np.eye(self.scores.shape[1])[self.topics]


def labelled_sample(scores: Floats, given: Ints, earliest: Ints, latest: Ints) -> LabelledSample:
    """Select the labelled works: scores [works, topics], given topic [works] or -1, dates [works]."""
    labelled = given >= 0
    return LabelledSample(scores[labelled], given[labelled], (earliest[labelled] + latest[labelled]) / 2)


@dataclass(frozen=True, slots=True)
class Correction:
    """The bias correction of each bin's shares by the labelled sample.

    `weight` [bins] is the shrinkage weight, 0 (no correction) to 1 (full); `bias` [bins, topics] the mean excess of
    the scores of labelled works nearby; `draws` [replicates, bins, topics] its bootstrap; `works` [bins] the number of
    labelled works used.
    """

    weight: Floats
    bias: Floats
    draws: Floats
    works: Ints

    @property
    def weighted_bias(self) -> Floats:
        """What is subtracted from mean scores [bins, topics]."""
        return self.weight[:, None] * self.bias

    @property
    def bias_draws(self) -> Floats:
        """What is subtracted from draws of mean scores [replicates, bins, topics]: a shrunken mean's error."""
        weight = self.weight[None, :, None]
        return weight * self.bias + np.sqrt(weight) * (self.draws - self.bias)

    def apply(self, share: Floats, means: Floats) -> Floats:
        """Combine reported shares [bins, topics] with mean scores less their bias."""
        combined = (1 - self.weight)[:, None] * share + self.weight[:, None] * (means - self.bias)
        inside = np.maximum(combined, 0.0)
        normalised: Floats = inside / np.maximum(inside.sum(axis=1, keepdims=True), TINY)
        return np.where(self.weight[:, None] > 0, normalised, share)

    def apply_draws(self, share: Floats, means: Floats) -> Floats:
        """Combine draws [replicates, bins, topics] alike; the bias has the error of a shrunken mean."""
        weight = self.weight[None, :, None]
        error = np.sqrt(weight) * (self.draws - self.bias)
        return (1 - weight) * share + weight * (means - self.bias) - error


def correction(
    sample: LabelledSample,
    bins: Bins,
    calibration_set: CalibrationSet | None,
    replicates: int,
    rng: np.random.Generator,
) -> Correction | None:
    """Return the bias correction of each bin by the museum's labels; None if the sample is too small.

    The difference estimator of survey sampling, recently "prediction-powered inference" (Angelopoulos et al. 2023):
    the mean excess of the scores of labelled works is subtracted from the scores of all. Its weight is the
    positive-part James-Stein weight: 0 while it is no larger than chance makes it, near 1 when far larger.
    """
    if calibration_set is None or not sample.sufficient:
        return None
    order = np.argsort(sample.middles, kind="stable")
    middles, excess = sample.middles[order], sample.excess[order]
    low, high = _near(middles, bins)
    works = high - low
    bias = _range_sums(excess, low, high)[0] / np.maximum(works, 1)[:, None]
    draws = _mean_draws(excess, low, high, replicates, rng)
    variances = _topic_variances(calibration_set)[sample.topics[order]]
    by_chance = _range_sums(variances, low, high)[0] / np.maximum(works, 1)[:, None] ** 2
    size = (bias**2 / np.maximum(by_chance, TINY)).mean(axis=1)
    weight = np.where(works >= MIN_WORKS, np.maximum(0.0, 1 - 1 / np.maximum(size, TINY)), 0.0)
    return Correction(weight, bias, draws, np.where(works >= MIN_WORKS, works, 0))


def _near(middles: Floats, bins: Bins) -> tuple[Indices, Indices]:
    """Return the range of the sorted middles [m] that is near each bin [bins], its end not included."""
    half = (bins.last - bins.first + 1) / 2
    low = high = np.zeros(len(bins), dtype=np.intp)
    for reach in REACHES:
        widen = high - low < PLENTY
        low = np.where(widen, np.searchsorted(middles, bins.middles - half - reach), low)
        high = np.where(widen, np.searchsorted(middles, bins.middles + half + reach, side="right"), high)
    return low, high


def _mean_draws(
    values: Floats, low: Indices, high: Indices, replicates: int, rng: np.random.Generator
) -> Floats:
    """Return bootstrap means of values [m, topics] from `low` to `high` [bins]: [replicates, bins, topics]."""
    counted, draws = np.column_stack([values, np.ones(len(values))]), []
    step = max(1, BLOCK // max(len(values), 1))
    for start in range(0, replicates, step):
        times = rng.poisson(1.0, (min(step, replicates - start), len(values))).astype(np.float64)
        sums = _range_sums(counted, low, high, times)
        draws.append(sums[..., :-1] / np.maximum(sums[..., -1:], 1.0))
    return np.concatenate(draws)


def _range_sums(values: Floats, low: Indices, high: Indices, times: Floats | None = None) -> Floats:
    """Return the sums of values [m, k] from `low` to `high` [bins], the end not included: [replicates, bins, k].

    `times` [replicates, m] is how often each row counts; without it there is one replicate, of all rows once.
    """
    times = np.ones((1, len(values))) if times is None else times
    cuts = np.unique([low, high])
    parts = [times[:, start:end] @ values[start:end] for start, end in pairwise(cuts)]
    running = np.cumsum([np.zeros((len(times), values.shape[1])), *parts], axis=0)
    sums = running[np.searchsorted(cuts, high)] - running[np.searchsorted(cuts, low)]
    return np.moveaxis(sums, 1, 0)


def _topic_variances(calibration_set: CalibrationSet) -> Floats:
    """Return the out-of-fold variance of the scores of each topic's works: [true topic, topics]."""
    confidences, y_true = calibration_set.confidences, calibration_set.y_true
    count = confidences.shape[1]
    squares = (confidences - np.eye(count)[y_true]) ** 2
    works = np.bincount(y_true, minlength=count)
    pooled = sum_by(y_true, squares, count) + POOLED * squares.mean(axis=0)
    variances: Floats = pooled / (works + POOLED)[:, None]
    return variances

"""The museum's own topics as a check: a model may err in one age as it never did on what it learnt from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.trends.bins import Bins
from artmeta.trends.evidence import Evidence

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

REACHES = (
    0.0,
    5.0,
    10.0,
    20.0,
)  # years round a bin from which catalogued works speak for it: a style lasts 20 at most
PLENTY = 40  # catalogued works; as soon as so many are near, no wider reach is taken
FEWEST = 15  # catalogued works near a bin; fewer cannot tell an error of the model from chance
BORROWED = 10.0  # works of all topics' spread that each topic's is mixed with: a rare topic's own is chance
TINY = np.finfo(float).tiny


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Works to which the museum itself gave one topic and that the model did not learn from.

    `scores` [m, topics] are those of `estimation.scores`, whose mean is each topic's share if the model errs here as
    it did out of fold; `topics` [m] the given ones; `middles` [m] the middle of each date.
    """

    scores: Floats
    topics: Ints
    middles: Floats

    @property
    def speaks(self) -> bool:
        """Whether there are works enough to tell an error of the model from chance anywhere."""
        return len(self.topics) >= FEWEST

    @property
    def excess(self) -> Floats:
        """By how much each work is scored above its known topic [m, topics]; 0 on average while nothing drifts."""
        excess: Floats = self.scores - np.eye(self.scores.shape[1])[self.topics]
        return excess


def catalogue_of(scores: Floats, given: Ints, earliest: Ints, latest: Ints) -> Catalogue:
    """Pick the catalogued works out of all: scores [works, topics], given topic [works] or -1, dates [works]."""
    known = given >= 0
    return Catalogue(scores[known], given[known], (earliest[known] + latest[known]) / 2)


@dataclass(frozen=True, slots=True)
class Correction:
    """How the catalogue overrules the model in each bin.

    `weight` [bins] is 0 where model and museum agree, up to 1 where they do not; `off` [bins, topics] the
    mean excess nearby; `draws` [count, bins, topics] how it varies; `works` [bins] the catalogued works it rests on.
    """

    weight: Floats
    off: Floats
    draws: Floats
    works: Ints

    def apply(self, share: Floats, scored: Floats) -> Floats:
        """Mix believed shares [bins, topics] with scored ones less what they are off by."""
        mixed = (1 - self.weight)[:, None] * share + self.weight[:, None] * (scored - self.off)
        inside = np.maximum(mixed, 0.0)
        result: Floats = inside / np.maximum(inside.sum(axis=1, keepdims=True), TINY)
        return np.where(self.weight[:, None] > 0, result, share)

    def apply_draws(self, share: Floats, scored: Floats) -> Floats:
        """Mix draws [count, bins, topics] alike; the doubt about the correction is that of a shrunken mean."""
        weight = self.weight[None, :, None]
        doubt = np.sqrt(weight) * (self.draws - self.off)
        mixed: Floats = (1 - weight) * share + weight * (scored - self.off) - doubt
        return mixed


def correction(
    catalogue: Catalogue, bins: Bins, evidence: Evidence, count: int, random: np.random.Generator
) -> Correction:
    """Work out how far the museum's topics overrule the model in each bin.

    The difference estimator of survey sampling, lately "prediction-powered inference" (Angelopoulos et al. 2023):
    what the scores are off by on works of known topic is taken off the scores of all. How much of it is taken is
    the positive-part James-Stein weight: none while it is no larger than chance makes it, nearly all when far larger.
    """
    order = np.argsort(catalogue.middles, kind="stable")
    middles, excess = catalogue.middles[order], catalogue.excess[order]
    low, high = _near(middles, bins)
    works = high - low
    enough = works >= FEWEST
    off = _sums(excess, low, high) / np.maximum(works, 1)[:, None]
    draws = np.empty((count, *off.shape))
    for replicate in draws:
        times = random.poisson(1.0, len(middles)).astype(np.float64)[:, None]
        replicate[:] = _sums(times * excess, low, high) / np.maximum(_sums(times, low, high), 1.0)
    variances = _variances(evidence)[catalogue.topics[order]]
    by_chance = _sums(variances, low, high) / np.maximum(works, 1)[:, None] ** 2
    size = (off**2 / np.maximum(by_chance, TINY)).mean(axis=1)
    weight = np.where(enough, np.maximum(0.0, 1 - 1 / np.maximum(size, TINY)), 0.0)
    return Correction(weight, off, draws, np.where(enough, works, 0))


def _near(middles: Floats, bins: Bins) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return from which to which of the sorted middles [m] works are near each bin, the last not included."""
    half = (bins.last - bins.first + 1) / 2
    low = np.searchsorted(middles, bins.middles - half)
    high = np.searchsorted(middles, bins.middles + half, side="right")
    for reach in REACHES[1:]:
        wider = high - low < PLENTY
        low = np.where(wider, np.searchsorted(middles, bins.middles - half - reach), low)
        high = np.where(wider, np.searchsorted(middles, bins.middles + half + reach, side="right"), high)
    return low, high


def _sums(values: Floats, low: NDArray[np.intp], high: NDArray[np.intp]) -> Floats:
    """Return the sum of values [m, topics] from `low` to `high` [bins], the last not included: [bins, topics]."""
    running = np.concatenate([np.zeros((1, values.shape[1])), values.cumsum(axis=0)])
    sums: Floats = running[high] - running[low]
    return sums


def _variances(evidence: Evidence) -> Floats:
    """Return how the scores of works of each topic vary round it out of fold: [right topic, topics]."""
    excess = (evidence.confidences - np.eye(evidence.confidences.shape[1])[evidence.topics]) ** 2
    count = excess.shape[1]
    works = np.bincount(evidence.topics, minlength=count)
    sums = np.stack(
        [np.bincount(evidence.topics, weights=column, minlength=count) for column in excess.T], axis=1
    )
    variances: Floats = (sums + BORROWED * excess.mean(axis=0)) / (works + BORROWED)[:, None]
    return variances

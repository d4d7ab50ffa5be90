"""The bootstrap: the collection drawn again and again, with dates and with errors of the classifier drawn anew."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from artmeta.trends.bins import Spread
from artmeta.trends.estimation import Estimate
from artmeta.trends.quantification import pair_means

Floats = NDArray[np.float64]
BLOCK = 4_000_000  # draws held at once: 32 MB


def draws_of(estimate: Estimate, count: int, random: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw shares [count, bins, topics] and works [count, bins] again.

    Sampling and dating: in each replicate every work is drawn a Poisson number of times, and each
    time with a year from its own range; so its number in a bin is Poisson with the work's mass there. Classifier:
    the works of known topic are drawn again, and what that changes in their mean features is taken off.
    """
    bins, share = len(estimate.works), estimate.shares[estimate.method]
    observed, works = mean_draws(estimate.features, estimate.part, bins, count, random)
    centre = pair_means(estimate.features, estimate.part, bins)
    moved = observed - centre
    if estimate.known is not None and estimate.known_topics is not None:
        moved -= known_draws(estimate.known, estimate.known_topics, share, count, random)
    return share + np.einsum("bij,rbj->rbi", estimate.inverse, moved), works


def mean_draws(
    values: Floats, part: Spread, bins: int, count: int, random: np.random.Generator
) -> tuple[Floats, Floats]:
    """Draw the mean of values [pairs, topics] in each bin again: [count, bins, topics], and works [count, bins]."""
    means, works = np.zeros((count, bins, values.shape[1])), np.zeros((count, bins))
    order = np.argsort(part.bin, kind="stable")
    limits = np.searchsorted(part.bin[order], np.arange(bins + 1))
    for bin_ in range(bins):
        pairs = order[limits[bin_] : limits[bin_ + 1]]
        step = max(1, BLOCK // count)
        for start in range(0, len(pairs), step):
            some = pairs[start : start + step]
            weights = random.poisson(part.mass[some], size=(count, len(some))).astype(np.float64)
            means[:, bin_] += weights @ values[some]
            works[:, bin_] += weights.sum(axis=1)
    drawn = works > 0
    means[drawn] /= works[drawn][:, None]
    means[~drawn] = np.broadcast_to(pair_means(values, part, bins), means.shape)[~drawn]
    return means, works


def known_draws(
    features: Floats, topics: NDArray[np.int64], shares: Floats, count: int, random: np.random.Generator
) -> Floats:
    """Draw the works of known topic again; return how each bin's expected mean moves [count, bins, topics].

    `features` [bins, m, topics] are theirs as each bin sees them; topics count by their shares [bins, topics].
    """
    moved = np.zeros((count, *shares.shape))
    for topic in np.unique(topics):
        own = features[:, topics == topic, :]
        works = own.shape[1]
        drawn = random.multinomial(works, np.full(works, 1 / works), size=count) / works
        change = np.einsum("rm,bmk->rbk", drawn - 1 / works, own, optimize=True)
        moved += change * shares[None, :, topic, None]
    return moved

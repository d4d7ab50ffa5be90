"""The uncertainty of shares: a bootstrap of works, dates and classification errors, and intervals from its spread."""

from __future__ import annotations

import numpy as np

from artmeta.stats import LEVEL, jeffreys
from artmeta.trends.bins import Floats, Ints, YearDistribution
from artmeta.trends.estimation import ShareEstimate
from artmeta.trends.quantification import pair_means

BLOCK = 4_000_000  # draws held at once: 32 MB
MIN_EFFECTIVE = 0.05  # works; keeps the interval of an empty bin wide, and defined
CERTAIN = 2.0  # works of a topic as a sum of parts; with fewer, a share of 0 cannot be excluded
ENOUGH = 5.0  # expected works of a topic, below which the bin's own variance is too noisy to stand alone


def share_draws(estimate: ShareEstimate, replicates: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return bootstrap shares [replicates, bins, topics] and works [replicates, bins].

    Sampling and dating: in each replicate every work is drawn a Poisson number of times, each time with a year from
    its own range; so its number in a bin is Poisson with the work's mass there. Classification: the works with known
    topics are drawn again, and the change in their mean features is subtracted.
    """
    bins, share = len(estimate.works), estimate.shares[estimate.method]
    means, works = mean_draws(estimate.features, estimate.distribution, bins, replicates, rng)
    change = means - pair_means(estimate.features, estimate.distribution, bins)
    if estimate.labelled is not None and estimate.labelled_topics is not None:
        change -= labelled_draws(estimate.labelled, estimate.labelled_topics, share, replicates, rng)
    return share + np.einsum("bij,rbj->rbi", estimate.inverse, change), works


def mean_draws(
    values: Floats, distribution: YearDistribution, bins: int, replicates: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Return bootstrap means of values [pairs, topics]: [replicates, bins, topics], and works [replicates, bins]."""
    means, works = np.zeros((replicates, bins, values.shape[1])), np.zeros((replicates, bins))
    order = np.argsort(distribution.bin, kind="stable")
    limits = np.searchsorted(distribution.bin[order], np.arange(bins + 1))
    step = max(1, BLOCK // replicates)
    for bin_ in range(bins):
        for start in range(limits[bin_], limits[bin_ + 1], step):
            pairs = order[start : min(start + step, limits[bin_ + 1])]
            weights = rng.poisson(distribution.mass[pairs], size=(replicates, len(pairs))).astype(np.float64)
            means[:, bin_] += weights @ values[pairs]
            works[:, bin_] += weights.sum(axis=1)
    drawn = works > 0
    means[drawn] /= works[drawn][:, None]
    means[~drawn] = np.broadcast_to(pair_means(values, distribution, bins), means.shape)[~drawn]
    return means, works


def labelled_draws(
    features: Floats, topics: Ints, shares: Floats, replicates: int, rng: np.random.Generator
) -> Floats:
    """Return how each bin's expected mean moves if labelled works are drawn again [replicates, bins, topics].

    `features` [bins, m, topics] are theirs as each bin weighs them; topics count by their shares [bins, topics].
    """
    change = np.zeros((replicates, *shares.shape))
    for topic in np.unique(topics):
        own = features[:, topics == topic, :]
        works = own.shape[1]
        drawn = rng.multinomial(works, np.full(works, 1 / works), size=replicates) / works
        change += (
            np.einsum("rm,bmk->rbk", drawn - 1 / works, own, optimize=True) * shares[None, :, topic, None]
        )
    return change


def share_intervals(
    share: Floats, works: Floats, draws: Floats, level: float = LEVEL
) -> tuple[Floats, Floats]:
    """Return the lower and upper bounds [bins, topics] of shares [bins, topics] of works [bins].

    The variance of the bootstrap draws [replicates, bins, topics] gives the effective sample size: how many works of
    a simple random sample, classified without error, would be as informative. The interval is Jeffreys' for that
    number. Source: Korn and Graubard 1998 for the effective size; Brown, Cai, DasGupta 2001 for Jeffreys' interval.
    """
    effective = effective_sample_size(share, works, draws)
    inside = np.clip(share, 0.0, 1.0)
    low, high = jeffreys(inside * effective, effective, level)
    nearly_none, nearly_all = inside * effective < CERTAIN, (1 - inside) * effective < CERTAIN
    lower = np.where(nearly_none, 0.0, np.minimum(low, inside))
    return lower, np.where(nearly_all, 1.0, np.maximum(high, inside))


def effective_sample_size(share: Floats, works: Floats, draws: Floats) -> Floats:
    """Return the effective number of works [bins, topics]: never more than there are."""
    number = works[:, None]
    smoothed = (np.clip(share, 0, 1) * number + 0.5) / (number + 1)
    binomial = smoothed * (1 - smoothed) / np.maximum(number, MIN_EFFECTIVE)
    variance = draws.var(axis=0, ddof=1)
    design_effect = variance.sum(axis=1, keepdims=True) / binomial.sum(
        axis=1, keepdims=True
    )  # over all topics
    rare = np.minimum(smoothed, 1 - smoothed) * number < ENOUGH
    inflated = np.where(rare, np.maximum(variance, design_effect * binomial), variance)
    effective = smoothed * (1 - smoothed) / np.maximum(inflated, 1e-12)
    size: Floats = np.maximum(np.clip(effective, MIN_EFFECTIVE, number), MIN_EFFECTIVE)
    return size

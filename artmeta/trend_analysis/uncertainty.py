"""The uncertainty of shares: a bootstrap of works, dates and classification errors, and intervals from its spread."""

from __future__ import annotations

import numpy as np
from scipy.special import stdtrit

from artmeta.stats import LEVEL, jeffreys
from artmeta.trend_analysis.bins import Floats, Ints, YearDistribution
from artmeta.trend_analysis.clusters import Indices, Resampling
from artmeta.trend_analysis.estimation import ShareEstimate
from artmeta.trend_analysis.quantification import pair_means, resampled_proportions
from artmeta.trend_analysis.year_density import Dating

MIN_EFFECTIVE = 0.05  # works; keeps the interval of an empty bin wide, and defined
CERTAIN = 2.0  # works of a topic as a sum of parts; with fewer, a share of 0 cannot be excluded
ENOUGH = 5.0  # expected works of a topic, below which the bin's own variance is too noisy to stand alone


def share_draws(
    estimate: ShareEstimate, dates: Dating, resampling: Resampling, rng: np.random.Generator
) -> Floats:
    """Return bootstrap shares [replicates, bins, topics].

    Sampling and dating: clusters of works are drawn again, and with them the density of years that places works with
    wide dates. Classification: the works with known topics are drawn again, and the change in their mean features is
    subtracted.
    """
    share, replicates = estimate.shares[estimate.method], len(resampling.weights)
    means = mean_draws(estimate.features, estimate.distribution, dates, resampling)
    change = means - pair_means(estimate.features, estimate.distribution, len(share))
    if estimate.labelled is not None and estimate.labelled_topics is not None:
        change -= labelled_draws(estimate.labelled, estimate.labelled_topics, share, replicates, rng)
    draws: Floats = share + np.einsum("bij,rbj->rbi", estimate.inverse, change)
    return draws


def mean_draws(
    values: Floats, distribution: YearDistribution, dates: Dating, resampling: Resampling
) -> Floats:
    """Return bootstrap means of values [pairs, topics]: [replicates, bins, topics]; rows of values sum to 1."""
    spans, cell = dates.spans, distribution.cell
    if cell is None:
        raise ValueError("the distribution has no cells")
    sums = resampling.sums(values, cell, spans.bins + len(spans.pair_span), distribution.work)
    totals = sums[:, : spans.bins] + spans.by_bin(sums[:, spans.bins :] * dates.part_draws)
    return resampled_proportions(totals, pair_means(values, distribution, spans.bins))


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


def clusters_in_bins(distribution: YearDistribution, cluster: Indices, bins: int) -> Ints:
    """Return how many clusters have works in each bin [bins]."""
    clusters = int(cluster.max(initial=0)) + 1
    pairs = np.unique(distribution.bin * clusters + cluster[distribution.work])
    return np.bincount(pairs // clusters, minlength=bins)


def share_intervals(
    share: Floats, works: Floats, draws: Floats, clusters: Ints | None = None
) -> tuple[Floats, Floats]:
    """Return the lower and upper bounds [bins, topics] of shares [bins, topics] of works [bins].

    The variance of the bootstrap draws [replicates, bins, topics] gives the effective sample size: how many works of
    a simple random sample, classified without error, would be as informative. It is reduced by the squared ratio of t
    quantiles, for a variance known from few `clusters` [bins]. The interval is Jeffreys' for that number. Source: Korn
    and Graubard 1998 for the effective size; Brown, Cai, DasGupta 2001 for Jeffreys' interval.
    """
    effective = effective_sample_size(share, works, draws)
    if clusters is not None:
        tail, freedom = (1 + LEVEL) / 2, np.maximum(clusters - 1, 1)
        ratio = stdtrit(np.maximum(works - 1, freedom), tail) / stdtrit(freedom, tail)
        effective = effective * (np.minimum(ratio, 1.0) ** 2)[:, None]
    inside = np.clip(share, 0.0, 1.0)
    low, high = jeffreys(inside * effective, effective)
    nearly_none, nearly_all = inside * effective < CERTAIN, (1 - inside) * effective < CERTAIN
    lower = np.where(nearly_none, 0.0, np.minimum(low, inside))
    return lower, np.where(nearly_all, 1.0, np.maximum(high, inside))


def effective_sample_size(share: Floats, works: Floats, draws: Floats) -> Floats:
    """Return the effective number of works [bins, topics]: never more than there are."""
    number = works[:, None]
    smoothed = (np.clip(share, 0, 1) * number + 0.5) / (number + 1)
    binomial = smoothed * (1 - smoothed) / np.maximum(number, MIN_EFFECTIVE)
    variance = draws.var(axis=0, ddof=1)
    # over all topics
    design_effect = variance.sum(axis=1, keepdims=True) / binomial.sum(axis=1, keepdims=True)
    rare = np.minimum(smoothed, 1 - smoothed) * number < ENOUGH
    inflated = np.where(rare, np.maximum(variance, design_effect * binomial), variance)
    effective = smoothed * (1 - smoothed) / np.maximum(inflated, 1e-12)
    size: Floats = np.maximum(np.clip(effective, MIN_EFFECTIVE, number), MIN_EFFECTIVE)
    return size

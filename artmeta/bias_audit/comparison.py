"""Each group's rate against that of all other works with the same mix of topics, where works are clustered.

Works of one artist are alike: a group of n works counts as n / (1 + rho (m - 1)), where m is the mean number of works
that a work shares its artist with and rho the intraclass correlation (Rao and Scott 1992, "A simple method for the
analysis of clustered binary data").
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from artmeta.bias_audit.works import NONE, TINY, Booleans, Floats, Indices
from artmeta.stats import clopper_pearson

LARGE = 100.0  # variance of a number of hits from which it is taken for normal
LEAST = 1e-300
DENSE = 4_000_000  # pairs of group and cluster that are counted in one array: 32 MB


@dataclass(frozen=True, slots=True)
class Sample:
    """Values [n] of one metric with their stratum [n], such as the topic, and cluster [n].

    A `proportion` has values from 0 to 1; other values may be negative. `correlation` is the intraclass correlation.
    """

    values: Floats
    stratum: Indices
    cluster: Indices
    proportion: bool
    correlation: float

    @classmethod
    def of(cls, values: Floats, stratum: Indices, cluster: Indices, proportion: bool) -> Sample:
        """Build a sample and estimate its intraclass correlation within strata."""
        residuals = values - _stratum_means(values, stratum)[stratum]
        return cls(values, stratum, cluster, proportion, intraclass_correlation(residuals, cluster))


@dataclass(frozen=True, slots=True)
class Comparison:
    """By group [groups]: works, all `others`, clusters, the mean value with its 95% interval, what is expected of it.

    `reference` is the mean of all works outside the group, with the group's mix of strata; NaN where there are none.
    `ratio` is value by reference with its interval, NaN where `reference` is 0 or no proportion. `score` is the
    standardised difference, `p_value` two-sided.
    """

    works: Indices
    others: Indices
    clusters: Indices
    value: Floats
    low: Floats
    high: Floats
    reference: Floats
    ratio: Floats
    ratio_low: Floats
    ratio_high: Floats
    score: Floats
    p_value: Floats


def intraclass_correlation(residuals: Floats, cluster: Indices) -> float:
    """Return the correlation of two residuals of one cluster, 0 to 1, plus one standard error.

    The moment estimator (Ridout, Demetrio, Firth 1999, "Estimating intraclass correlation for binary data"). Its error
    is added so that a correlation that exists is rarely taken for none.
    """
    sizes = np.bincount(cluster).astype(float) if len(cluster) else np.zeros(0)
    pairs = float((sizes * (sizes - 1)).sum())
    squares = float((residuals**2).sum())
    if pairs == 0 or squares == 0:
        return 0.0
    sums = np.bincount(cluster, weights=residuals)
    covariance = (float((sums**2).sum()) - squares) / pairs
    estimate = covariance / (squares / len(residuals)) + np.sqrt(2 / pairs)
    return float(np.clip(estimate, 0.0, 1.0))


def shared_cluster_sizes(group: Indices, groups: int, cluster: Indices) -> tuple[Floats, Indices]:
    """Return the mean size [groups] of the cluster that a work of a group is in, counted within it, and their number.

    Works with the code NONE are in no group.
    """
    inside = group >= 0
    clusters = int(cluster.max(initial=-1)) + 1
    keys = group[inside].astype(np.int64) * clusters + cluster[inside]
    if groups * clusters <= DENSE:
        counts = np.bincount(keys, minlength=groups * clusters)
        places = np.flatnonzero(counts)
        counts = counts[places]
    else:
        places, counts = np.unique(keys, return_counts=True)
    owner = places // max(clusters, 1)
    works = np.bincount(owner, weights=counts, minlength=groups)
    squares = np.bincount(owner, weights=counts.astype(float) ** 2, minlength=groups)
    return squares / np.maximum(works, 1), np.bincount(owner, minlength=groups).astype(np.intp)


def compare(sample: Sample, group: Indices, groups: int) -> Comparison:
    """Compare each of so many groups with all other works; `group` [n] is NONE for works in no group.

    Where a group is one cluster, such as an artist, it is compared with what usually differs between clusters.
    """
    inside = group >= 0
    strata = int(sample.stratum.max(initial=-1)) + 1
    cells = np.where(inside, group, 0) * strata + sample.stratum
    shape = groups, strata
    works: Floats = np.bincount(cells[inside], minlength=groups * strata).reshape(shape).astype(float)
    sums = (
        np.bincount(cells[inside], sample.values[inside].astype(float), groups * strata)
        .astype(float)
        .reshape(shape)
    )
    total = np.bincount(sample.stratum, minlength=strata).astype(float)
    means = _stratum_means(sample.values, sample.stratum)
    spread = np.bincount(sample.stratum, (sample.values - means[sample.stratum]) ** 2, strata)
    sizes, clusters = shared_cluster_sizes(group, groups, sample.cluster)
    everywhere, _ = shared_cluster_sizes(np.zeros_like(group), 1, sample.cluster)
    effect = np.maximum(1.0, 1 + sample.correlation * (sizes - 1))
    number = works.sum(axis=1)
    value = sums.sum(axis=1) / np.maximum(number, 1)
    reference, others = _reference(works, sums, total, total * means)
    expected = works @ means
    variance = (works * (total - works) / np.maximum(total * (total - 1), 1) * spread).sum(axis=1)
    score = (sums.sum(axis=1) - expected) / np.sqrt(np.maximum(variance * effect, TINY))
    score = np.where(variance > TINY, score, 0.0)
    effective = number / effect
    if sample.proportion:
        low, high = clopper_pearson(value * effective, effective)
        p_value = _exact_test(works, sums, total, total * means, variance)
        p_value = _inflated(p_value, effect)
        rest = others / max(1.0, 1 + sample.correlation * (float(everywhere[0]) - 1))
        ratio = _ratio(value, (low, high), reference, rest)
    else:
        low, high = _t_interval(sample, group, inside, value, number, effective)
        p_value = _t_test(score, effective)
        ratio = (np.full(groups, np.nan),) * 3
    return Comparison(
        number.astype(np.intp),
        others.astype(np.intp),
        clusters,
        value,
        low,
        high,
        reference,
        *ratio,
        score,
        p_value,
    )


def _stratum_means(values: Floats, stratum: Indices) -> Floats:
    counts = np.bincount(stratum)
    return np.bincount(stratum, weights=values) / np.maximum(counts, 1)


def _reference(works: Floats, sums: Floats, total: Floats, totals: Floats) -> tuple[Floats, Floats]:
    """Return the mean of all other works with each group's mix of strata [groups], and how many others there are.

    A stratum that only the group has counts with the mean of all others.
    """
    other_works, other_sums = total - works, totals - sums
    others = other_works.sum(axis=1)
    overall = other_sums.sum(axis=1) / np.where(others > 0, others, np.nan)
    usual = np.where(other_works > 0, other_sums / np.maximum(other_works, 1), overall[:, None])
    number = works.sum(axis=1)
    reference: Floats = np.where(number > 0, (works * usual).sum(axis=1) / np.maximum(number, 1), np.nan)
    return reference, others


def _exact_test(works: Floats, sums: Floats, total: Floats, totals: Floats, variance: Floats) -> Floats:
    """Return two-sided p values [groups] that the groups' hits come from the same shares as all hits, by stratum.

    `works` and `sums` [groups, strata] are those of the groups, `total` and `totals` [strata] of all. Groups of one
    stratum have the exact test of Fisher 1935, all others `_matched_binomial`; large ones are normal.
    """
    from scipy.special import ndtr

    means = totals / np.maximum(total, 1)
    expected, hits = works @ means, sums.sum(axis=1)
    p_value = _matched_binomial(hits, expected, variance)
    large = variance > LARGE
    scores = (hits[large] - expected[large]) / np.sqrt(variance[large])
    p_value[large] = 2 * ndtr(-np.abs(scores))
    for place in np.flatnonzero(~large & ((works > 0).sum(axis=1) == 1) & (variance > TINY)):
        stratum = int(works[place].argmax())
        numbers = total[stratum], totals[stratum], works[place, stratum]
        p_value[place] = _fisher(float(hits[place]), *(float(number) for number in numbers))
    return p_value


def _fisher(hits: float, total: float, total_hits: float, works: float) -> float:
    """Return the two-sided p value of so many hits among works drawn from all: twice the smaller tail."""
    from scipy.special import gammaln

    possible = np.arange(max(0.0, works + total_hits - total), min(works, total_hits) + 1)
    misses = works - possible
    terms = gammaln(possible + 1) + gammaln(total_hits - possible + 1) + gammaln(misses + 1)
    logs = -terms - gammaln(total - total_hits - misses + 1)
    chances = np.exp(logs - logs.max())
    below, above = chances[possible <= hits].sum(), chances[possible >= hits].sum()
    return float(min(1.0, 2 * min(below, above) / chances.sum()))


def _inflated(p_value: Floats, effect: Floats) -> Floats:
    """Return two-sided p values [groups] for estimates whose variance is `effect` [groups] times as large."""
    from scipy.special import ndtr, ndtri

    score = ndtri(np.maximum(p_value, LEAST) / 2) / np.sqrt(effect)
    return np.where(effect > 1, np.minimum(1.0, 2 * ndtr(score)), p_value)


def _matched_binomial(hits: Floats, expected: Floats, variance: Floats) -> Floats:
    """Return two-sided p values of hits by the binomial of the same mean and variance.

    Given its strata, a group's number of hits is a sum of hypergeometric variables, and so of independent Bernoulli
    variables with a variance below the mean.
    """
    from scipy.special import betainc

    chance = np.clip(1 - variance / np.maximum(expected, TINY), TINY, 1 - TINY)
    trials = np.maximum(expected / chance, hits)
    below = np.where(hits < trials, betainc(np.maximum(trials - hits, TINY), hits + 1, 1 - chance), 1.0)
    above = np.where(hits > 0, betainc(np.maximum(hits, TINY), trials - hits + 1, chance), 1.0)
    return np.where(variance > TINY, np.minimum(1.0, 2 * np.minimum(below, above)), 1.0)


def _t_test(score: Floats, effective: Floats) -> Floats:
    from scipy.special import stdtr

    p_value: Floats = np.minimum(1.0, 2 * stdtr(np.maximum(effective - 1, 1.0), -np.abs(score)))
    return p_value


def _t_interval(
    sample: Sample, group: Indices, inside: Booleans, value: Floats, number: Floats, effective: Floats
) -> tuple[Floats, Floats]:
    from scipy.special import stdtrit

    squares = np.bincount(group[inside], sample.values[inside] ** 2, len(value))
    variance = np.maximum(squares / np.maximum(number, 1) - value**2, 0.0)
    half = stdtrit(np.maximum(effective - 1, 1.0), 0.975) * np.sqrt(variance / np.maximum(effective, 1.0))
    return value - half, value + half


def _ratio(
    value: Floats, interval: tuple[Floats, Floats], reference: Floats, others: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return the ratio of value and reference with its 95% interval, by the two intervals (MOVER-R).

    Source: Donner and Zou 2012, "Closed-form confidence intervals for functions of the normal mean and standard
    deviation", Statistical Methods in Medical Research 21. Without an upper limit it is infinite.
    """
    usual = np.nan_to_num(reference)
    below, above = clopper_pearson(usual * others, others)
    low, high = interval
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(usual > 0, value / usual, np.nan)
        product = value * usual
        from_above, from_below = above * (2 * usual - above), below * (2 * usual - below)
        from_low = low * (2 * value - low)
        # the paper's lower limit, multiplied out: it holds also where `above` is twice the reference or more
        least = product + np.sqrt(np.maximum(product**2 - from_low * from_above, 0.0))
        most = product + np.sqrt(np.maximum(product**2 - high * (2 * value - high) * from_below, 0.0))
        ratio_low = np.where(low > 0, from_low / least, 0.0)
        ratio_high = np.where(from_below > TINY, most / from_below, np.inf)
    missing = ~(usual > 0)
    return ratio, np.where(missing, np.nan, ratio_low), np.where(missing, np.nan, ratio_high)


def joint_groups(group: Indices, other: Indices, others: int) -> Indices:
    """Return the code of each pair of groups [n], NONE where one of the two is NONE."""
    return np.where((group >= 0) & (other >= 0), group * others + other, NONE)

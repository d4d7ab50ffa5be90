"""Quantification: the shares of topics in each bin, estimated from a classifier's confidences in single works."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from artmeta.trend_analysis.bins import TINY, Floats, YearDistribution, sum_by

MAX_ITERATIONS = 200  # of expectation and maximisation
CONVERGED = 1e-4  # change of a share at which they end
# works of the whole collection's shares added to each bin: a sparse bin does not stay at 0
PSEUDO_WORKS = 1.0
MIN_DRAWN = 0.5  # works
NOTHING = 1e-9  # works; sums that cancel leave as much by rounding
BLOCK = 32_768  # pairs of work and bin at once: arrays of them fit into the processor's cache
SUM_WEIGHT = 1e3  # of the constraint that the shares of a bin sum to 1, against the fit


def pair_blocks(pairs: int) -> Iterator[slice]:
    """Yield consecutive slices of pairs, so that what is computed for each pair stays small."""
    return (slice(start, start + BLOCK) for start in range(0, pairs, BLOCK))


def column_mass(distribution: YearDistribution) -> Floats:
    """Return the mass of pairs as [pairs, 1], or [pairs, topics] where it is by topic."""
    return distribution.mass if distribution.mass.ndim > 1 else distribution.mass[:, None]


def bin_means(values: Floats, distribution: YearDistribution, count: int) -> Floats:
    """Return the mean of values [works, topics] in each of `count` bins: [bins, topics]; 0 where a bin is empty."""
    return pair_means(values[distribution.work], distribution, count)


def pair_means(values: Floats, distribution: YearDistribution, count: int) -> Floats:
    """Return the mean of values [pairs, topics] in each of `count` bins: [bins, topics].

    Where the distribution is by topic, the values of a row must sum to 1: a mean is then a topic's part of its bin.
    """
    sums = np.zeros((count, values.shape[1]))
    for some in pair_blocks(len(values)):
        sums += sum_by(distribution.bin[some], values[some] * column_mass(distribution)[some], count)
    totals = sums.sum(axis=1) if distribution.mass.ndim > 1 else distribution.totals(count)
    return proportions(sums, totals)


def resampled_proportions(sums: Floats, estimate: Floats) -> Floats:
    """Return resampled sums [replicates, bins, topics] as parts of each bin; the `estimate` [bins, topics] where none.

    A bin of which a replicate drew less than half a work tells nothing.
    """
    totals = sums.sum(axis=-1)
    return np.where((totals >= MIN_DRAWN)[..., None], proportions(sums, totals), estimate)


def proportions(sums: Floats, totals: Floats) -> Floats:
    """Return sums [..., topics] as parts of totals [...], 0 where there is nothing.

    Sums may be negative and cancel, so that a total which is nothing but rounding is no denominator.
    """
    something = np.broadcast_to((totals > NOTHING)[..., None], sums.shape)
    return np.divide(sums, totals[..., None], out=np.zeros_like(sums), where=something)


def predicted_one_hot(confidences: Floats) -> Floats:
    """Return 1 at the likeliest topic of each work [n, topics] and 0 elsewhere: "classify and count"."""
    rows: Floats = np.eye(confidences.shape[1])[confidences.argmax(axis=1)]
    return rows


def adjusted_count(means: Floats, rates: Floats) -> Floats:
    """Return shares [bins, topics] fitted to mean confidences [bins, topics], given `rates` [predicted, true].

    `rates` is the result of `confusion_rates`: each column sums to 1. A confusion matrix of counts has the other axis
    order, [true, predicted].

    PACC, the probabilistic adjusted count (Bella et al. 2010): the non-negative shares, summing to 1, whose
    expected confidences are nearest. With one-hot rows it is ACC, the adjusted count (Forman 2008).
    """
    from scipy.optimize import nnls

    count = rates.shape[1]
    matrix = np.vstack([rates, SUM_WEIGHT * np.ones(count)])
    shares = np.stack([nnls(matrix, np.append(row, SUM_WEIGHT))[0] for row in means])
    normalised: Floats = shares / np.maximum(shares.sum(axis=1, keepdims=True), TINY)
    return normalised


def shift_prior(confidences: Floats, prior: Floats, shares: Floats) -> Floats:
    """Return confidences [n, topics] as they would be if topics had `shares` ([topics] or [n, topics]), not `prior`."""
    weighted: Floats = confidences * (shares / prior)
    weighted /= np.maximum(weighted.sum(axis=1, keepdims=True), TINY)
    return weighted


def shifted_pairs(
    confidences: Floats, distribution: YearDistribution, prior: Floats, shares: Floats
) -> Floats:
    """Return confidences [works, topics] with each bin's own shares [bins, topics]: [pairs, topics]."""
    shifted = confidences[distribution.work]
    for some in pair_blocks(len(shifted)):
        shifted[some] = shift_prior(shifted[some], prior, shares[distribution.bin[some]])
    return shifted


def emq(confidences: Floats, prior: Floats) -> Floats:
    """Return the shares of topics [topics] among works, by expectation and maximisation of confidences [n, topics].

    EMQ (Saerens, Latinne, Decaestecker 2002): unbiased where confidences are calibrated and only the
    frequencies of the topics differ from those in training.
    """

    def step(shares: Floats) -> Floats:
        ratio = shares / prior
        sums = np.maximum(np.einsum("nk,k->n", confidences, ratio), TINY)  # no array of all works and topics
        means: Floats = np.einsum("nk,n->k", confidences, 1 / sums) * ratio / len(confidences)
        return means

    return _iterated(step, prior)


def emq_by_bin(
    confidences: Floats, distribution: YearDistribution, count: int, prior: Floats, overall: Floats
) -> Floats:
    """Return EMQ shares of each bin [bins, topics] from confidences [works, topics].

    Each bin starts from the collection's `overall` shares [topics], which also count as one work of the bin.
    """
    totals = distribution.totals(count)
    works = (totals @ overall if totals.ndim > 1 else totals)[:, None]

    def step(shares: Floats) -> Floats:
        means = pair_means(shifted_pairs(confidences, distribution, prior, shares), distribution, count)
        return (works * means + PSEUDO_WORKS * overall) / (works + PSEUDO_WORKS)

    return _iterated(step, np.tile(overall, (count, 1)))


def _iterated(step: Callable[[Floats], Floats], start: Floats) -> Floats:
    """Return the fixed point of a step on shares."""
    shares = start
    for _ in range(MAX_ITERATIONS):
        previous, shares = shares, step(shares)
        if float(np.abs(shares - previous).max()) < CONVERGED:
            break
    return shares

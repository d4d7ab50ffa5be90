"""Multiple testing with the wild cluster bootstrap: p values of several statistics, for few and unequal clusters."""

from __future__ import annotations

import numpy as np

from artmeta.trend_analysis.bins import TINY, Floats

REPLICATES = 2000  # a p value of 5% is then known to half a point
FLIPPED = 300  # clusters whose signs are drawn one by one, the most influential first; the sum of the rest is normal


def wild_bootstrap_sums(
    contributions: Floats, rng: np.random.Generator, replicates: int = REPLICATES
) -> Floats:
    """Return sums [replicates, k] of contributions [clusters, k] whose signs are drawn, one sign a cluster.

    The score form of the wild cluster bootstrap with the null imposed (Cameron, Gelbach, Miller 2008; Kline, Santos
    2012), Rademacher weights. Signs are common to all k statistics, so that the sums keep their dependence.
    """
    weight = (contributions**2 / np.maximum((contributions**2).sum(axis=0), TINY)).max(axis=1)
    order = np.argsort(-weight, kind="stable")
    flipped, rest = contributions[order[:FLIPPED]], contributions[order[FLIPPED:]]
    signs = rng.integers(0, 2, size=(replicates, len(flipped)), dtype=np.int8).astype(np.float64) * 2 - 1
    sums: Floats = signs @ flipped
    return sums + normal_draws(rest.T @ rest, replicates, rng) if len(rest) else sums


def normal_draws(covariance: Floats, replicates: int, rng: np.random.Generator) -> Floats:
    """Return normal draws [replicates, k] of mean 0 and covariance [k, k], which may be singular."""
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    draws: Floats = rng.normal(size=(replicates, len(covariance))) @ root.T
    return draws


def step_down(statistics: Floats, null_draws: Floats) -> Floats:
    """Return p values [k] of |statistics| [k], adjusted for multiple testing, from null draws [replicates, k].

    Step-down with the largest statistic (Romano, Wolf, Econometrica 73, 2005, algorithm 4.1 with max-t): it
    controls the familywise error rate and takes the dependence between the statistics into account.
    """
    sizes, order = np.abs(statistics), np.argsort(-np.abs(statistics), kind="stable")
    largest = np.maximum.accumulate(np.abs(null_draws)[:, order[::-1]], axis=1)[:, ::-1]
    exceeded = (1 + (largest >= sizes[order]).sum(axis=0)) / (len(null_draws) + 1)
    adjusted = np.empty(len(sizes))
    adjusted[order] = np.maximum.accumulate(exceeded)
    return adjusted

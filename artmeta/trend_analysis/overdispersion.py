"""Overdispersion: variance of shares between bins beyond sampling error, which could be mistaken for a trend."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from artmeta.trend_analysis.bins import TINY, Floats

MIN_BINS = 4
PRIOR_FREEDOM = 8.0  # degrees of freedom of the variance over all topics, mixed with each topic's own


@dataclass(frozen=True, slots=True)
class Overdispersion:
    """Variance between bins beyond sampling, `between` [topics], and its degrees of freedom [topics]."""

    between: Floats
    freedom: Floats


def overdispersion(
    residuals: Floats, residual_draws: Floats, works: Floats, leverage: Floats, share: Floats
) -> Overdispersion:
    """Estimate the variance of shares around their trend line beyond the sampling variance of the bootstrap.

    `residuals` [bins, topics] are those of the line, `residual_draws` [replicates, bins, topics] those of the bootstrap
    about the estimate; `works` [bins]; `leverage` [bins] or [bins, topics]; `share` [topics] the mean. A moment
    estimate of a random effect of bins (DerSimonian, Laird 1986), each topic's drawn towards that of all topics (Smyth
    2004, "Linear models and empirical Bayes methods"), in units of share (1 - share).
    """
    none = Overdispersion(np.zeros(residuals.shape[1]), np.ones(residuals.shape[1]))
    drawn = (works[:, None] * residual_draws**2).sum(axis=1)
    expected = drawn.mean(axis=0)
    if len(works) < MIN_BINS or not (expected > TINY).all():  # so few works that the draws do not vary
        return none
    observed = (works[:, None] * residuals**2).sum(axis=0)
    freedom = 2 * expected**2 / np.maximum(drawn.var(axis=0), TINY)
    unit = np.maximum((works * (1 - leverage).T).sum(axis=-1), TINY)
    scale = np.maximum(share * (1 - share), 1e-4)
    ratio = (observed - expected) / unit / scale
    precision = (scale * unit / expected) ** 2 * freedom
    pooled = (precision * ratio).sum() / precision.sum()
    between = scale * (PRIOR_FREEDOM * pooled + freedom * ratio) / (PRIOR_FREEDOM + freedom)
    if not np.isfinite(between).all():
        return none
    return Overdispersion(np.maximum(between, 0.0), freedom + PRIOR_FREEDOM)

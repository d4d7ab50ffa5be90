"""Shares that sway from bin to bin by more than the works drawn explain: that is no trend, but it looks like one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

FEWEST_BINS = 4
PRIOR_FREEDOM = 8.0  # degrees of freedom of the variance over all topics, mixed with each topic's own
TINY = np.finfo(float).tiny


@dataclass(frozen=True, slots=True)
class Overdispersion:
    """Variance between bins beyond sampling, `between` [topics], and its degrees of freedom [topics]."""

    between: Floats
    freedom: Floats


def overdispersion(
    residuals: Floats, residual_draws: Floats, works: Floats, leverage: Floats, share: Floats
) -> Overdispersion:
    """Estimate how far shares vary round their line beyond what drawing the works again makes of it.

    `residuals` [bins, topics] are round the line, `residual_draws` [replicates, bins, topics] those of the bootstrap
    about the estimate; `works` [bins]; `leverage` [bins] or [bins, topics]; `share` [topics] the mean. A moment estimate of a random effect
    of bins (DerSimonian, Laird 1986), each topic's drawn towards that of all topics (Smyth 2004, "Linear models
    and empirical Bayes methods"), in units of share (1 - share).
    """
    count = residuals.shape[1]
    if len(works) < FEWEST_BINS:
        return Overdispersion(np.zeros(count), np.ones(count))
    observed = (works[:, None] * residuals**2).sum(axis=0)
    drawn = (works[:, None] * residual_draws**2).sum(axis=1)
    expected = np.maximum(drawn.mean(axis=0), TINY)
    freedom = 2 * expected**2 / np.maximum(drawn.var(axis=0), TINY)
    unit = np.maximum((works * (1 - leverage).T).sum(axis=-1), TINY)
    scale = np.maximum(share * (1 - share), 1e-4)
    ratio = (observed - expected) / unit / scale
    precision = (scale * unit / expected) ** 2 * freedom
    pooled = float((precision * ratio).sum() / max(float(precision.sum()), TINY))
    between = scale * (PRIOR_FREEDOM * pooled + freedom * ratio) / (PRIOR_FREEDOM + freedom)
    return Overdispersion(np.maximum(between, 0.0), freedom + PRIOR_FREEDOM)

"""Two groups or two collections compared in the years that both have works of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from artmeta.stats import holm
from artmeta.trends.bins import TINY
from artmeta.trends.trend_lines import TrendLines
from artmeta.trends.verdict import ALPHA, MIN_WORKS, two_sided_p


@dataclass(frozen=True, slots=True)
class Difference:
    """One topic in two groups: first less second, 0 to 1. `level` compares the same years; `change` the two trends.

    p values are corrected for the number of topics and for both tests of each.
    """

    topic: int
    enough: bool
    level: float
    level_low: float
    level_high: float
    level_adjusted: float
    change: float
    change_low: float
    change_high: float
    change_adjusted: float

    @property
    def differs(self) -> bool:
        """Whether the data show a difference in level or in trend."""
        return self.enough and min(self.level_adjusted, self.change_adjusted) <= ALPHA


def differences(one: TrendLines, other: TrendLines) -> list[Difference]:
    """Compare two groups whose lines were fitted to the same steps (one `period` for both).

    The level is compared step by step, with Mantel-Haenszel weights n1 n2 / (n1 + n2), so that groups of different
    ages are compared in the years they share.
    """
    weights = one.step_works * other.step_works / np.maximum(one.step_works + other.step_works, TINY)
    weights = weights / max(float(weights.sum()), TINY)
    level = weights @ (one.observed - other.observed)
    level_error = np.einsum("s,rsk->rk", weights, one.step_draws - other.step_draws).std(axis=0, ddof=1)
    sizes = np.stack([level, one.change - other.change])
    errors = np.stack([level_error, np.sqrt(one.error**2 + other.error**2)])
    enough = min(one.works, other.works) >= MIN_WORKS
    adjusted = holm(two_sided_p(sizes.ravel(), errors.ravel())) if enough else np.ones(sizes.size)
    margins = norm.isf(ALPHA / 2) * errors
    numbers = np.stack([sizes, sizes - margins, sizes + margins, adjusted.reshape(sizes.shape)], axis=1)
    rows = numbers.reshape(
        -1, len(level)
    ).T.tolist()  # of each topic: level with its bounds and p, change with its
    return [Difference(topic, enough, *row) for topic, row in enumerate(rows)]

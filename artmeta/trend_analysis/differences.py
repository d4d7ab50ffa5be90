"""Two groups or two collections compared in the years that both have works of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from artmeta.stats import holm
from artmeta.trend_analysis.bins import TINY, Floats
from artmeta.trend_analysis.trend_lines import TrendLines
from artmeta.trend_analysis.verdict import ALPHA, judged_topics


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
    weights = one.line.works * other.line.works / np.maximum(one.line.works + other.line.works, TINY)
    weights = weights / max(float(weights.sum()), TINY)
    level = weights @ (one.line.shares - other.line.shares)
    level_draws = np.einsum("s,rsk->rk", weights, one.step_draws - other.step_draws)
    swaying = (one.between + other.between) * (weights**2).sum()
    sizes = np.stack([level, one.line.change - other.line.change])
    errors = np.stack([np.sqrt(level_draws.var(axis=0, ddof=1) + swaying), _change_error(one, other)])
    freedom = np.maximum(np.minimum(one.test.effective, other.test.effective) - 1, 1.0)
    enough = judged_topics(one) & judged_topics(other)
    p_values = 2 * stdtr(freedom, -np.abs(sizes / np.maximum(errors, TINY)))
    adjusted = np.ones(sizes.shape)
    if enough.any():
        adjusted[:, enough] = holm(p_values[:, enough].ravel()).reshape(2, -1)
    margins = -stdtrit(freedom, ALPHA / 2) * errors
    numbers = np.stack([sizes, sizes - margins, sizes + margins, adjusted], axis=1)
    rows = numbers.reshape(
        -1, len(level)
    ).T.tolist()  # of each topic: level with its bounds and p, change with its
    return [Difference(topic, bool(enough[topic]), *row) for topic, row in enumerate(rows)]


def _change_error(one: TrendLines, other: TrendLines) -> Floats:
    """Return the standard errors [topics] of the difference of two changes; works of one cluster are drawn together."""
    shared = (one.draws - other.draws).var(axis=0, ddof=1)
    # what draws leave out
    own = [lines.test.spread**2 - lines.draws.var(axis=0, ddof=1) for lines in (one, other)]
    error: Floats = np.sqrt(shared + sum(np.maximum(part, 0.0) for part in own))
    return error

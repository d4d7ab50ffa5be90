"""Two groups or two collections side by side, compared in the years that both have works of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from artmeta.stats import holm
from artmeta.trends.slope import Lines
from artmeta.trends.verdict import ALPHA, FEWEST_WORKS

Floats = NDArray[np.float64]
TINY = np.finfo(float).tiny


@dataclass(frozen=True, slots=True)
class Difference:
    """One topic in two groups: first less second, 0 to 1. `level` compares like years; `change` the two trends.

    p values are corrected for the number of topics and for both questions asked of each.
    """

    topic: int
    level: float
    level_low: float
    level_high: float
    level_adjusted: float
    change: float
    change_low: float
    change_high: float
    change_adjusted: float
    enough: bool

    @property
    def differs(self) -> bool:
        """Whether the data show a difference in level or in trend."""
        return self.enough and min(self.level_adjusted, self.change_adjusted) <= ALPHA


def differences(one: Lines, other: Lines) -> list[Difference]:
    """Compare two groups whose lines were laid through the same steps (one `period` for both).

    The level is compared step by step, and the steps weighted by what the smaller group knows of each
    (Mantel-Haenszel weights n1 n2 / (n1 + n2)), so that groups of different ages are compared in the years they share.
    """
    weights = one.step_works * other.step_works / np.maximum(one.step_works + other.step_works, TINY)
    weights = weights / max(float(weights.sum()), TINY)
    level = weights @ (one.observed - other.observed)
    level_error = np.einsum("s,rsk->rk", weights, one.step_draws - other.step_draws).std(axis=0, ddof=1)
    change = one.change - other.change
    change_error = np.sqrt(one.error**2 + other.error**2)
    enough = min(one.works, other.works) >= FEWEST_WORKS
    p_values = 2 * norm.sf(
        np.abs(np.concatenate([level, change]))
        / np.maximum(np.concatenate([level_error, change_error]), TINY)
    )
    adjusted = holm(p_values) if enough else np.ones(len(p_values))
    count, margin = len(level), norm.isf(ALPHA / 2)
    return [
        Difference(
            topic,
            float(level[topic]),
            *_between(level[topic], margin * level_error[topic]),
            float(adjusted[topic]),
            float(change[topic]),
            *_between(change[topic], margin * change_error[topic]),
            float(adjusted[count + topic]),
            enough,
        )
        for topic in range(count)
    ]


def _between(value: float, margin: float) -> tuple[float, float]:
    return float(value - margin), float(value + margin)

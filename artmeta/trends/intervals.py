"""How far a share may be off: an interval that stays between 0 and 1 and is never empty at the edges."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from artmeta.stats import LEVEL, jeffreys

Floats = NDArray[np.float64]

SMALLEST_EFFECTIVE = 0.05  # works; keeps the interval of an empty bin wide, and defined
CERTAIN = 2.0  # works of a topic, all told in parts; below it none at all cannot be excluded, whatever a formula says
ENOUGH = 5.0  # expected works of a topic, below which the bin's own spread is too noisy to stand alone


def intervals(share: Floats, works: Floats, draws: Floats, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Return the lower and the upper ends [bins, topics] for shares [bins, topics] of works [bins].

    The spread of the bootstrap's draws [count, bins, topics] says how many works, plainly drawn and rightly
    judged, would know as much as these (the effective number); the interval is Jeffreys' for that number.
    Source: Korn and Graubard 1998 for the effective number; Brown, Cai, DasGupta 2001 for Jeffreys' interval.
    """
    effective = effective_works(share, works, draws)
    inside = np.clip(share, 0.0, 1.0)
    low, high = jeffreys(inside * effective, effective, level)
    nearly_none, nearly_all = inside * effective < CERTAIN, (1 - inside) * effective < CERTAIN
    lower = np.where(nearly_none, 0.0, np.minimum(low, inside))
    return lower, np.where(nearly_all, 1.0, np.maximum(high, inside))


def effective_works(share: Floats, works: Floats, draws: Floats) -> Floats:
    """Return the effective number of works [bins, topics]: never more than there are."""
    number = works[:, None]
    smoothed = (np.clip(share, 0, 1) * number + 0.5) / (number + 1)
    plain = smoothed * (1 - smoothed) / np.maximum(number, SMALLEST_EFFECTIVE)
    spread = draws.var(axis=0, ddof=1)
    design = spread.sum(axis=1, keepdims=True) / plain.sum(
        axis=1, keepdims=True
    )  # of the bin, over all topics
    rare = np.minimum(smoothed, 1 - smoothed) * number < ENOUGH
    inflated = np.where(rare, np.maximum(spread, design * plain), spread)
    result: Floats = np.clip(
        smoothed * (1 - smoothed) / np.maximum(inflated, 1e-12), SMALLEST_EFFECTIVE, number
    )
    return np.maximum(result, SMALLEST_EFFECTIVE)

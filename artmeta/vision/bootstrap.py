"""How far a figure would move if other works of the same kind had been tested."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

DRAWS = 1000  # the ends of a 95 % interval then move by less than a tenth of its width
COVERED = 0.95


def bootstrap_interval(
    statistic: Callable[[NDArray[np.intp]], float], groups: Sequence[str], seed: int = 1, draws: int = DRAWS
) -> tuple[float, float]:
    """Return the percentile interval that covers 95 % of what `statistic` gives on works drawn with replacement.

    `statistic` takes places of works, each as often as it was drawn. Whole groups are drawn (works of one
    artist, copies of one picture): they are no independent witnesses. Source: Efron and Tibshirani 1993,
    "An Introduction to the Bootstrap", chapter 13; Field and Welsh 2007 for groups.
    """
    numbers = {group: number for number, group in enumerate(dict.fromkeys(groups))}
    members: list[list[int]] = [[] for _ in numbers]
    for place, group in enumerate(groups):
        members[numbers[group]].append(place)
    dice, arrays = np.random.default_rng(seed), [np.array(each, dtype=np.intp) for each in members]
    drawn = (dice.integers(0, len(arrays), len(arrays)) for _ in range(draws))
    found = [statistic(np.concatenate([arrays[number] for number in draw])) for draw in drawn]
    low, high = np.nanquantile(found, [(1 - COVERED) / 2, (1 + COVERED) / 2])
    return float(low), float(high)

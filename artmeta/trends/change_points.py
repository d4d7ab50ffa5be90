"""The year after which a topic's share stands at another level, where a step says more than a line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.trends.slope import Lines, through

Floats = NDArray[np.float64]

ALPHA = 0.05
FEWEST_SIDE = 30.0  # works on either side of a step; a level is not known from fewer
FEWEST_STEPS = 4


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """A step of one topic: the last year before it, the shares on both sides, and how often chance makes one as clear.

    `adjusted` is the p value times the number of topics (Bonferroni, at most 1).
    """

    topic: int
    year: int
    before: float
    after: float
    p_value: float
    adjusted: float


def change_points(found: Lines) -> list[ChangePoint]:
    """Return the clearest step of each topic, if chance does not make it and a straight line explains no more.

    The clearest split in two of the steps a line was laid through; its p value is how often the
    bootstrap, centred on no change, has a split as clear anywhere (the largest of all splits).
    """
    if len(found.middles) < FEWEST_STEPS:
        return []
    splits = _splits(found.step_works)
    if not len(splits):
        return []
    levels = _contrast(found.observed[None], found.step_works[None], splits)[0]
    shifted = found.step_draws - found.step_draws.mean(axis=0)
    by_chance = _contrast(shifted, np.broadcast_to(found.step_works, shifted.shape[:2]), splits)
    error = np.maximum(by_chance.std(axis=0, ddof=1), np.finfo(float).tiny)
    clearest = np.abs(levels / error).argmax(axis=0)
    largest = np.abs(by_chance / error).max(axis=1)
    return [
        point
        for topic in range(levels.shape[1])
        if (point := _point(found, topic, splits[clearest[topic]], levels, error, largest, clearest[topic]))
        is not None
    ]


def _splits(works: Floats) -> NDArray[np.intp]:
    before = works.cumsum()
    splits: NDArray[np.intp] = np.flatnonzero((before >= FEWEST_SIDE) & (works.sum() - before >= FEWEST_SIDE))
    return splits


def _contrast(shares: Floats, works: Floats, splits: NDArray[np.intp]) -> Floats:
    """Return shares after less before each split: [n, steps, topics], works [n, steps] -> [n, splits, topics]."""
    mass = (shares * works[:, :, None]).cumsum(axis=1)
    counts = works.cumsum(axis=1)
    early = mass[:, splits] / np.maximum(counts[:, splits, None], np.finfo(float).tiny)
    rest = counts[:, -1:, None] - counts[:, splits, None]
    late = (mass[:, -1:] - mass[:, splits]) / np.maximum(rest, np.finfo(float).tiny)
    result: Floats = late - early
    return result


def _point(
    found: Lines, topic: int, split: int, levels: Floats, error: Floats, largest: Floats, place: int
) -> ChangePoint | None:
    size = float(np.abs(levels[place, topic] / error[place, topic]))
    p_value = float((np.sum(largest[:, topic] >= size) + 1) / (len(largest) + 1))
    adjusted = min(1.0, p_value * levels.shape[1])
    works, shares = found.step_works, found.observed[:, topic]
    before = float(np.average(shares[: split + 1], weights=works[: split + 1]))
    after = float(np.average(shares[split + 1 :], weights=works[split + 1 :]))
    stepped = np.where(np.arange(len(shares)) <= split, before, after)
    if adjusted > ALPHA or _misfit(shares, stepped, works) >= _misfit(shares, _line(found, topic), works):
        return None
    year = int(np.floor((found.middles[split] + found.middles[split + 1]) / 2))
    return ChangePoint(
        topic, year, float(np.clip(before, 0, 1)), float(np.clip(after, 0, 1)), p_value, adjusted
    )


def _line(found: Lines, topic: int) -> Floats:
    slope, level = through(found.middles, found.observed[None], found.step_works[None])
    line: Floats = level[0, topic] + slope[0, topic] * found.middles
    return line


def _misfit(shares: Floats, fitted: Floats, works: Floats) -> float:
    return float((works * (shares - fitted) ** 2).sum())

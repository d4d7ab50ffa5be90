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
TINY = np.finfo(float).tiny


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
    """Return the clearest step of each topic, if neither chance nor a straight rise or fall makes it.

    The clearest split in two of the steps a line was laid through, tested twice with the bootstrap: centred on no
    change, how often has it a split as clear anywhere (the largest of all splits); and centred on the
    line, how often does a step fit better than a line by as much. Both must be rare.
    """
    splits = _splits(found.step_works)
    if len(found.middles) < FEWEST_STEPS or not len(splits):
        return []
    noise = found.step_draws - found.step_draws.mean(axis=0)
    contrast = _contrast(found.observed[None], found.step_works, splits)[0]
    by_chance = _contrast(noise, found.step_works, splits)
    error = np.maximum(by_chance.std(axis=0, ddof=1), TINY)
    clearest = np.abs(contrast / error).argmax(axis=0)
    largest = np.abs(by_chance / error).max(axis=1)
    line = _lines(found.middles, found.observed[None], found.step_works)
    gain = _gain(found.middles, found.observed[None], found.step_works, splits)[0]
    gain_by_chance = _gain(found.middles, noise + line, found.step_works, splits)
    points = []
    for topic in range(contrast.shape[1]):
        size = np.abs(contrast[clearest[topic], topic] / error[clearest[topic], topic])
        p_value = max(_rarity(largest[:, topic], size), _rarity(gain_by_chance[:, topic], gain[topic]))
        adjusted = min(1.0, p_value * contrast.shape[1])
        if gain[topic] > 0 and adjusted <= ALPHA:
            points.append(_point(found, topic, int(splits[clearest[topic]]), p_value, adjusted))
    return points


def _splits(works: Floats) -> NDArray[np.intp]:
    before = works.cumsum()
    splits: NDArray[np.intp] = np.flatnonzero((before >= FEWEST_SIDE) & (works.sum() - before >= FEWEST_SIDE))
    return splits


def _sides(shares: Floats, works: Floats, splits: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Return mean shares before and after each split: [n, steps, topics], works [steps] -> [n, splits, topics]."""
    mass = (shares * works[:, None]).cumsum(axis=1)
    counts = works.cumsum()
    early: Floats = mass[:, splits] / counts[splits, None]
    late: Floats = (mass[:, -1:] - mass[:, splits]) / (counts[-1] - counts[splits])[:, None]
    return early, late


def _contrast(shares: Floats, works: Floats, splits: NDArray[np.intp]) -> Floats:
    early, late = _sides(shares, works, splits)
    return late - early


def _gain(middles: Floats, shares: Floats, works: Floats, splits: NDArray[np.intp]) -> Floats:
    """Return by how much the best step fits better than the best line: [n, steps, topics] -> [n, topics]."""
    by_line = (works[:, None] * (shares - _lines(middles, shares, works)) ** 2).sum(axis=1)
    mean = np.average(shares, axis=1, weights=works)[:, None]
    all_at_once = (works[:, None] * (shares - mean) ** 2).sum(axis=1)
    early, late = _sides(shares, works, splits)
    counts = works.cumsum()
    between = (counts[splits] * (counts[-1] - counts[splits]) / counts[-1])[:, None] * (late - early) ** 2
    gain: Floats = by_line - (all_at_once - between.max(axis=1))
    return gain


def _lines(middles: Floats, shares: Floats, works: Floats) -> Floats:
    slope, level = through(middles, shares, np.broadcast_to(works, shares.shape[:2]))
    fitted: Floats = level[:, None] + slope[:, None] * middles[None, :, None]
    return fitted


def _rarity(by_chance: Floats, value: float) -> float:
    return float((np.sum(by_chance >= value) + 1) / (len(by_chance) + 1))


def _point(found: Lines, topic: int, split: int, p_value: float, adjusted: float) -> ChangePoint:
    early, late = _sides(found.observed[None], found.step_works, np.array([split]))
    year = int(np.floor((found.middles[split] + found.middles[split + 1]) / 2))
    before, after = (float(np.clip(side[0, 0, topic], 0, 1)) for side in (early, late))
    return ChangePoint(topic, year, before, after, p_value, adjusted)

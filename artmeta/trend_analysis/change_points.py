"""Change points: the year after which a topic's share has another level, where a step fits better than a line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.trend_analysis.bins import TINY, Floats
from artmeta.trend_analysis.overdispersion import overdispersion
from artmeta.trend_analysis.trend_lines import TrendLines, fit_lines
from artmeta.trend_analysis.verdict import ALPHA, judged_topics

MIN_SIDE_WORKS = 30.0  # works on either side of a step; fewer do not show a level
MIN_STEPS = 4


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """A step of one topic: the last year before it, the shares on both sides, and its p value.

    `adjusted` is the p value times the number of topics (Bonferroni, at most 1).
    """

    topic: int
    year: int
    before: float
    after: float
    p_value: float
    adjusted: float


def change_points(lines: TrendLines, rng: np.random.Generator) -> list[ChangePoint]:
    """Return the clearest step of each topic, if neither chance nor a linear change explains it.

    The clearest split of the steps a line was fitted to, tested twice with the bootstrap: centred on no change, how
    often is any split as clear (the maximum over all splits); and centred on the line, how often does a step fit
    better than a line by as much. Both must be rare. A topic with too few works or clusters for a verdict has none.
    """
    splits = _splits(lines.line.works)
    if len(lines.middles) < MIN_STEPS or not len(splits):
        return []
    noise = lines.step_draws - lines.step_draws.mean(axis=0)
    noise = noise + rng.normal(size=noise.shape) * np.sqrt(_between(lines, noise, splits))
    contrast = _contrast(lines.line.shares[None], lines.line.works, splits)[0]
    chance = _contrast(noise, lines.line.works, splits)
    error = np.maximum(chance.std(axis=0, ddof=1), TINY)
    clearest = np.abs(contrast / error).argmax(axis=0)
    largest = np.abs(chance / error).max(axis=1)
    line = _lines(lines.middles, lines.line.shares[None], lines.line.works)
    gain = _gain(lines.middles, lines.line.shares[None], lines.line.works, splits)[0]
    chance_gain = _gain(lines.middles, noise + line, lines.line.works, splits)
    points = []
    for topic in np.flatnonzero(judged_topics(lines)).tolist():
        size = np.abs(contrast[clearest[topic], topic] / error[clearest[topic], topic])
        p_value = max(_empirical_p(largest[:, topic], size), _empirical_p(chance_gain[:, topic], gain[topic]))
        adjusted = min(1.0, p_value * contrast.shape[1])
        if gain[topic] > 0 and adjusted <= ALPHA:
            points.append(_point(lines, topic, int(splits[clearest[topic]]), p_value, adjusted))
    return points


def _between(lines: TrendLines, noise: Floats, splits: NDArray[np.intp]) -> Floats:
    """Return the variance between steps beyond sampling [topics], about the line or the best split: the smaller."""
    works, shares = lines.line.works, lines.line.shares
    late = np.arange(len(works))[:, None, None] > splits[None, :, None]
    before, after = _sides(shares[None], works, splits)
    fits = np.where(late, after[0], before[0])
    best = (works[:, None, None] * (shares[:, None] - fits) ** 2).sum(axis=0).argmin(axis=0)
    topics = np.arange(shares.shape[1])
    side = late[:, best, 0]
    early_draws, late_draws = _sides(noise, works, splits)
    fitted_draws = np.where(side, late_draws[:, best, topics][:, None], early_draws[:, best, topics][:, None])
    total = np.where(side, (works[:, None] * side).sum(axis=0), (works[:, None] * ~side).sum(axis=0))
    residuals = shares - fits[:, best, topics]
    about = overdispersion(residuals, noise - fitted_draws, works, works[:, None] / total, lines.line.mean)
    return np.minimum(lines.between, about.between)


def _splits(works: Floats) -> NDArray[np.intp]:
    before = works.cumsum()
    return np.flatnonzero((before >= MIN_SIDE_WORKS) & (works.sum() - before >= MIN_SIDE_WORKS))


def _sides(shares: Floats, works: Floats, splits: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Return mean shares before and after each split: [n, steps, topics], works [steps] -> [n, splits, topics]."""
    mass = (shares * works[:, None]).cumsum(axis=1)
    counts = works.cumsum()
    before: Floats = mass[:, splits] / counts[splits, None]
    after: Floats = (mass[:, -1:] - mass[:, splits]) / (counts[-1] - counts[splits])[:, None]
    return before, after


def _contrast(shares: Floats, works: Floats, splits: NDArray[np.intp]) -> Floats:
    before, after = _sides(shares, works, splits)
    return after - before


def _gain(middles: Floats, shares: Floats, works: Floats, splits: NDArray[np.intp]) -> Floats:
    """Return by how much the best step fits better than the best line: [n, steps, topics] -> [n, topics]."""
    by_line = (works[:, None] * (shares - _lines(middles, shares, works)) ** 2).sum(axis=1)
    mean = np.average(shares, axis=1, weights=works)[:, None]
    total = (works[:, None] * (shares - mean) ** 2).sum(axis=1)
    before, after = _sides(shares, works, splits)
    counts = works.cumsum()
    between = (counts[splits] * (counts[-1] - counts[splits]) / counts[-1])[:, None] * (after - before) ** 2
    gain: Floats = by_line - (total - between.max(axis=1))
    return gain


def _lines(middles: Floats, shares: Floats, works: Floats) -> Floats:
    slope, start = fit_lines(middles, shares, np.broadcast_to(works, shares.shape[:2]))
    return start[:, None] + slope[:, None] * middles[None, :, None]


def _empirical_p(chance: Floats, value: float) -> float:
    return float((np.sum(chance >= value) + 1) / (len(chance) + 1))


def _point(lines: TrendLines, topic: int, split: int, p_value: float, adjusted: float) -> ChangePoint:
    sides = _sides(lines.line.shares[None], lines.line.works, np.array([split]))
    year = int(np.floor((lines.middles[split] + lines.middles[split + 1]) / 2))
    before, after = (float(np.clip(side[0, 0, topic], 0, 1)) for side in sides)
    return ChangePoint(topic, year, before, after, p_value, adjusted)

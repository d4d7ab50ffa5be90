"""Works without a date: how many each topic has, and how far they could move a change at the most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.trend_analysis.bins import TINY, Floats, Ints, sum_by
from artmeta.trend_analysis.trend_lines import Line, LineData
from artmeta.trend_analysis.wild_bootstrap import step_down, wild_bootstrap_sums

MIN_UNDATED = 5  # works; a rate of fewer is chance
ALPHA = 0.05
MIN_EXCESS = 0.05  # of a topic's works, by which it is dated worse than the others


@dataclass(frozen=True, slots=True)
class UndatedCheck:
    """Of each topic [topics]: the `share` of its works that is undated, that of the other topics, and bounds.

    `adjusted` are p values of the difference, adjusted for the number of topics; `lowest` and `highest` are the change
    of the topic if its undated works, and those of the others, were made when that moves it most.
    """

    share: Floats
    elsewhere: Floats
    adjusted: Floats
    lowest: Floats
    highest: Floats

    @property
    def dated_worse(self) -> NDArray[np.bool_]:
        """Which topics [topics] have more undated works than the others, by more than chance and one in twenty."""
        return (self.adjusted < ALPHA) & (self.share - self.elsewhere >= MIN_EXCESS)


def check_undated(
    dated: Floats, undated: Floats, cluster: Ints, data: LineData, rng: np.random.Generator
) -> UndatedCheck:
    """Compare scores [n, topics] of dated works with those of undated ones [m, topics]; `cluster` [n + m] of both.

    Bounds: Manski 2003, "Partial Identification of Probability Distributions", chapter 1.
    """
    scores = np.vstack([dated, undated])
    missing = np.concatenate([np.zeros(len(dated)), np.ones(len(undated))])[:, None]
    others = scores.sum(axis=1, keepdims=True) - scores
    share, own = _rate(scores, missing)
    elsewhere, rest = _rate(others, missing)
    lowest, highest = _bounds(data, np.maximum(undated.sum(axis=0), 0.0))
    adjusted = np.ones(len(share))
    if len(undated) >= MIN_UNDATED:
        contributions = sum_by(cluster, own - rest, int(cluster.max()) + 1)
        error = np.sqrt(np.maximum((contributions**2).sum(axis=0), TINY))
        null_draws = wild_bootstrap_sums(contributions, rng) / error
        adjusted = step_down((share - elsewhere) / error, null_draws)
    return UndatedCheck(share, elsewhere, adjusted, lowest, highest)


def _rate(scores: Floats, missing: Floats) -> tuple[Floats, Floats]:
    """Return the share of missing works by scores [n, topics], and what each work adds to its error."""
    totals = np.maximum(scores.sum(axis=0), 1.0)
    rate = np.clip((scores * missing).sum(axis=0) / totals, 0, 1)
    return rate, scores * (missing - rate) / totals


def _bounds(data: LineData, undated: Floats) -> tuple[Floats, Floats]:
    """Return the lowest and the highest change of each topic if undated works [topics] count to an end of the line."""
    works, changes = data.dates.works[data.inner], []
    for own, rest in ((0, -1), (-1, 0)):
        change = np.empty(len(undated))
        for topic in range(len(undated)):
            moved = works.copy()
            moved[rest] += undated
            moved[rest, topic] -= undated[topic]
            moved[own, topic] += undated[topic]
            first, last = Line.fitted(data.position, moved, data.bias).ends
            change[topic] = last[topic] - first[topic]
        changes.append(change)
    return changes[0], changes[1]

"""Shortcuts: whether a feature that shows no topic, such as the colour of a border, predicts it nevertheless.

A classifier trained on such works may learn the feature instead of the topic (Geirhos et al. 2020, "Shortcut Learning
in Deep Neural Networks").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from artmeta.bias_audit.comparison import intraclass_correlation, shared_cluster_sizes
from artmeta.bias_audit.groupings import by_name
from artmeta.bias_audit.works import TINY, Floats, Indices, floats

if TYPE_CHECKING:
    import pandas as pd

ALPHA = 0.005  # of any false shortcut in an audit
FOLDS = 5
MIN_WORKS = 60  # of known topic; with fewer, five folds hold too few of each topic
CELLS = 24  # values of a feature that are told apart: the most frequent ones
LEVELS = 3  # of each colour channel of the border: 27 colours
DECADE = 10
# of the errors of the majority topic that the feature avoids: skies and seas have borders too
LEAST_GAIN = 0.25
GIVEN_AWAY = 0.5  # precision and recall of a topic that a feature gives away
FEATURES = {
    "venue": "the venue",
    "decade": "the decade",
    "image_size": "the size of the picture",
    "border_colour": "the colour of the border",
}


@dataclass(frozen=True, slots=True)
class Shortcut:
    """How well one feature predicts the topic of works that a rule for it was not fitted to.

    `accuracy` is that of the rule, `baseline` of always predicting the most frequent topic; `gain` is the share of the
    baseline's errors that the rule avoids, `p_value` one-sided that it avoids any. `topics` are those that it gives
    away.
    """

    works_of: str
    feature: str
    works: int
    clusters: int
    accuracy: float
    baseline: float
    gain: float
    p_value: float
    topics: tuple[str, ...]

    @property
    def relevant(self) -> bool:
        """Whether the feature gives a topic away, or avoids many of the errors."""
        return bool(self.topics) or self.gain >= LEAST_GAIN


def shortcuts(
    frame: pd.DataFrame, topic: Indices, topics: tuple[str, ...], cluster: Indices, works_of: str
) -> Iterator[Shortcut]:
    """Yield how well each feature predicts `topic` [n], for works with a topic; features that never vary are left out.

    `frame` has the columns venue, date_earliest, date_latest, width, height, border_red, border_green and border_blue.
    """
    if len(frame) < MIN_WORKS or len(np.unique(topic)) == 1:
        return
    folds = _folds(cluster)
    for name, cells in _cells(frame):
        known = cells >= 0
        if known.sum() >= MIN_WORKS and len(np.unique(cells[known])) > 1:
            part = topic[known], len(topics), cells[known], folds[known]
            yield _measured(name, works_of, part, topics, cluster[known])


def _folds(cluster: Indices) -> Indices:
    """Assign whole clusters to folds, the largest first, each to the smallest fold: [n]."""
    sizes = np.bincount(cluster)
    fold_of, filled = np.zeros(len(sizes), dtype=np.intp), np.zeros(FOLDS)
    shuffled = np.random.default_rng(1).permutation(len(sizes))
    large = shuffled[np.argsort(-sizes[shuffled], kind="stable")]
    multiple = large[sizes[large] > 1]
    for each in multiple:
        fold_of[each] = filled.argmin()
        filled[fold_of[each]] += sizes[each]
    single = large[len(multiple) :]
    fold_of[single] = np.arange(len(single)) % FOLDS
    return fold_of[cluster]


def _cells(frame: pd.DataFrame) -> Iterator[tuple[str, Indices]]:
    """Yield each feature with the number of its value [n], -1 where it is not known."""
    yield "venue", by_name("venue", frame["venue"], CELLS).codes
    first, last = (floats(frame[name]) // DECADE for name in ("date_earliest", "date_latest"))
    yield "decade", _most_frequent(np.where(first == last, first, np.nan))
    width, height = (floats(frame[name]) for name in ("width", "height"))
    yield "image_size", _most_frequent(width * 100_000 + height)
    border = np.stack([floats(frame[f"border_{name}"]) for name in ("red", "green", "blue")])
    levels = np.minimum(border * LEVELS, LEVELS - 1) // 1
    yield "border_colour", _most_frequent(levels[0] * LEVELS**2 + levels[1] * LEVELS + levels[2], LEVELS**3)


def _most_frequent(values: Floats, most: int = CELLS) -> Indices:
    """Number the most frequent values [n]; all others share a number, and NaN is -1."""
    known = np.isfinite(values)
    cells = np.full(len(values), -1, dtype=np.intp)
    _, codes, counts = np.unique(values[known], return_inverse=True, return_counts=True)
    place = np.empty(len(counts), dtype=np.intp)
    place[np.argsort(-counts, kind="stable")] = np.arange(len(counts))
    cells[known] = np.minimum(place[codes], most)
    return cells


def _measured(
    name: str,
    works_of: str,
    part: tuple[Indices, int, Indices, Indices],
    topics: tuple[str, ...],
    cluster: Indices,
) -> Shortcut:
    topic = part[0]
    rule, majority = _predictions(*part)
    right, usual = (rule == topic).astype(float), (majority == topic).astype(float)
    baseline = float(usual.mean())
    return Shortcut(
        works_of,
        name,
        len(topic),
        len(np.unique(cluster)),
        float(right.mean()),
        baseline,
        float((right - usual).mean() / max(1 - baseline, TINY)),
        _p_value(right - usual, cluster),
        tuple(topics[k] for k in range(len(topics)) if _given_away(rule, topic, k)),
    )


def _predictions(topic: Indices, topics: int, cells: Indices, folds: Indices) -> tuple[Indices, Indices]:
    """Return the most frequent topic of each work's cell in the other folds [n], and that of all their works [n]."""
    size = int(cells.max()) + 1
    counts = np.zeros((FOLDS, size, topics))
    np.add.at(counts, (folds, cells, topic), 1.0)
    others = counts.sum(axis=0) - counts  # [folds, cells, topics]
    overall = others.sum(axis=1)
    shares = overall / np.maximum(overall.sum(axis=1, keepdims=True), 1)
    # one work of the overall mix: a cell without works has it
    rule = (others + shares[:, None]).argmax(axis=2)
    return rule[folds, cells], overall.argmax(axis=1)[folds]


def _p_value(gains: Floats, cluster: Indices) -> float:
    """Return the one-sided p value that the mean of gains [n] of clustered works is above 0."""
    from scipy.special import stdtr

    mean = float(gains.mean())
    correlation = intraclass_correlation(gains - mean, cluster)
    sizes, _ = shared_cluster_sizes(np.zeros(len(gains), dtype=np.intp), 1, cluster)
    effective = len(gains) / max(1.0, 1 + correlation * (float(sizes[0]) - 1))
    error = np.sqrt(max(float(gains.var()), TINY) / effective)
    return float(stdtr(max(effective - 1, 1.0), -mean / error))


def _given_away(rule: Indices, topic: Indices, k: int) -> bool:
    """Whether at least half of a topic's works are found by the rule, and half of those it finds are right."""
    both = float(((rule == k) & (topic == k)).sum())
    return both > 0 and both >= GIVEN_AWAY * max(float((rule == k).sum()), float((topic == k).sum()))

"""How sure a model must be of each topic before its word may stand without a second look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from artmeta.stats import lower_bound
from artmeta.vision.heads import Floats

TARGET = (
    0.95  # precision of the works that are called sure: one wrong in twenty is what a curator can live with
)
LEVEL = 0.99  # of the exact bound: with 0.975 the search for the lowest one missed the target in 7% of retrainings
SHARED = 0.999  # of the bound that several topics rest on: with 0.975 the lane of all topics missed the target in 6%
HALF = 0.5  # of the bound of a topic that borrows: 13 works, all right, do not show 95%, and 14 do
NEVER = 1.01  # a threshold that no confidence reaches


@dataclass(frozen=True, slots=True)
class Threshold:
    """The least confidence that counts as sure, and the works it rests on.

    Of `works` out-of-fold works at or above it, `right` were right; `bound` is the exact lower bound of
    their precision. A topic with too few works for a bound of its own rests on all topics' works; its bound is
    then that of an even chance.
    """

    confidence: float
    works: int
    right: int
    bound: float
    rests_on: Literal["topic", "all topics", "nothing"]


def choose_thresholds(
    confidences: Floats, y_true: NDArray[np.intp], topics: Sequence[str], target: float = TARGET
) -> dict[str, Threshold]:
    """Choose each topic's threshold from out-of-fold confidences [n, topics] and the right topics [n].

    It is the lowest at which the exact bound of the topic's own precision reaches the target. A topic without
    enough works takes the threshold that reaches it for all topics together, by a stricter bound, raised until
    its own works are likelier to reach the target than not. Where not even that can be y_pred, nothing is ever sure.
    """
    y_pred, sure = confidences.argmax(axis=1), confidences.max(axis=1)
    right = y_pred == y_true
    common = _lowest(sure, right, target, "all topics", SHARED)
    return {
        topic: _of_topic(sure[y_pred == k], right[y_pred == k], target, common)
        for k, topic in enumerate(topics)
    }


def choose_each(
    confidences: Floats, shows: NDArray[np.bool_], topics: Sequence[str], target: float = TARGET
) -> dict[str, Threshold]:
    """Choose each topic's threshold where works [n] show several: `shows` [n, topics], each topic by itself."""
    common = _lowest(confidences.ravel(), shows.ravel(), target, "all topics", SHARED)
    return {
        topic: _of_topic(confidences[:, k], shows[:, k], target, common) for k, topic in enumerate(topics)
    }


def _of_topic(sure: Floats, right: NDArray[np.bool_], target: float, common: Threshold) -> Threshold:
    own = _lowest(sure, right, target, "topic")
    if own.rests_on == "topic" or common.rests_on == "nothing":
        return own
    above = sure >= common.confidence
    borrowed = _lowest(sure[above], right[above], target, "all topics", HALF)
    whole = borrowed.works == int(above.sum())
    return replace(borrowed, confidence=common.confidence) if whole and borrowed.works else borrowed


def _lowest(
    sure: Floats,
    right: NDArray[np.bool_],
    target: float,
    rests_on: Literal["topic", "all topics"],
    level: float = LEVEL,
) -> Threshold:
    """Find the lowest confidence at and above which the bound of the precision still reaches the target."""
    order, hits = _downwards(sure, right)
    counts = np.arange(1, len(order) + 1)
    whole = (
        np.append(order[1:] < order[:-1], True) if len(order) else np.zeros(0, bool)
    )  # works equally sure go together
    bounds = lower_bound(hits, counts, level) if len(order) else np.zeros(0)
    good = np.flatnonzero(whole & (bounds >= target))
    if not len(good):
        return _NOTHING
    last = good[-1]
    return Threshold(float(order[last]), int(counts[last]), int(hits[last]), float(bounds[last]), rests_on)


def _downwards(sure: Floats, right: NDArray[np.bool_]) -> tuple[Floats, NDArray[np.intp]]:
    """Return the confidences from the highest down, and how many works so far are right."""
    order = np.argsort(-sure, kind="stable")
    return sure[order], np.cumsum(right[order])


_NOTHING = Threshold(NEVER, 0, 0, 0.0, "nothing")


def limits(thresholds: Mapping[str, Threshold], topics: Sequence[str]) -> Floats:
    """Return the thresholds as an array, in the topics' order."""
    return np.array([thresholds[topic].confidence for topic in topics])

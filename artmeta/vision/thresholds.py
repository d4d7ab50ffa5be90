"""Thresholds of confidence per topic, above which a prediction counts as sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from artmeta.stats import lower_bound
from artmeta.vision.heads import Floats
from artmeta.vision.targets import Targets, one_hot

TARGET = 0.95  # target precision of sure predictions: at most one in twenty is wrong
LEVEL = 0.99  # of the exact bound: with 0.975 the search for the lowest one missed the target in 7% of retrainings
SHARED = 0.999  # of the bound over all topics: with 0.975 it missed the target in 6%
HALF = 0.5  # of the bound where the common threshold is used: 13 correct works give less than 95%, 14 more
UNREACHABLE = 1.01  # a threshold above every confidence: the topic is never sure


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


_NOTHING = Threshold(UNREACHABLE, 0, 0, 0.0, "nothing")


def choose_thresholds(
    confidences: Floats,
    y_true: Targets,
    topics: Sequence[str],
    target: float = TARGET,
    *,
    multi_label: bool = False,
    weights: Floats | None = None,
    shared: float = SHARED,
) -> dict[str, Threshold]:
    """Choose each topic's threshold from out-of-fold confidences and targets [n, topics].

    It is the lowest at which the exact bound of the topic's own precision reaches the target. A topic without
    enough works takes the threshold that reaches it for all topics together, by a stricter bound, raised until
    its own works are likelier to reach the target than not. Where not even that holds, nothing is ever sure.
    Single-label predictions are each work's likeliest topic, multi-label ones every topic. A work without a topic is
    an error wherever it is sure. `weights` [n] say how many works of the collection each stands for, 1 unless given;
    the bounds are then those at the effective sample size (Kish 1965, "Survey Sampling", section 11.7). `shared` is the
    level of the bound over all topics.
    """
    predicted = _predicted(confidences, multi_label)
    known = np.ones(len(y_true)) if weights is None else weights
    every = np.broadcast_to(known[:, None], y_true.shape)
    common = _lowest(
        confidences[predicted], y_true[predicted], every[predicted], target, "all topics", shared
    )
    return {
        topic: _of_topic(confidences[rows, k], y_true[rows, k], known[rows], target, common)
        for k, (topic, rows) in enumerate(zip(topics, predicted.T, strict=True))
    }


def sure_topics(confidences: Floats, thresholds: Floats, multi_label: bool) -> Targets:
    """Return which topics are sure [n, topics]; only the likeliest of each work can be, unless multi-label."""
    return _predicted(confidences, multi_label) & (confidences >= thresholds)


def _predicted(confidences: Floats, multi_label: bool) -> Targets:
    count = confidences.shape[1]
    return np.ones(confidences.shape, bool) if multi_label else one_hot(confidences.argmax(axis=1), count)


def _of_topic(
    confidences: Floats, correct: NDArray[np.bool_], weights: Floats, target: float, common: Threshold
) -> Threshold:
    own = _lowest(confidences, correct, weights, target, "topic")
    if own.rests_on == "topic" or common.rests_on == "nothing":
        return own
    above = confidences >= common.confidence
    borrowed = _lowest(confidences[above], correct[above], weights[above], target, "all topics", HALF)
    whole = borrowed.works == int(above.sum())
    return replace(borrowed, confidence=common.confidence) if whole and borrowed.works else borrowed


def _lowest(
    confidences: Floats,
    correct: NDArray[np.bool_],
    weights: Floats,
    target: float,
    rests_on: Literal["topic", "all topics"],
    level: float = LEVEL,
) -> Threshold:
    """Return the lowest confidence at and above which the bound of the precision still reaches the target."""
    if not len(confidences):
        return _NOTHING
    order = np.argsort(-confidences, kind="stable")
    ranked, hits, counts = confidences[order], np.cumsum(correct[order]), np.arange(1, len(order) + 1)
    last_of_ties = np.append(ranked[1:] < ranked[:-1], True)  # equal confidences are accepted together
    sums, right = np.cumsum(weights[order]), np.cumsum((weights * correct)[order])
    effective = sums / np.cumsum((weights**2)[order])  # Kish's effective sample size, a unit of weight
    bounds = lower_bound(right * effective, sums * effective, level)
    good = np.flatnonzero(last_of_ties & (bounds >= target))
    if not len(good):
        return _NOTHING
    at = good[-1]
    return Threshold(float(ranked[at]), int(counts[at]), int(hits[at]), float(bounds[at]), rests_on)


def thresholds_array(thresholds: Mapping[str, Threshold], topics: Sequence[str]) -> Floats:
    """Return the thresholds as an array [topics], in the topics' order."""
    return np.array([thresholds[topic].confidence for topic in topics])

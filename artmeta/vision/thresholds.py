"""Thresholds of confidence per topic, above which a prediction counts as sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
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
# Standard deviation of the kernel that smooths counts of works, on the scale of the logit of the confidence. The logits
# of a work differ by 0.3 between heads on float32 and int8 features, by 0.5 between heads on two draws of 85% of the
# works. With 1.0, a tenth fewer works are sure.
BANDWIDTH = 0.45
LOWEST, HIGHEST, STEP = -7.0, 14.0, 0.05  # logits at which the smoothed counts are computed
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

    It is the lowest confidence of a work at which the exact bound of the topic's own precision reaches the target, of
    those at or above the lowest one at which the bound of counts smoothed by a kernel reaches it: a threshold that
    rests on counts alone jumps when one error moves. At the threshold itself, the smoothed bound may be lower. A topic
    without enough works takes the threshold that reaches it for all topics together, by a stricter bound, raised
    until its own works are likelier to reach the target than not. Where not even that holds, nothing is ever sure.
    With so few works that smoothed counts reach the target nowhere, exact ones alone choose.
    Single-label predictions are each work's likeliest topic, multi-label ones every topic. A work without a topic is
    an error wherever it is sure. `weights` [n] say how many works of the collection each stands for, 1 unless given;
    the bounds are then those at the effective sample size (Kish 1965, "Survey Sampling", section 11.7). `shared` is the
    level of the bound over all topics.
    """
    predicted = _predicted(confidences, multi_label)
    known = np.ones(len(y_true)) if weights is None else weights
    every = np.broadcast_to(known[:, None], y_true.shape)
    pairs = confidences[predicted], y_true[predicted], every[predicted]
    common = _lowest(*pairs, target, "all topics", shared)
    smooth = common.rests_on != "nothing"
    if not smooth:
        common = _lowest(*pairs, target, "all topics", shared, smooth=False)
    return {
        topic: _of_topic(confidences[rows, k], y_true[rows, k], known[rows], target, common, smooth)
        for k, (topic, rows) in enumerate(zip(topics, predicted.T, strict=True))
    }


def sure_topics(confidences: Floats, thresholds: Floats, multi_label: bool) -> Targets:
    """Return which topics are sure [n, topics]; only the likeliest of each work can be, unless multi-label."""
    return _predicted(confidences, multi_label) & (confidences >= thresholds)


def _predicted(confidences: Floats, multi_label: bool) -> Targets:
    count = confidences.shape[1]
    return np.ones(confidences.shape, bool) if multi_label else one_hot(confidences.argmax(axis=1), count)


def _of_topic(
    confidences: Floats,
    correct: NDArray[np.bool_],
    weights: Floats,
    target: float,
    common: Threshold,
    smooth: bool,
) -> Threshold:
    own = _lowest(confidences, correct, weights, target, "topic", smooth=smooth)
    if own.rests_on == "topic" or common.rests_on == "nothing":
        return own
    return _lowest(confidences, correct, weights, target, "all topics", HALF, common.confidence, smooth=False)


def _lowest(
    confidences: Floats,
    correct: NDArray[np.bool_],
    weights: Floats,
    target: float,
    rests_on: Literal["topic", "all topics"],
    level: float = LEVEL,
    least: float = 0.0,
    *,
    smooth: bool = True,
) -> Threshold:
    """Return the lowest confidence of a work, or `least`, at which the exact bound of the precision reaches the target.

    If `smooth`, it is not below the lowest at which the bound of the smoothed counts reaches it.
    """
    start = _smoothed(confidences, correct, weights, target, level) if smooth else least
    above = confidences >= start
    order = np.flatnonzero(above)[np.argsort(-confidences[above], kind="stable")]
    ranked, hits, counts = confidences[order], np.cumsum(correct[order]), np.arange(1, len(order) + 1)
    last_of_ties = np.append(ranked[1:] < ranked[:-1], True)[: len(order)]  # equal ones are accepted together
    sums, right = np.cumsum(weights[order]), np.cumsum((weights * correct)[order])
    bounds = _bounds(sums, right, np.cumsum((weights**2)[order]), level)
    good = np.flatnonzero(last_of_ties & (bounds >= target))
    if not len(good):
        return _NOTHING
    at = good[-1]
    confidence = start if least and at == len(order) - 1 else float(ranked[at])
    return Threshold(confidence, int(counts[at]), int(hits[at]), float(bounds[at]), rests_on)


def _smoothed(
    confidences: Floats, correct: NDArray[np.bool_], weights: Floats, target: float, level: float
) -> float:
    """Return the lowest confidence at which the bound of smoothed counts reaches the target.

    A work counts by the normal distribution function of the distance of its logit from the threshold's, in
    bandwidths (kernel estimate of a distribution function: Nadaraya 1964, "Some New Estimates for Distribution
    Functions"). UNREACHABLE where it reaches it nowhere.
    """
    kernel, grid = _kernel()
    clipped = np.clip(confidences, 1e-12, 1 - 1e-12)
    logits = np.clip(np.log(clipped / (1 - clipped)), LOWEST, HIGHEST)
    places = np.rint((logits - LOWEST) / STEP).astype(np.intp)
    sums, right, squares = (
        kernel @ np.bincount(places, each, len(grid)) for each in (weights, weights * correct, weights**2)
    )
    good = np.flatnonzero(_bounds(sums, right, squares, level) >= target)
    return float(grid[good[0]]) if len(good) else UNREACHABLE


@cache
def _kernel() -> tuple[Floats, Floats]:
    """Return by how much a work at each logit of the grid counts at each threshold, and the thresholds' confidences."""
    from scipy.special import ndtr

    logits = np.arange(LOWEST, HIGHEST + STEP / 2, STEP)
    return ndtr((logits - logits[:, None]) / BANDWIDTH), 1 / (1 + np.exp(-logits))


def _bounds(sums: Floats, right: Floats, squares: Floats, level: float) -> Floats:
    """Return exact lower bounds of precisions at Kish's effective sample sizes."""
    effective = sums / np.maximum(squares, 1e-300)
    return lower_bound(right * effective, sums * effective, level)


def thresholds_array(thresholds: Mapping[str, Threshold], topics: Sequence[str]) -> Floats:
    """Return the thresholds as an array [topics], in the topics' order."""
    return np.array([thresholds[topic].confidence for topic in topics])

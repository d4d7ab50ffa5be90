"""Thresholds that answer to the topic mix: more sure works of a topic are wrong where it is rarer than in training."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.stats import chi_squared_tail
from artmeta.trend_analysis.bins import Floats
from artmeta.trend_analysis.calibration import CalibrationSet, fit_recalibration
from artmeta.trend_analysis.quantification import emq, shift_prior

ALPHA = 0.01  # of the test that the mix differs; 0.04 are left for the tests of groups
MOST = 5_000  # works that topic shares are estimated from: they are then known to a point


@dataclass(frozen=True, slots=True)
class RaisedThreshold:
    """A topic whose sure works are not expected to reach the target under the shares of a collection.

    `expected` is the mean of their confidences, adjusted to the shares. From an adjusted confidence of `threshold` on
    they reach the target, infinite if none do; `below` are the places of the works under it. `share` is the topic's in
    the collection, `share_known` among the works of known topics.
    """

    topic: int
    threshold: float
    below: NDArray[np.intp]
    expected: float
    share: float
    share_known: float


def raised_thresholds(
    known: CalibrationSet,
    confidences: Floats,
    sure: NDArray[np.bool_],
    target: float,
    learnt: NDArray[np.bool_] | None = None,
) -> list[RaisedThreshold]:
    """Return the topics whose precision under a collection's shares is expected below the target.

    `confidences` [n, topics] are those of the collection's works, `sure` [n] the model's decisions; works that are
    `learnt` [n] are left out of the shares. Nothing is raised unless the predicted topics are otherwise distributed
    than out of fold (chi-squared test). Confidences are recalibrated and adjusted to the shares that EMQ finds
    (Saerens, Latinne, Decaestecker 2002, "Adjusting the Outputs of a Classifier to New a Priori Probabilities").
    """
    some = confidences if learnt is None else confidences[~learnt]
    some = some[:: max(1, -(-len(some) // MOST))]
    if not len(some) or _mix_p_value(known, some) >= ALPHA:
        return []
    recalibration = fit_recalibration(known.confidences, known.y_true)
    shares = emq(recalibration.apply(some), known.prior)
    predicted = confidences.argmax(axis=1)
    adjusted = shift_prior(recalibration.apply(confidences), known.prior, shares)
    own = np.take_along_axis(adjusted, predicted[:, None], axis=1)[:, 0]
    raised = []
    for topic in range(confidences.shape[1]):
        members = np.flatnonzero(sure & (predicted == topic))
        if not len(members) or own[members].mean() >= target:
            continue
        threshold = _threshold(own[members], target)
        numbers = float(own[members].mean()), float(shares[topic]), float((known.y_true == topic).mean())
        raised.append(RaisedThreshold(topic, threshold, members[own[members] < threshold], *numbers))
    return raised


def _threshold(adjusted: Floats, target: float) -> float:
    """Return the lowest of the adjusted confidences [n] from which on their mean reaches the target."""
    ranked = np.sort(adjusted)[::-1]
    enough = np.flatnonzero(np.cumsum(ranked) / np.arange(1, len(ranked) + 1) >= target)
    return float(ranked[enough[-1]]) if len(enough) else float("inf")


def _mix_p_value(known: CalibrationSet, confidences: Floats) -> float:
    """Return the p value that the predicted topics of both have the same distribution.

    Source: the test of Pearson 1900 ("X. On the Criterion ..."), for two topics with the correction of Yates 1934
    (Contingency Tables Involving Small Numbers).
    """
    topics = known.confidences.shape[1]
    counts = np.array(
        [np.bincount(each.argmax(axis=1), minlength=topics) for each in (known.confidences, confidences)]
    )
    counts = counts[:, counts.sum(axis=0) > 0]
    freedom = counts.shape[1] - 1
    if freedom < 1:
        return 1.0
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    differences = np.abs(counts - expected)
    if freedom == 1:
        differences = np.maximum(differences - 0.5, 0)
    return chi_squared_tail(float((differences**2 / expected).sum()), freedom)

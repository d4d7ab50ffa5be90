"""Thresholds that answer to the topic mix: more sure works of a topic are wrong where it is rarer than in training."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from artmeta.stats import lower_bound
from artmeta.trend_analysis.bins import Floats
from artmeta.trend_analysis.calibration import CalibrationSet
from artmeta.trend_analysis.sure_precision import sure_precision

ALPHA = 0.01  # of the test that the mix differs; 0.04 are left for the tests of groups
EVEN = 0.5  # level of the bound: the precision is likelier above than below, as for the common threshold
CANDIDATES = 12  # higher thresholds that are tried
MOST = 5_000  # works that topic shares are estimated from: they are then known to a point


@dataclass(frozen=True, slots=True)
class RaisedThreshold:
    """A topic whose sure works do not reach the target under the shares of a collection.

    `precision` is expected at the model's threshold; from `threshold` on it reaches the target, infinite if nowhere.
    `share` is the topic's in the collection, `share_known` among the works of known topics.
    """

    topic: int
    threshold: float
    precision: float
    low: float
    high: float
    share: float
    share_known: float


def raised_thresholds(
    known: CalibrationSet, thresholds: Floats, confidences: Floats, target: float
) -> list[RaisedThreshold]:
    """Return the topics whose precision under a collection's shares is below the target, and their new thresholds.

    `thresholds` [topics] are the model's, `confidences` [n, topics] those of the collection's works. Nothing is raised
    unless the predicted topics are otherwise distributed than out of fold (chi-squared test). Precision moves with
    prevalence, so out-of-fold works are weighted to the collection's shares (see `sure_precision`); the new threshold
    is the lowest tried at which a precision of at least the target is likelier than not.
    """
    if _mix_p_value(known, confidences) >= ALPHA:
        return []
    some = confidences[:: -(-len(confidences) // MOST)]
    found = sure_precision(known, thresholds, some)
    below = np.flatnonzero((found.works > 0) & (np.nan_to_num(found.precision, nan=1.0) < target))
    return [
        RaisedThreshold(
            int(topic),
            _threshold(known, thresholds, some, target, int(topic)),
            float(found.precision[topic]),
            float(found.low[topic]),
            float(found.high[topic]),
            float(found.shares[topic]),
            float((known.y_true == topic).mean()),
        )
        for topic in below
    ]


def _threshold(
    known: CalibrationSet, thresholds: Floats, confidences: Floats, target: float, topic: int
) -> float:
    best = known.confidences.max(axis=1)
    own = best[(known.confidences.argmax(axis=1) == topic) & (best >= thresholds[topic])]
    for candidate in np.unique(np.quantile(own, np.linspace(0, 1, CANDIDATES), method="higher")):
        tried = thresholds.copy()
        tried[topic] = candidate
        found = sure_precision(known, tried, confidences)
        size = found.effective[topic]
        if lower_bound(found.precision[topic] * size, size, EVEN) >= target:
            return float(candidate)
    return float("inf")


def _mix_p_value(known: CalibrationSet, confidences: Floats) -> float:
    """Return the p value that the predicted topics of both have the same distribution."""
    from scipy.stats import chi2_contingency

    topics = known.confidences.shape[1]
    counts = np.array(
        [np.bincount(each.argmax(axis=1), minlength=topics) for each in (known.confidences, confidences)]
    )
    counts = counts[:, counts.sum(axis=0) > 0]
    return float(chi2_contingency(counts).pvalue) if counts.shape[1] > 1 and len(confidences) else 1.0

"""Calibration of a head on out-of-fold logits, and its test by the expected calibration error (ECE).

A softmax head gets one temperature (Guo, Pleiss, Sun, Weinberger 2017, "On Calibration of Modern Neural Networks",
section 4.2), a sigmoid head a slope and an offset a topic (Platt 1999, "Probabilistic outputs for support vector
machines", with his softened targets).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from artmeta import stats
from artmeta.stats import CalibrationTest
from artmeta.vision.heads import Dense, Floats, Head, sigmoid
from artmeta.vision.targets import Targets

COLDEST, HOTTEST = 0.05, 20.0  # a temperature beyond these means a broken head


def calibrate(head: Head, logits: Floats, y_true: Targets) -> tuple[Head, Floats]:
    """Calibrate a head on out-of-fold logits [n, topics]; return it, and the logits as it gives them."""
    if not head.multi_label:
        return replace(head, temperature=fit_temperature(logits, y_true)), logits
    slopes, offsets = fit_platt(logits, y_true)
    *hidden, last = head.layers
    scaled = Dense(
        (last.kernel * slopes).astype(np.float32), (last.bias * slopes + offsets).astype(np.float32)
    )
    return replace(head, layers=(*hidden, scaled)), logits * slopes + offsets


def fit_temperature(logits: Floats, y_true: Targets) -> float:
    """Return the temperature with the lowest negative log-likelihood of the true topics."""
    from scipy.optimize import minimize_scalar

    def loss(log_temperature: float) -> float:
        proba = stats.softmax(logits / np.exp(log_temperature))[y_true]
        return float(-np.log(np.clip(proba, 1e-12, None)).mean())

    best = minimize_scalar(loss, bounds=(np.log(COLDEST), np.log(HOTTEST)), method="bounded")
    return float(np.exp(best.x))


def fit_platt(logits: Floats, y_true: Targets) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return each topic's slope and offset [topics] with the lowest negative log-likelihood."""
    lines = [_fit_line(logits[:, k], y_true[:, k]) for k in range(y_true.shape[1])]
    slopes, offsets = np.array(lines).T
    return slopes, offsets


def _fit_line(logits: Floats, positive: NDArray[np.bool_]) -> tuple[float, float]:
    from scipy.optimize import minimize

    positives, negatives = int(positive.sum()), int((~positive).sum())
    target = np.where(positive, (positives + 1) / (positives + 2), 1 / (negatives + 2))

    def loss(line: NDArray[np.float64]) -> float:
        proba = np.clip(sigmoid(np.exp(line[0]) * logits + line[1]), 1e-12, 1 - 1e-12)
        return float(-(target * np.log(proba) + (1 - target) * np.log(1 - proba)).mean())

    best = minimize(loss, np.zeros(2), method="L-BFGS-B", bounds=[(-3, 3), (-10, 10)])
    return float(np.exp(best.x[0])), float(best.x[1])


def calibration_test(confidences: Floats, y_true: Targets, *, multi_label: bool = False) -> CalibrationTest:
    """Return the expected calibration error (ECE) of confidences [n, topics], and whether chance explains it.

    Single-label: of the likeliest topic of each work. Multi-label: of every pair of work and topic.
    """
    if multi_label:
        return stats.calibration_test(confidences.ravel(), y_true.ravel())
    correct = confidences.argmax(axis=1) == y_true.argmax(axis=1)
    return stats.calibration_test(confidences.max(axis=1), correct)

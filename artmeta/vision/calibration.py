"""Confidence that means what it says: of the works it gives 80 %, four in five are right."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.vision.heads import Floats, softmax

BINS = 15  # as in Guo et al. 2017, so that figures can be compared
COLDEST, HOTTEST = 0.05, 20.0  # a temperature beyond these is no calibration but a broken head


@dataclass(frozen=True, slots=True)
class Bin:
    """The works whose confidence lies in one bin: how many, how sure on average, how many of them right (0 to 1)."""

    works: int
    confidence: float
    accuracy: float


def fit_temperature(logits: Floats, topics: NDArray[np.intp]) -> float:
    """Find the temperature under which out-of-fold logits [n, topics] lose least (negative log-likelihood).

    Source: Guo, Pleiss, Sun, Weinberger 2017, "On Calibration of Modern Neural Networks", section 4.2.
    """
    from scipy.optimize import minimize_scalar

    def loss(log_temperature: float) -> float:
        shares = softmax(logits / np.exp(log_temperature))
        return float(-np.log(np.clip(shares[np.arange(len(topics)), topics], 1e-12, None)).mean())

    found = minimize_scalar(loss, bounds=(np.log(COLDEST), np.log(HOTTEST)), method="bounded")
    return float(np.exp(found.x))


def reliability(confidences: Floats, topics: NDArray[np.intp]) -> list[Bin]:
    """Sort works by the confidence of their likeliest topic into 15 bins of equal width; empty ones are left out."""
    sure, right = confidences.max(axis=1), confidences.argmax(axis=1) == topics
    places = np.clip((sure * BINS).astype(int), 0, BINS - 1)
    return [
        Bin(int(inside.sum()), float(sure[inside].mean()), float(right[inside].mean()))
        for place in range(BINS)
        if (inside := places == place).any()
    ]


def calibration_error(confidences: Floats, topics: NDArray[np.intp]) -> float:
    """Return the expected calibration error, 0 to 1: the mean gap between confidence and accuracy over the bins."""
    bins = reliability(confidences, topics)
    works = sum(one.works for one in bins)
    return sum(one.works * abs(one.confidence - one.accuracy) for one in bins) / works

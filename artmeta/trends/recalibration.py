"""Whether confidences can be trusted as frequencies, and how they are mended before a share is built on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from artmeta.stats import softmax, top_calibration_error
from artmeta.trends.evidence import Evidence

Floats = NDArray[np.float64]

SMALLEST = 1e-9  # a confidence of 0 has no logarithm
FOLDS = 5
DRAWS = 200  # of topics from the confidences themselves: how large the error is when nothing is wrong
TOLERANCE = 0.02  # beyond chance; two points in a hundred move a share by less than its interval
FEWEST_A_TOPIC = 10  # works out of fold; with fewer the check says nothing
WARMEST = 0.05, 20.0


@dataclass(frozen=True, slots=True)
class Recalibration:
    """Logarithms of confidences times `slope` plus `biases` [topics], made to sum to 1 again."""

    slope: float
    biases: Floats

    def apply(self, confidences: Floats) -> Floats:
        """Return recalibrated confidences [n, topics]."""
        return softmax(self.slope * np.log(np.maximum(confidences, SMALLEST)) + self.biases)


@dataclass(frozen=True, slots=True)
class CalibrationCheck:
    """The error of recalibrated confidences on works that did not calibrate them, and how much chance allows."""

    passed: bool
    error: float
    allowed: float
    works: int


def fit(confidences: Floats, topics: NDArray[np.integer]) -> Recalibration:
    """Fit a temperature and one bias a topic to confidences [m, topics] by maximum likelihood.

    Source: "bias-corrected temperature scaling", Alexandari, Kundaje, Shrikumar 2020, "Maximum
    Likelihood with Bias-Corrected Calibration is Hard-To-Beat at Label Shift Adaptation".
    """
    logs = np.log(np.maximum(confidences, SMALLEST))
    rows = np.arange(len(topics))

    def loss(values: Floats) -> tuple[float, Floats]:
        shares = softmax(values[0] * logs + np.append(values[1:], 0.0))
        wrong = shares.copy()
        wrong[rows, topics] -= 1
        gradient = np.append((wrong * logs).sum(), wrong.sum(axis=0)[:-1]) / len(rows)
        return float(-np.log(np.maximum(shares[rows, topics], SMALLEST)).mean()), gradient

    start = np.append(1.0, np.zeros(logs.shape[1] - 1))
    limits = [
        WARMEST,
        *[(-10.0, 10.0)] * (logs.shape[1] - 1),
    ]  # a topic without works would run off to -infinity
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=limits).x
    return Recalibration(float(found[0]), np.append(found[1:], 0.0))


def check(evidence: Evidence, seed: int = 1) -> CalibrationCheck:
    """Judge recalibrated confidences on works that were left out of the calibration.

    The error passes if it is no larger than in 95 of 100 draws of topics from the confidences
    themselves (consistency resampling, Broecker and Smith 2007), with two points to spare.
    """
    works = len(evidence.topics)
    if (
        evidence.hard
        or np.bincount(evidence.topics, minlength=evidence.confidences.shape[1]).min() < FEWEST_A_TOPIC
    ):
        return CalibrationCheck(False, float("nan"), float("nan"), works)
    random = np.random.default_rng(seed)
    folds = random.permutation(works) % FOLDS
    judged = np.empty_like(evidence.confidences)
    for fold in range(FOLDS):
        inside = folds == fold
        judged[inside] = fit(evidence.confidences[~inside], evidence.topics[~inside]).apply(
            evidence.confidences[inside]
        )
    error = top_calibration_error(judged, evidence.topics)
    by_chance = [top_calibration_error(judged, _draw(judged, random)) for _ in range(DRAWS)]
    allowed = float(np.quantile(by_chance, 0.95)) + TOLERANCE
    return CalibrationCheck(error <= allowed, error, allowed, works)


def _draw(confidences: Floats, random: np.random.Generator) -> NDArray[np.intp]:
    below = confidences.cumsum(axis=1) < random.random((len(confidences), 1))
    drawn: NDArray[np.intp] = np.minimum(below.sum(axis=1), confidences.shape[1] - 1)
    return drawn

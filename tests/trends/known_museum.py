"""A museum that never was, whose topics and classifier are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.trends.calibration import CalibrationSet

Floats = NDArray[np.float64]
SHARPNESS = 2.2  # of the made-up classifier: about 85% right on four topics


@dataclass(frozen=True)
class Museum:
    """Draws works: their right topics, and calibrated confidences in them, for a training with equal topics."""

    topics: int = 4

    def confidences(self, right: NDArray[np.intp], rng: np.random.Generator) -> Floats:
        """Confidences that are right as often as they say: a normal signal, seen through its own likelihood."""
        signal = rng.normal(size=(len(right), self.topics)) + SHARPNESS * np.eye(self.topics)[right]
        raised = np.exp(SHARPNESS * signal)
        return raised / raised.sum(axis=1, keepdims=True)

    def calibration_set(self, works: int, rng: np.random.Generator) -> CalibrationSet:
        """Out-of-fold confidences of works with equally many of each topic."""
        right = np.arange(works) % self.topics
        return CalibrationSet(self.confidences(right, rng), right.astype(np.int64))

    def works(
        self, shares: Callable[[Floats], Floats], count: int, rng: np.random.Generator
    ) -> tuple[NDArray[np.int64], NDArray[np.intp], Floats]:
        """Years of 1800 to 1899, right topics drawn by `shares` (position 0 to 1 [n] -> [n, topics]), confidences."""
        years = rng.integers(1800, 1900, count)
        chances = shares((years - 1800) / 100).cumsum(axis=1)
        right = np.minimum((chances < rng.random((count, 1))).sum(axis=1), self.topics - 1)
        return years, right, self.confidences(right, rng)

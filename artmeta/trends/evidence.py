"""How a model errs: what heads that had never seen a work said of it, beside its right topic."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Out-of-fold confidences [m, topics] of works whose right topics [m] are known.

    `hard` says that only a confusion matrix was kept: each row is then 1 at the topic that was said.
    """

    confidences: Floats
    topics: Ints
    hard: bool = False

    @classmethod
    def of_counts(cls, confusion: NDArray[np.integer]) -> Evidence:
        """Make evidence from a confusion matrix: counts [right topic, said topic]."""
        right, said = np.nonzero(confusion)
        counts = confusion[right, said]
        said_of_each = np.repeat(said, counts)
        return cls(np.eye(len(confusion))[said_of_each], np.repeat(right, counts).astype(np.int64), hard=True)

    @property
    def prior(self) -> Floats:
        """The share of each topic among these works, which the confidences take for granted; none is 0."""
        counts = (
            np.bincount(self.topics, minlength=self.confidences.shape[1]) + 0.5
        )  # half a work: Jeffreys' prior
        shares: Floats = counts / counts.sum()
        return shares


def confusion_of(features: Floats, topics: Ints) -> Floats:
    """Return [said, right]: the mean of features [m, topics] over the works of each right topic.

    A topic without works is taken to be recognised always: there is nothing to correct it by.
    """
    count = features.shape[1]
    sums = np.stack([np.bincount(topics, weights=features[:, k], minlength=count) for k in range(count)])
    works = np.bincount(topics, minlength=count)
    matrix: Floats = np.where(works > 0, sums / np.maximum(works, 1), np.eye(count))
    return matrix

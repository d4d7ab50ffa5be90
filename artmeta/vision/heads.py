"""The head of a model: a few layers that turn features into how sure it is of each topic; numpy is enough."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from artmeta.stats import softmax

Vectors = NDArray[np.float32]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Dense:
    """One fully connected layer: kernel [inputs, outputs], bias [outputs], and whether sums below 0 are cut off."""

    kernel: NDArray[np.float32]
    bias: NDArray[np.float32]
    relu: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """Layers whose last one has an output a topic; `temperature` divides the sums before they become confidences.

    Topics exclude each other, unless a work may show `several`: then each has a confidence of its own.
    """

    layers: tuple[Dense, ...]
    temperature: float = 1.0
    multi_label: bool = False

    @property
    def activation(self) -> str:
        """What makes scores of the sums, as Keras and TensorFlow.js call it."""
        return "sigmoid" if self.multi_label else "softmax"

    def logits(self, vectors: Vectors) -> Floats:
        """Return the sums before softmax: features [n, width] -> [n, topics]."""
        values = vectors.astype(np.float64)
        for layer in self.layers:
            values = values @ layer.kernel + layer.bias
            values = np.maximum(values, 0) if layer.relu else values
        return values

    def scores(self, vectors: Vectors) -> Floats:
        """Return each topic's score as the network gives it: [n, topics], 0 to 1."""
        return self.probabilities(self.logits(vectors), 1.0)

    def confidences(self, vectors: Vectors) -> Floats:
        """Return calibrated confidences: [n, topics], 0 to 1; each row sums to 1 where topics exclude each other."""
        return self.probabilities(self.logits(vectors), self.temperature)

    def probabilities(self, logits: Floats, temperature: float) -> Floats:
        """Turn sums [n, topics] into scores or, with the head's temperature, into confidences."""
        return sigmoid(logits / temperature) if self.multi_label else softmax(logits / temperature)

    def calibrated(self) -> Head:
        """Return the head whose plain scores are this one's confidences: the last layer divided by the temperature."""
        *first, last = self.layers
        warmth = np.float32(self.temperature)
        return replace(
            self, layers=(*first, Dense(last.kernel / warmth, last.bias / warmth)), temperature=1.0
        )


def sigmoid(logits: Floats) -> Floats:
    """Turn sums [n, topics] into shares of 1, each by itself."""
    shares: Floats = 1 / (1 + np.exp(-np.clip(logits, -500, 500)))  # beyond, exp leaves what float64 can hold
    return shares

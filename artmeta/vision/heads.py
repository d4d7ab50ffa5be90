"""The head of a model: a few layers that turn features into how sure it is of each topic; numpy is enough."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Shares = NDArray[np.float64]


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
    several: bool = False

    @property
    def activation(self) -> str:
        """What makes scores of the sums, as Keras and TensorFlow.js call it."""
        return "sigmoid" if self.several else "softmax"

    def logits(self, vectors: Vectors) -> Shares:
        """Return the sums before softmax: features [n, width] -> [n, topics]."""
        values = vectors.astype(np.float64)
        for layer in self.layers:
            values = values @ layer.kernel + layer.bias
            values = np.maximum(values, 0) if layer.relu else values
        return values

    def scores(self, vectors: Vectors) -> Shares:
        """Return each topic's score as the network gives it: [n, topics], 0 to 1."""
        return self.shares(self.logits(vectors), 1.0)

    def confidences(self, vectors: Vectors) -> Shares:
        """Return calibrated confidences: [n, topics], 0 to 1; each row sums to 1 where topics exclude each other."""
        return self.shares(self.logits(vectors), self.temperature)

    def shares(self, logits: Shares, temperature: float) -> Shares:
        """Turn sums [n, topics] into scores or, with the head's temperature, into confidences."""
        return sigmoid(logits / temperature) if self.several else softmax(logits / temperature)

    def calibrated(self) -> Head:
        """Return the head whose plain scores are this one's confidences: the last layer divided by the temperature."""
        *first, last = self.layers
        warmth = np.float32(self.temperature)
        return replace(
            self, layers=(*first, Dense(last.kernel / warmth, last.bias / warmth)), temperature=1.0
        )


def softmax(logits: Shares) -> Shares:
    """Turn sums [n, topics] into shares of 1, row by row."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Shares = raised / raised.sum(axis=1, keepdims=True)
    return shares


def sigmoid(logits: Shares) -> Shares:
    """Turn sums [n, topics] into shares of 1, each by itself."""
    shares: Shares = 1 / (1 + np.exp(-np.clip(logits, -500, 500)))  # beyond, exp leaves what float64 can hold
    return shares

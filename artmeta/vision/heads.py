"""The head of a model: dense layers from features to a confidence for each topic, in numpy alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from artmeta.stats import softmax

Vectors = NDArray[np.float32]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Dense:
    """One fully connected layer: kernel [inputs, outputs], bias [outputs], and whether a ReLU follows."""

    kernel: NDArray[np.float32]
    bias: NDArray[np.float32]
    relu: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """Dense layers, the last with one output a topic; `temperature` divides the logits.

    A single-label head ends in softmax, a `multi_label` head in a sigmoid for each topic.
    """

    layers: tuple[Dense, ...]
    temperature: float = 1.0
    multi_label: bool = False

    @property
    def activation(self) -> str:
        """The last activation, as Keras and TensorFlow.js call it."""
        return "sigmoid" if self.multi_label else "softmax"

    def logits(self, vectors: Vectors) -> Floats:
        """Return the logits: features [n, width] -> [n, topics]."""
        values = vectors.astype(np.float64)
        for layer in self.layers:
            values = values @ layer.kernel + layer.bias
            values = np.maximum(values, 0) if layer.relu else values
        return values

    def scores(self, vectors: Vectors) -> Floats:
        """Return each topic's score as the network gives it: [n, topics], 0 to 1."""
        return self.probabilities(self.logits(vectors), 1.0)

    def confidences(self, vectors: Vectors) -> Floats:
        """Return calibrated confidences: [n, topics], 0 to 1; each row sums to 1 for a single-label head."""
        return self.probabilities(self.logits(vectors), self.temperature)

    def probabilities(self, logits: Floats, temperature: float) -> Floats:
        """Return the probabilities of logits [n, topics] at a temperature."""
        return sigmoid(logits / temperature) if self.multi_label else softmax(logits / temperature)

    def calibrated(self) -> Head:
        """Return a head of temperature 1 with the same confidences."""
        *first, last = self.layers
        temperature = np.float32(self.temperature)
        return replace(
            self, layers=(*first, Dense(last.kernel / temperature, last.bias / temperature)), temperature=1.0
        )


def sigmoid(logits: Floats) -> Floats:
    """Return the logistic function of logits [n, topics], without an import of scipy."""
    return 1 / (1 + np.exp(-np.clip(logits, -500, 500)))  # beyond, exp leaves what float64 can hold

"""A network as data: the backbone's layers and weights, and the head."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from artmeta.vision.heads import Dense, Head

Weights = Mapping[str, NDArray[np.float32]]  # by `layer/weight`, as a file pairs them


@dataclass(frozen=True, slots=True)
class InputScale:
    """What is done to pixels of 0 to 255 before a network sees them: x * factor + offset, for red, green and blue."""

    factor: tuple[float, float, float]
    offset: tuple[float, float, float]

    @classmethod
    def of(cls, factor: ArrayLike, offset: ArrayLike) -> InputScale:
        """Return a scale by one value for all colours, or one value for each; raise ValueError for other numbers."""
        return cls(
            *(tuple(np.broadcast_to(np.asarray(part, float), 3).tolist()) for part in (factor, offset))
        )

    def scaled(self, pixels: NDArray[Any]) -> NDArray[np.float32]:
        """Scale pixels [..., 3] of 0 to 255."""
        return pixels * np.asarray(self.factor, np.float32) + np.asarray(self.offset, np.float32)


PIXELS = InputScale.of(1, 0)  # values as they are
BROWSER = InputScale.of(1 / 127, -1)  # Teachable Machine's page, ml5 and @teachablemachine/image
UNIT = InputScale.of(1 / 255, 0)  # keras.layers.Rescaling(1 / 255) before the network, as in many tutorials
SNIPPET = InputScale.of(1 / 127.5, -1)  # the Keras and TensorFlow Lite code that Teachable Machine shows


@dataclass(frozen=True, slots=True)
class Network:
    """The backbone's layers in the layers format of Keras 2, wired by name, their weights, and the head.

    `size` is the side of the square picture in pixels; `scale` what it expects to be done to the pixels' values. The
    backbone ends in a field of features; their mean over the field goes into the head.
    """

    backbone: Mapping[str, Any]
    weights: Weights
    head: Head
    size: int
    scale: InputScale

    @property
    def width(self) -> int:
        """How many features the backbone gives to the head."""
        return int(self.head.layers[0].kernel.shape[0])

    @property
    def digest(self) -> str:
        """The sha256 of the backbone's kinds of layers and weights; the layers' names do not count.

        Teachable Machine counts the numbers in names up with every training, so equal backbones bear other names.
        """
        digest = hashlib.sha256()
        for layer in self.backbone["layers"]:
            digest.update(layer["class_name"].encode())
            prefix = f"{layer['config']['name']}/"
            for name in sorted(key for key in self.weights if key.startswith(prefix)):
                array = self.weights[name]
                digest.update(f"{name.removeprefix(prefix)}{array.shape}".encode())
                digest.update(np.ascontiguousarray(array, dtype="<f4").tobytes())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class LitertNetwork:
    """A whole network, from picture to confidences, that runs as the LiteRT file it is; its layers are not known.

    `size` is the side of the square picture in pixels, `topics` how many confidences it gives. A `multi_label`
    network ends in a sigmoid, another in softmax. `scale` is done to the pixels' values; a network that takes
    uint8 gets the pixels themselves, as Teachable Machine's own code for it does.
    """

    data: bytes
    size: int
    topics: int
    multi_label: bool
    scale: InputScale

    @property
    def width(self) -> int:
        """How many features it gives to the head: one a topic, the logarithm of its confidence (see `head`)."""
        return self.topics

    @property
    def head(self) -> Head:
        """Return the head that makes the network's own confidences of its features: softmax(log p) is p."""
        return Head(
            (Dense(np.eye(self.topics, dtype=np.float32), np.zeros(self.topics, np.float32)),),
            multi_label=self.multi_label,
        )

    @property
    def digest(self) -> str:
        """The sha256 of the file."""
        return hashlib.sha256(self.data).hexdigest()

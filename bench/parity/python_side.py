"""The reference: the model in Keras, float32, step by step; and LiteRT, which artmeta serves with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from artmeta.vision.litert import Embedder
from artmeta.vision.networks.backbone import Backbone
from artmeta.vision.networks.input_scale import for_input
from artmeta.vision.networks.network import BROWSER, InputScale, Network
from bench.parity.stages import Stages

Pixels = NDArray[np.uint8]


class Reference:
    """The network rebuilt in Keras, fed as a browser feeds it."""

    def __init__(self, network: Network) -> None:
        from artmeta.vision.keras_backend.networks import backbone_model

        self._head = network.head
        self._backbone = backbone_model(for_input(network, BROWSER))

    def stages(self, pixels: Pixels, scale: InputScale = BROWSER) -> Stages:
        """Return pixels [size, size, 3] after each step."""
        given = pixels.astype(np.float32)
        values = given * np.float32(scale.factor[0]) + np.float32(scale.offset[0])
        features = np.asarray(self._backbone(values[None], training=False), dtype=np.float32)
        scores = self._head.confidences(features)[0].astype(np.float32)
        return Stages(given.ravel(), values.ravel(), features[0], scores)


class LitertModel:
    """The model as artmeta classifies with it: LiteRT and numpy."""

    def __init__(self, network: Network, backbone: Backbone) -> None:
        self._head, self._embedder = network.head, Embedder(backbone)

    def scores(self, pixels: Pixels) -> NDArray[np.float32]:
        """Return the confidences for pixels [size, size, 3]."""
        scores: NDArray[np.float32] = self._head.confidences(self._embedder.embed(pixels)[None])[0].astype(
            np.float32
        )
        return scores

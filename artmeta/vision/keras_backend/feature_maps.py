"""Feature maps of an early, a middle and a late layer for one picture."""

from __future__ import annotations

from dataclasses import dataclass

import keras
import numpy as np
from numpy.typing import NDArray

from artmeta.vision.keras_backend.tfjs_build import build_graph
from artmeta.vision.networks.network import Network

SHOWN = 8  # maps a layer: two rows of four; the first layer of a MobileNetV2 has 32, the last 1,280
WHERE = (("early", 0.0), ("middle", 0.5), ("late", 1.0))  # along the layers that keep only what is positive
BRIGHTEST = 99.5  # percentile that is drawn white; a single bright cell would leave the rest black


@dataclass(frozen=True, slots=True)
class LayerMaps:
    """The liveliest maps of one layer as greys [n, height, width], and how many the layer has."""

    place: str
    channels: int
    maps: NDArray[np.uint8]


def feature_maps(network: Network, pixels: NDArray[np.uint8]) -> list[LayerMaps]:
    """Look at pixels [size, size, 3] through an early, a middle and a late layer of the backbone."""
    graph = build_graph(network.backbone, network.weights)
    layers = [layer for layer in graph.layers if isinstance(layer, keras.layers.ReLU)]
    chosen = [layers[round(where * (len(layers) - 1))] for _, where in WHERE]
    values = network.scale.scaled(pixels)
    seen = keras.Model(graph.input, [layer.output for layer in chosen])(values[None], training=False)
    return [
        LayerMaps(place, field.shape[-1], _liveliest(np.asarray(field[0])))
        for (place, _), field in zip(WHERE, seen, strict=True)
    ]


def _liveliest(field: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Take the maps that vary most over the picture, each from black to white."""
    best = np.argsort(-field.std(axis=(0, 1)), kind="stable")[:SHOWN]
    maps = np.moveaxis(field[:, :, best], -1, 0)
    white = np.maximum(np.percentile(maps, BRIGHTEST, axis=(1, 2), keepdims=True), 1e-6)
    return (255 * np.clip(maps / white, 0, 1)).astype(np.uint8)

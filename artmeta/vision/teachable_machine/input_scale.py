"""Every tool scales a picture's values its own way; a first layer in the network makes up for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from artmeta.vision.teachable_machine.network import Network

NAME = "artmeta_input_scale"
EPSILON = 1e-3  # the usual one of a batch norm; made up for in gamma


def with_input_scale(network: Network, scale: Sequence[float], offset: Sequence[float]) -> Network:
    """Return the same network for input x that the original wants as x * scale + offset, channel by channel.

    The layer is a batch norm with fixed statistics, the one affine layer that every TensorFlow.js knows. It stands
    before the padding: folded into the first convolution it would be wrong along the border, where the padding is zero.
    """
    inputs, *rest = network.backbone["layers"]
    source = inputs["config"]["name"]
    layers = [inputs, _scale_layer(source), *(_rewired(layer, source) for layer in rest)]
    wide = [np.asarray(values, dtype=np.float64) for values in (scale, offset)]
    weights = {
        f"{NAME}/gamma": (wide[0] * np.sqrt(1 + EPSILON)).astype(np.float32),
        f"{NAME}/beta": wide[1].astype(np.float32),
        f"{NAME}/moving_mean": np.zeros(3, np.float32),
        f"{NAME}/moving_variance": np.ones(3, np.float32),
    }
    return replace(
        network, backbone={**network.backbone, "layers": layers}, weights={**weights, **network.weights}
    )


def _scale_layer(source: str) -> dict[str, Any]:
    settings = {"name": NAME, "axis": -1, "momentum": 0.99, "epsilon": EPSILON, "center": True, "scale": True}
    return {
        "name": NAME,
        "class_name": "BatchNormalization",
        "config": {**settings, "trainable": True},
        "inbound_nodes": [[[source, 0, 0, {}]]],
    }


def _rewired(layer: dict[str, Any], source: str) -> dict[str, Any]:
    """Let a layer that read the picture read the scaled picture."""
    nodes = [
        [[NAME if entry[0] == source else entry[0], *entry[1:]] for entry in node]
        for node in layer["inbound_nodes"]
    ]
    return {**layer, "inbound_nodes": nodes}

"""Input scales of tools, converted by an added first layer of the network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from artmeta.vision.networks.network import InputScale, Network

NAME = "input_scale"
EPSILON = 1e-3  # the usual one of a batch norm; made up for in gamma
SAME = 1e-12  # factors closer than this are equal but for rounding


def for_input(network: Network, given: InputScale) -> Network:
    """Return the same network for a tool that does `given` to the pixels, where that is not what it expects.

    The added layer is a batch norm with fixed statistics, the one affine layer that every TensorFlow.js knows. It
    stands before the padding: folded into the first convolution it would be wrong along the border, where padding is 0.
    """
    added = rescaled(given, network.scale)
    factor, offset = np.array(added.factor), np.array(added.offset)
    if np.allclose(factor, 1, atol=SAME) and np.allclose(offset, 0, atol=SAME):
        return network
    inputs, *rest = network.backbone["layers"]
    source, name = inputs["config"]["name"], _free_name(network)
    layers = [inputs, _scale_layer(name, source), *(_rewired(layer, source, name) for layer in rest)]
    weights = {
        f"{name}/gamma": (factor * np.sqrt(1 + EPSILON)).astype(np.float32),
        f"{name}/beta": offset.astype(np.float32),
        f"{name}/moving_mean": np.zeros(3, np.float32),
        f"{name}/moving_variance": np.ones(3, np.float32),
    }
    backbone = {**network.backbone, "layers": layers}
    return replace(network, backbone=backbone, weights={**weights, **network.weights}, scale=given)


def rescaled(given: InputScale, target: InputScale) -> InputScale:
    """Return what is to be done to values that were scaled as `given` to have them as `target`."""
    factor = np.divide(target.factor, given.factor)
    offset = target.offset - factor * given.offset
    return InputScale.of(factor, offset)


def _free_name(network: Network) -> str:
    """Name the added layer as no other is named: a network that was exported before has one already."""
    used = {layer["config"]["name"] for layer in network.backbone["layers"]}
    names = (NAME, *(f"{NAME}_{number}" for number in range(2, len(used) + 3)))
    return next(name for name in names if name not in used)


def _scale_layer(name: str, source: str) -> dict[str, Any]:
    settings = {"name": name, "axis": -1, "momentum": 0.99, "epsilon": EPSILON, "center": True, "scale": True}
    return {
        "name": name,
        "class_name": "BatchNormalization",
        "config": {**settings, "trainable": True},
        "inbound_nodes": [[[source, 0, 0, {}]]],
    }


def _rewired(layer: Mapping[str, Any], source: str, name: str) -> dict[str, Any]:
    """Let a layer that read the picture read the scaled picture."""
    nodes = [
        [[name if entry[0] == source else entry[0], *entry[1:]] for entry in node]
        for node in layer["inbound_nodes"]
    ]
    return {**layer, "inbound_nodes": nodes}

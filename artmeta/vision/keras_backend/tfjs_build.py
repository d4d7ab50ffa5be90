"""A network described in the layers format of Keras 2 and TensorFlow.js becomes a Keras 3 model again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import ModelError
from artmeta.vision.keras_backend.tfjs_describe import SETTINGS, weight_names

if TYPE_CHECKING:
    import keras

Config = Mapping[str, Any]


def build_graph(config: Config, weights: Mapping[str, NDArray[np.float32]]) -> keras.Model:
    """Build the wired layers of a backbone and give them their weights, found as `layer/weight`.

    Only keys that shape the result are read, so what other versions of Keras add (`groups` on
    DepthwiseConv2D) does no harm. Raises ModelError on a layer that is not known or a shape that does not fit.
    """
    import keras

    outputs: dict[str, Any] = {}
    for described in config["layers"]:
        name = described["config"]["name"]
        if described["class_name"] == "InputLayer":
            shape = described["config"].get("batch_input_shape") or described["config"]["batch_shape"]
            outputs[name] = keras.Input(shape[1:], name=name)
            continue
        layer = _layer(described)
        inputs = [outputs[source] for source in _sources(described)]
        outputs[name] = layer(inputs if len(inputs) > 1 else inputs[0])
        _give_weights(layer, weights)
    ends = [outputs[config[key][0][0]] for key in ("input_layers", "output_layers")]
    return keras.Model(*ends, name=config.get("name"))


def _sources(described: Config) -> list[str]:
    """Read which layers feed this one: [[[name, node, tensor, {}], ...]]."""
    return [entry[0] for entry in described["inbound_nodes"][0]]


def _layer(described: Config) -> keras.layers.Layer:
    import keras

    kind, config = described["class_name"], described["config"]
    if kind not in SETTINGS:
        raise ModelError(
            f"The backbone has a layer '{config['name']}' of the kind {kind}, which artmeta does not know.",
            "Only MobileNets as Teachable Machine exports them can be imported.",
        )
    settings = {key: config[key] for key in SETTINGS[kind] if key in config}
    return getattr(keras.layers, kind)(**settings, name=config["name"])


def _give_weights(layer: keras.layers.Layer, weights: Mapping[str, NDArray[np.float32]]) -> None:
    arrays = []
    for name, variable in zip(weight_names(layer), layer.weights, strict=True):
        array = weights[name]
        if array.shape != tuple(variable.shape):
            raise ModelError(
                f"The weight {name} has the shape {array.shape} where {tuple(variable.shape)} is needed.",
                "The weights belong to another model: keep each export in a folder of its own.",
            )
        arrays.append(array)
    layer.set_weights(arrays)

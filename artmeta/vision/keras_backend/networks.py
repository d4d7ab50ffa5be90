"""Keras models of networks as data: whole models for export, backbones for serving."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import keras
import numpy as np

from artmeta.errors import ExportError
from artmeta.vision.agreement import check, measure
from artmeta.vision.heads import Head
from artmeta.vision.keras_backend.applications import colours
from artmeta.vision.keras_backend.tfjs_build import build_graph
from artmeta.vision.keras_backend.tfjs_describe import HINT, describe_graph
from artmeta.vision.keras_backend.tfjs_lowering import plain
from artmeta.vision.networks.input_scale import NAME, for_input, rescaled
from artmeta.vision.networks.network import PIXELS, InputScale, Network
from artmeta.vision.probe_pictures import probe_pictures

APART = 1e-3  # of the largest feature; float32 sums in another order differ by less through 200 layers
PROBES = 4  # pictures to compare on; each is seen twice by the network


def backbone_model(network: Network) -> keras.Model:
    """Build the backbone: input as the network expects it [n, size, size, 3] -> features [n, width]."""
    graph = build_graph(network.backbone, network.weights)
    features = keras.layers.GlobalAveragePooling2D(name="features")(graph.output)
    return keras.Model(graph.input, features, name="backbone")


def whole_model(network: Network) -> keras.Model:
    """Build the model from picture to calibrated confidences: [n, size, size, 3] -> [n, topics]."""
    backbone = backbone_model(network)
    return keras.Model(backbone.input, _judged(backbone.output, network.head), name="model")


def application_model(backbone: keras.Model, head: Head, given: InputScale) -> keras.Model:
    """Put a head on a backbone that takes pixels of 0 to 255: pictures scaled as `given` -> calibrated confidences."""
    shown = keras.Input(backbone.input_shape[1:], name="picture")
    back = rescaled(given, PIXELS)
    pixels = keras.layers.Rescaling(back.factor, back.offset, name=NAME)
    return keras.Model(shown, _judged(backbone(pixels(shown)), head), name="model")


def _judged(features: Any, head: Head) -> Any:
    """Let a head's layers follow on features, its temperature worked into them."""
    head, values = head.calibrated(), features
    for number, layer in enumerate(head.layers, start=1):
        activation = "relu" if layer.relu else head.activation
        dense = keras.layers.Dense(layer.kernel.shape[1], activation, name=f"dense_{number}")
        values = dense(values)
        dense.set_weights([layer.kernel, layer.bias])
    return values


def describe(backbone: keras.Model, head: Head) -> Network:
    """Describe a backbone that takes pixels of 0 to 255, and the head on its features.

    A first Rescaling becomes the network's scale; the last layer must be the mean over the field. Raises
    ExportError if it is not, or if a layer has no place in the layers format.
    """
    config, weights = describe_graph(_without_ends(backbone))
    return Network(config, weights, head, int(backbone.input_shape[1]), _scale(backbone))


def describe_application(backbone: keras.Model, head: Head) -> Network:
    """Describe a network of keras.applications, as `applications.build` made it, and the head on its features.

    Raises ExportError if it cannot be told in layers that TensorFlow.js knows, or not without a loss.
    """
    trunk = backbone.layers[-1]
    scale, reversed_ = colours(backbone.name)
    description = describe(plain(trunk), head)
    weights = _first_kernel_reversed(description) if reversed_ else description.weights
    network = replace(description, weights=weights, scale=scale)
    _check_same(backbone, network)
    return network


def _first_kernel_reversed(network: Network) -> dict[str, Any]:
    """Let the first convolution take red, green and blue where it was trained on blue, green and red."""
    first = next(layer["name"] for layer in network.backbone["layers"] if layer["class_name"] == "Conv2D")
    kernel = f"{first}/kernel"
    return {**network.weights, kernel: network.weights[kernel][:, :, ::-1]}


def _check_same(backbone: keras.Model, network: Network) -> None:
    """Raise ExportError if a network described in plain layers gives other features, or other confidences."""
    pixels = probe_pictures(PROBES, network.size).astype(np.float32)
    full = np.asarray(backbone(pixels, training=False))
    plain_ones = np.asarray(backbone_model(for_input(network, PIXELS))(pixels, training=False))
    apart = float(np.abs(plain_ones - full).max() / (np.abs(full).max() or 1))
    if not apart <= APART:
        raise ExportError(
            f"The backbone '{backbone.name}' cannot be taken to the web: told in the layers of TensorFlow.js, its "
            f"features differ by {apart:.1e} of the largest.",
            HINT,
        )
    confidences = (network.head.confidences(features).astype(np.float32) for features in (full, plain_ones))
    check(measure(next(confidences), {"layers": next(confidences)}, synthetic=True), "float32")


def _without_ends(backbone: keras.Model) -> keras.Model:
    *_, last = backbone.layers
    if not isinstance(last, keras.layers.GlobalAveragePooling2D):
        raise ExportError(
            f"The backbone '{backbone.name}' cannot be taken to the web: it does not end in a mean over the field.",
            HINT,
        )
    return keras.Model(_first(backbone).output, last.input)


def _first(backbone: keras.Model) -> Any:
    """Return the layer whose output is the input of the network proper: the rescaling, else the input layer."""
    scaling = [layer for layer in backbone.layers[:2] if isinstance(layer, keras.layers.Rescaling)]
    return scaling[0] if scaling else backbone.layers[0]


def _scale(backbone: keras.Model) -> InputScale:
    first = _first(backbone)
    if not isinstance(first, keras.layers.Rescaling):
        return PIXELS
    return InputScale.of(first.scale, first.offset)

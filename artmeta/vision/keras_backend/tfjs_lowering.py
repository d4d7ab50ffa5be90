"""Lowering to the layers that old TensorFlow.js knows: the same computation, in more layers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from keras import layers

from artmeta.errors import ExportError
from artmeta.vision.keras_backend.tfjs_describe import HINT
from artmeta.vision.networks.input_scale import EPSILON

Tensor = Any
ACTIVATED = ("Conv2D", "DepthwiseConv2D", "SeparableConv2D")  # layers that may hold an activation


def plain(network: keras.Model) -> keras.Model:
    """Return a network that computes the same, [n, size, size, 3] -> [n, width]; it shares the layers it can keep.

    Raises ExportError on an operation between layers that cannot be told so. A kind of layer that is not known is
    left as it is: whoever describes the network names it.
    """
    return keras.models.clone_model(network, clone_function=lambda layer: layer, call_function=_called)


def _called(operation: Any, *given: Any, **options: Any) -> Tensor:
    kind = type(operation).__name__
    if not isinstance(operation, layers.Layer):
        return _operation(operation, kind, *given)
    tell = TELLING.get(kind)
    return tell(operation, *given) if tell else operation(*given, **options)


def _operation(operation: Any, kind: str, values: Tensor, other: Any = None) -> Tensor:
    """Tell "x + 3" and "x * 1/6", which stand between layers in MobileNetV3, and the sum of two fields in ConvNeXt."""
    if isinstance(values, (int, float)):
        values, other = other, values  # "3 + x"
    if isinstance(other, keras.KerasTensor) and kind in {"Add", "Multiply"}:
        return getattr(layers, kind)()([values, other])
    if isinstance(other, (int, float)) and kind in {"Add", "Multiply"}:
        return _affine(values, 1, other) if kind == "Add" else _affine(values, other, 0)
    raise ExportError(
        f"The backbone has an operation '{operation.name}' between its layers, which TensorFlow.js does not know.",
        HINT,
    )


def _affine(values: Tensor, factor: Any, offset: Any) -> Tensor:
    """Return x * factor + offset as a batch norm with fixed statistics, the one affine layer that all know."""
    width = values.shape[-1]
    normalisation, zeros = layers.BatchNormalization(epsilon=EPSILON), np.zeros(width, np.float32)
    result = normalisation(values)
    gamma = np.broadcast_to(np.asarray(factor, np.float64).ravel() * np.sqrt(1 + EPSILON), width)
    normalisation.set_weights([gamma, zeros + np.asarray(offset, np.float32).ravel(), zeros, zeros + 1])
    return result


def _normalised(layer: Any, values: Tensor) -> Tensor:
    if layer.invert:
        raise ExportError(
            f"The layer '{layer.name}' undoes a normalisation, which TensorFlow.js does not know.", HINT
        )
    mean, deviation = np.asarray(layer.mean), np.sqrt(np.asarray(layer.variance))
    factor = 1 / np.maximum(deviation, keras.backend.epsilon())
    return _affine(values, factor, -mean * factor)


def _hard_sigmoid(values: Tensor) -> Tensor:
    return _affine(layers.ReLU(6.0)(_affine(values, 1, 3)), 1 / 6, 0)


ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "silu": lambda values: layers.Multiply()([values, layers.Activation("sigmoid")(values)]),
    "hard_sigmoid": _hard_sigmoid,
    "hard_silu": lambda values: layers.Multiply()([values, _hard_sigmoid(values)]),
}


def _activated(layer: Any, values: Tensor) -> Tensor:
    """Take a layer and its activation apart where the activation needs layers of its own."""
    tell = ACTIVATIONS.get(layer.activation.__name__)
    if tell is None:
        return layer(values)
    if isinstance(layer, layers.Activation):
        return tell(values)
    bare = type(layer).from_config({**layer.get_config(), "activation": "linear", "name": None})
    result = bare(values)
    bare.set_weights(layer.get_weights())
    return tell(result)


def _pooled(layer: Any, values: Tensor) -> Tensor:
    """Shape a mean over the field back to a field of one point, which old readers do not do by themselves."""
    mean = layers.GlobalAveragePooling2D(name=layer.name)(values)  # a new one: a shared layer has two inputs
    return layers.Reshape((1, 1, values.shape[-1]))(mean) if layer.keepdims else mean


def _scaled_sum(layer: Any, values: list[Tensor]) -> Tensor:
    """Return a + b * scale, the residual of Inception-ResNet."""
    return layers.Add()([values[0], _affine(values[1], layer.scale, 0)])


TELLING: dict[str, Callable[..., Tensor]] = {
    "Rescaling": lambda layer, values: _affine(values, layer.scale, layer.offset),
    "Normalization": _normalised,
    "Dropout": lambda _layer, values: values,  # it does nothing but in training
    "Activation": _activated,
    "GlobalAveragePooling2D": _pooled,
    "CustomScaleLayer": _scaled_sum,
    **dict.fromkeys(ACTIVATED, _activated),
}

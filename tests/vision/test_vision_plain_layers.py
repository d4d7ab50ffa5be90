"""Layers that TensorFlow.js does not know are told in others; the network computes the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import pytest
from keras import layers

from artmeta.errors import ExportError
from artmeta.vision.keras_door.applications import colours
from artmeta.vision.keras_door.plain_layers import plain
from artmeta.vision.keras_door.tfjs_build import build_graph
from artmeta.vision.keras_door.tfjs_describe import SETTINGS, describe_graph

Made = Callable[[Any], Any]
SIZE = 8


def network(made: Made) -> keras.Model:
    pixels = keras.Input((SIZE, SIZE, 3))
    model = keras.Model(pixels, made(pixels))
    rng = np.random.default_rng(2)
    for weight in model.weights:
        weight.assign(rng.uniform(0.2, 1.5, weight.shape))  # variances must not be negative
    return model


def squeezed(values: Any) -> Any:
    """The squeeze and excitation of MobileNetV3 and EfficientNet."""
    mean = layers.GlobalAveragePooling2D(keepdims=True)(values)
    gate = layers.ReLU(6.0)(layers.Conv2D(3, 1)(mean) + 3.0) * (1.0 / 6.0)
    return layers.Multiply()([values, gate])


TOLD: dict[str, Made] = {
    "rescaling, another factor a colour": layers.Rescaling((0.1, 0.2, 0.3), (1.0, -2.0, 0.5)),
    "normalisation": layers.Normalization(mean=[0.4, 0.5, 0.6], variance=[0.04, 0.09, 1.0]),
    "swish": layers.Activation("swish"),
    "hard swish": layers.Activation("hard_swish"),
    "hard sigmoid": layers.Activation("hard_sigmoid"),
    "a convolution with swish in it": layers.Conv2D(4, 3, activation="swish"),
    "a separable convolution with a hard swish in it": layers.SeparableConv2D(4, 3, activation="hard_swish"),
    "squeeze and excitation": squeezed,
    "a sum and a product of two fields": lambda values: values * layers.ReLU()(values) + values,
    "dropout of whole works": layers.Dropout(0.5, noise_shape=(None, 1, 1, 1)),
}


@pytest.mark.parametrize("name", TOLD)
def test_the_same_sums_in_plain_layers(name: str) -> None:
    model = network(TOLD[name])
    told = plain(model)
    assert {type(layer).__name__ for layer in told.layers} <= {*SETTINGS, "InputLayer"}
    shown = np.random.default_rng(1).uniform(-8, 8, (2, SIZE, SIZE, 3)).astype(np.float32)
    wanted = model(shown, training=False)
    np.testing.assert_allclose(told(shown, training=False), wanted, rtol=1e-4, atol=1e-4)
    rebuilt = build_graph(*describe_graph(told))
    np.testing.assert_allclose(rebuilt(shown, training=False), wanted, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (layers.Conv2D(4, 3, activation="gelu", name="mixed"), "'mixed' with the activation gelu"),
        (layers.LayerNormalization(name="evened"), "'evened' of the kind LayerNormalization"),
        (layers.Conv2D(6, 3, groups=3, name="apart"), "'apart' with 3 groups"),
        (keras.ops.sin, "an operation 'sin"),
        (lambda values: values - 1.0, "an operation 'subtract"),
    ],
)
def test_what_cannot_be_told_is_named(made: Made, words: str) -> None:
    with pytest.raises(ExportError, match=words):
        describe_graph(plain(network(made)))


@pytest.mark.parametrize(
    ("name", "factor", "offset", "turned"),
    [
        ("mobilenet", (1 / 127.5,) * 3, (-1,) * 3, False),
        ("efficientnetv2b0", (1,) * 3, (0,) * 3, False),
        # the means and deviations of ImageNet's colours, for red, green and blue
        ("densenet121", (1 / 58.395, 1 / 57.12, 1 / 57.375), (-2.1179, -2.0357, -1.8044), False),
        ("vgg16", (1,) * 3, (-123.68, -116.779, -103.939), True),
    ],
)
def test_what_preprocessing_does_to_the_colours(
    name: str, factor: tuple[float, ...], offset: tuple[float, ...], turned: bool
) -> None:
    scale, turns = colours(name)
    np.testing.assert_allclose(scale.factor, factor, rtol=1e-4)
    np.testing.assert_allclose(scale.offset, offset, rtol=1e-4)
    assert turns is turned

"""Layers that TensorFlow.js does not know are told in others; the network computes the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from artmeta.errors import ExportError
from artmeta.vision.heads import Dense, Head

if TYPE_CHECKING:
    import keras

Layer = Callable[[Any], Any]
MakeLayer = Callable[[Any], Layer]  # of keras.layers, which only a process that runs these tests imports
SIZE = 8


def network(make: MakeLayer) -> keras.Model:
    import keras

    pixels = keras.Input((SIZE, SIZE, 3))
    model = keras.Model(pixels, make(keras.layers)(pixels))
    rng = np.random.default_rng(2)
    for weight in model.weights:
        weight.assign(rng.uniform(0.2, 1.5, weight.shape))  # variances must not be negative
    return model


def sine(values: Any) -> Any:
    import keras

    return keras.ops.sin(values)


def squeezed(layers: Any) -> Layer:
    """The squeeze and excitation of MobileNetV3 and EfficientNet."""

    def layer(values: Any) -> Any:
        mean = layers.GlobalAveragePooling2D(keepdims=True)(values)
        gate = layers.ReLU(6.0)(layers.Conv2D(3, 1)(mean) + 3.0) * (1.0 / 6.0)
        return layers.Multiply()([values, gate])

    return layer


TOLD: dict[str, MakeLayer] = {
    "rescaling, another factor a colour": lambda layers: layers.Rescaling((0.1, 0.2, 0.3), (1.0, -2.0, 0.5)),
    "normalisation": lambda layers: layers.Normalization(mean=[0.4, 0.5, 0.6], variance=[0.04, 0.09, 1.0]),
    "swish": lambda layers: layers.Activation("swish"),
    "hard swish": lambda layers: layers.Activation("hard_swish"),
    "hard sigmoid": lambda layers: layers.Activation("hard_sigmoid"),
    "a convolution with swish in it": lambda layers: layers.Conv2D(4, 3, activation="swish"),
    "a separable convolution with a hard swish in it": lambda layers: layers.SeparableConv2D(
        4, 3, activation="hard_swish"
    ),
    "squeeze and excitation": squeezed,
    "a number before the field": lambda layers: lambda values: 3.0 + 0.5 * values,
    "a sum and a product of two fields": lambda layers: (
        lambda values: values * layers.ReLU()(values) + values
    ),
    "dropout of whole works": lambda layers: layers.Dropout(0.5, noise_shape=(None, 1, 1, 1)),
}


@pytest.mark.parametrize("name", TOLD)
def test_the_same_sums_in_plain_layers(name: str) -> None:
    from artmeta.vision.keras_backend.tfjs_build import build_graph
    from artmeta.vision.keras_backend.tfjs_describe import SETTINGS, describe_graph
    from artmeta.vision.keras_backend.tfjs_lowering import plain

    model = network(TOLD[name])
    lowered = plain(model)
    assert {type(layer).__name__ for layer in lowered.layers} <= {*SETTINGS, "InputLayer"}
    shown = np.random.default_rng(1).uniform(-8, 8, (2, SIZE, SIZE, 3)).astype(np.float32)
    expected = model(shown, training=False)
    np.testing.assert_allclose(lowered(shown, training=False), expected, rtol=1e-4, atol=1e-4)
    rebuilt = build_graph(*describe_graph(lowered))
    np.testing.assert_allclose(rebuilt(shown, training=False), expected, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (
            lambda layers: layers.Conv2D(4, 3, activation="gelu", name="mixed"),
            "'mixed' with the activation gelu",
        ),
        (lambda layers: layers.LayerNormalization(name="evened"), "'evened' of the kind LayerNormalization"),
        (lambda layers: layers.Conv2D(6, 3, groups=3, name="apart"), "'apart' with 3 groups"),
        (lambda layers: sine, "an operation 'sin"),
        (lambda layers: lambda values: values - 1.0, "an operation 'subtract"),
        (
            lambda layers: layers.Normalization(mean=0.5, variance=0.1, invert=True, name="undone"),
            "'undone' undoes",
        ),
        (lambda layers: layers.ReLU(negative_slope=0.1, name="leaky"), "'leaky' that is no plain ReLU"),
    ],
)
def test_what_cannot_be_told_is_named(make: MakeLayer, words: str) -> None:
    from artmeta.vision.keras_backend.tfjs_describe import describe_graph
    from artmeta.vision.keras_backend.tfjs_lowering import plain

    with pytest.raises(ExportError, match=words):
        describe_graph(plain(network(make)))


def application(make: MakeLayer, weights: np.random.Generator) -> keras.Model:
    """A network as `applications.build` makes them: its trunk is the last layer of a backbone of the network's name."""
    import keras
    from keras import layers

    pixels = keras.Input((SIZE, SIZE, 3))
    trunk = keras.Model(pixels, make(layers)(layers.Conv2D(5, 3, activation="swish", name="only")(pixels)))
    for weight in trunk.weights:
        weight.assign(weights.normal(0, 0.1, weight.shape))
    shown = keras.Input((SIZE, SIZE, 3))
    return keras.Model(shown, trunk(layers.Rescaling(1 / 127.5, -1)(shown)), name="mobilenet")


HEAD = Head((Dense(np.zeros((5, 2), np.float32), np.zeros(2, np.float32)),))


def test_a_network_is_described_with_its_preprocessing() -> None:
    from artmeta.vision.keras_backend.networks import describe_application

    backbone = application(lambda layers: layers.GlobalAveragePooling2D(), np.random.default_rng(3))
    described = describe_application(backbone, HEAD)
    assert (described.size, described.width, described.scale.offset) == (SIZE, 5, (-1, -1, -1))


def test_a_description_that_computes_something_else_is_refused() -> None:
    from artmeta.vision.keras_backend.networks import describe_application

    backbone = application(lambda layers: layers.GlobalAveragePooling2D(), np.random.default_rng(3))
    backbone.name = "vgg16"  # its preprocessing is another than the one inside
    with pytest.raises(ExportError, match=r"'vgg16' cannot be taken to the web: .* differ by"):
        describe_application(backbone, HEAD)


def test_a_network_that_goes_on_behind_the_mean_is_refused() -> None:
    from artmeta.vision.keras_backend.networks import describe_application

    def ends(layers: Any) -> Layer:
        return lambda field: layers.LayerNormalization()(layers.GlobalAveragePooling2D()(field))

    with pytest.raises(ExportError, match="does not end in a mean over the field"):
        describe_application(application(ends, np.random.default_rng(3)), HEAD)


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
    from artmeta.vision.keras_backend.applications import colours

    scale, turns = colours(name)
    np.testing.assert_allclose(scale.factor, factor, rtol=1e-4)
    np.testing.assert_allclose(scale.offset, offset, rtol=1e-4)
    assert turns is turned

"""MobileNetV2 as torchvision trained it, built in Keras so that every feature comes out the same.

Architecture: Sandler et al. 2018, "MobileNetV2: Inverted Residuals and Linear Bottlenecks", table 2.
Unlike `keras.applications`, it pads (1, 1) symmetrically, and its batch normalisation has an epsilon of
1e-5: with Keras' 1e-3 the channels whose running variance is near 0 would be killed.
"""

from __future__ import annotations

from typing import Any

import keras

from artmeta.vision.keras_backend.torch_weights import Tensors, fill

# of ImageNet in RGB, 0 to 1: torchvision's normalisation
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
EPSILON = 1e-5
BLOCKS = (
    (1, 16, 1, 1),
    (6, 24, 2, 2),
    (6, 32, 3, 2),
    (6, 64, 4, 2),
    (6, 96, 3, 1),
    (6, 160, 3, 2),
    (6, 320, 1, 1),
)
STEM, WIDTH = 32, 1280  # channels of the first convolution, and of the last: the features
SIZE = 224


def build(tensors: Tensors) -> keras.Model:
    """Build the network: pixels [n, 224, 224, 3], RGB, 0 to 255 -> features [n, 1280].

    Raises ModelError if the tensors are not those of this architecture.
    """
    pixels = keras.Input((SIZE, SIZE, 3), name="pixels")
    scale, offset = (
        [1 / (255 * std) for std in STD],
        [-mean / std for mean, std in zip(MEAN, STD, strict=True)],
    )
    normal = keras.layers.Rescaling(scale, offset, name="normalise")(pixels)
    field = _blocks(_convolution(normal, "features.0", STEM, 3, 2, "0", "1"))
    field = _convolution(field, "features.18", WIDTH, 1, 1, "0", "1")
    model = keras.Model(
        pixels, keras.layers.GlobalAveragePooling2D(name="features")(field), name="mobilenetv2"
    )
    fill(model, tensors, str, "MobileNetV2")
    return model


def _blocks(field: Any) -> Any:
    number, channels = 1, STEM
    for expansion, width, repeats, stride in BLOCKS:
        for repeat in range(repeats):
            field = _block(
                field, f"features.{number}", channels, expansion, width, stride if repeat == 0 else 1
            )
            number, channels = number + 1, width
    return field


def _block(field: Any, name: str, channels: int, expansion: int, width: int, stride: int) -> Any:
    """An inverted residual: widen, filter each channel, narrow; add what came in where the shapes agree."""
    inner = field
    part = 0
    if expansion > 1:
        inner = _convolution(inner, f"{name}.conv", channels * expansion, 1, 1, "0", "1")
        part = 3
    inner = _convolution(inner, f"{name}.conv", 0, 3, stride, str(part), str(part + 1))
    inner = keras.layers.Conv2D(width, 1, use_bias=False, name=f"{name}.conv.{part + 3}")(inner)
    inner = _normalised(inner, f"{name}.conv.{part + 4}")
    same = stride == 1 and channels == width
    return keras.layers.Add(name=f"{name}.add")([field, inner]) if same else inner


def _convolution(field: Any, name: str, width: int, size: int, stride: int, first: str, second: str) -> Any:
    """A convolution (of each channel alone where `width` is 0), normalised, cut off at 6."""
    if stride > 1:
        field = keras.layers.ZeroPadding2D(1, name=f"{name}.{first}.pad")(field)
    options = {"strides": stride, "padding": "valid" if stride > 1 else "same", "use_bias": False}
    kind = keras.layers.Conv2D if width else keras.layers.DepthwiseConv2D
    layer = kind(*([width] if width else []), size, **options, name=f"{name}.{first}")
    return keras.layers.ReLU(6, name=f"{name}.{second}.relu")(_normalised(layer(field), f"{name}.{second}"))


def _normalised(field: Any, name: str) -> Any:
    return keras.layers.BatchNormalization(epsilon=EPSILON, name=name)(field)

"""EfficientNet-Lite 0, 1 and 2 as TensorFlow trained them, built in Keras from weights in torch's format.

Architecture: Tan and Le 2019, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", table 1,
without squeeze-and-excitation and with ReLU6 for swish (TensorFlow TPU repository, models/official/efficientnet/lite).
The stem, the last convolution and the number of the first and the last blocks are not scaled. Padding is TensorFlow's
SAME, the epsilon of batch normalisation 1e-3, and the input (x - 127) / 128.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import keras

from artmeta.vision.keras_backend.torch_weights import Tensors, fill

EPSILON = 1e-3
MEAN, SCALE = 127, 128
STEM, WIDTH = 32, 1280  # channels of the first convolution, and of the last: the features
DIVISOR = 8  # numbers of channels are multiples of it
CLASSIFIER = ("_fc.weight", "_fc.bias")  # the 1,000 classes of ImageNet, not used
# Expansion, channels, blocks, stride of the first block, side of the depthwise kernel.
STAGES = (
    (1, 16, 1, 1, 3),
    (6, 24, 2, 2, 3),
    (6, 40, 2, 2, 5),
    (6, 80, 3, 2, 3),
    (6, 112, 3, 1, 5),
    (6, 192, 4, 2, 5),
    (6, 320, 1, 1, 3),
)


@dataclass(frozen=True, slots=True)
class Scaling:
    """Factors of a variant on the channels and the blocks of a stage, and the side of its pictures in pixels."""

    width: float
    depth: float
    size: int


SCALINGS = {
    "efficientnet-lite0": Scaling(1.0, 1.0, 224),
    "efficientnet-lite1": Scaling(1.0, 1.1, 240),
    "efficientnet-lite2": Scaling(1.1, 1.2, 260),
}


def build(name: str, tensors: Tensors) -> keras.Model:
    """Build a variant: pixels [n, size, size, 3], RGB, 0 to 255 -> features [n, 1280].

    Raises ModelError if the tensors are not those of this variant.
    """
    scaling = SCALINGS[name]
    pixels = keras.Input((scaling.size, scaling.size, 3), name="pixels")
    normal = keras.layers.Rescaling(1 / SCALE, -MEAN / SCALE, name="normalise")(pixels)
    field = _convolution(normal, "conv_stem", "bn0", STEM, 3, 2)
    field = _convolution(_blocks(field, scaling), "conv_head", "bn1", WIDTH, 1, 1)
    model = keras.Model(pixels, keras.layers.GlobalAveragePooling2D(name="features")(field), name=name)
    kept = {key: tensor for key, tensor in tensors.items() if key not in CLASSIFIER}
    fill(model, kept, _torch_name, name)
    return model


def _blocks(field: Any, scaling: Scaling) -> Any:
    number = 0
    for stage, (expansion, channels, repeats, first, side) in enumerate(STAGES):
        width = _scaled_width(channels, scaling.width)
        ends = stage in (0, len(STAGES) - 1)
        for repeat in range(repeats if ends else math.ceil(repeats * scaling.depth)):
            field = _block(field, f"blocks.{number}", expansion, width, 1 if repeat else first, side)
            number += 1
    return field


def _scaled_width(channels: int, factor: float) -> int:
    """Scale a number of channels to the nearest multiple of the divisor that is at least 90% of it."""
    scaled = channels * factor
    nearest = max(DIVISOR, int(scaled + DIVISOR / 2) // DIVISOR * DIVISOR)
    return nearest + DIVISOR if nearest < 0.9 * scaled else nearest


def _block(field: Any, name: str, expansion: int, width: int, stride: int, side: int) -> Any:
    """An inverted residual block; the input is added where the shapes agree."""
    channels, inner = int(field.shape[-1]), field
    if expansion > 1:
        inner = _convolution(inner, f"{name}.expand_conv", f"{name}.bn0", channels * expansion, 1, 1)
    inner = _convolution(inner, f"{name}.depthwise_conv", f"{name}.bn1", 0, side, stride)
    inner = keras.layers.Conv2D(width, 1, use_bias=False, name=f"{name}.project_conv")(inner)
    inner = _normalised(inner, f"{name}.bn2")
    same = stride == 1 and channels == width
    return keras.layers.Add(name=f"{name}.add")([field, inner]) if same else inner


def _convolution(field: Any, name: str, norm: str, width: int, side: int, stride: int) -> Any:
    """A convolution (depthwise where `width` is 0), batch normalisation and ReLU6."""
    options = {"strides": stride, "padding": "same", "use_bias": False, "name": name}
    kind = keras.layers.Conv2D if width else keras.layers.DepthwiseConv2D
    layer = kind(*([width] if width else []), side, **options)
    return keras.layers.ReLU(6, name=f"{norm}.relu")(_normalised(layer(field), norm))


def _normalised(field: Any, name: str) -> Any:
    return keras.layers.BatchNormalization(epsilon=EPSILON, name=name)(field)


def _torch_name(name: str) -> str:
    """Name the torch module of a layer: `blocks.3.bn1` is `_blocks.3._bn1`; TensorFlow admits no leading underscore."""
    block, _, last = name.rpartition(".")
    return f"_{block}._{last}" if block else f"_{last}"

"""Which networks of keras.applications can be told in TensorFlow.js' layers, and how much is lost on the way?

Run: `python -m bench.applications [NAME ...]`. Each network gets values drawn for all its weights, is told layer
by layer, built again from that description alone, and shown noise. Prints a Markdown table: the largest difference of a
feature as a share of the largest feature, or the sentence that refuses the network.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from artmeta.errors import ArtmetaError
from artmeta.vision.backbones import keras_backbone, size_of
from artmeta.vision.heads import Dense, Head
from artmeta.vision.networks.input_scale import for_input
from artmeta.vision.networks.network import PIXELS
from artmeta.vision.weights import find_weights

if TYPE_CHECKING:
    import keras

NAMES = (
    "mobilenet",
    "mobilenetv2",
    "mobilenetv3small",
    "mobilenetv3large",
    "efficientnetb0",
    "efficientnetv2b0",
    "efficientnetv2b1",
    "resnet50",
    "resnet50v2",
    "densenet121",
    "xception",
    "inceptionv3",
    "inceptionresnetv2",
    "nasnetmobile",
    "vgg16",
    "convnexttiny",
)
KERNEL = 4  # axes of a convolution's kernel


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("names", nargs="*", default=NAMES)
    print("| network | pictures | features apart, of the largest | seconds |")
    print("|---|---:|---:|---:|")
    for name in arguments.parse_args().names:
        started = time.perf_counter()
        difference = compared(name)
        print(
            f"| {name} | {size_of(name)} | {difference} | {time.perf_counter() - started:.0f} |", flush=True
        )


def compared(name: str) -> str:
    from artmeta.vision.keras_backend.networks import backbone_model, describe_application

    backbone = keras_backbone(name, find_weights("random"))
    draw(backbone, np.random.default_rng(1))
    width = int(backbone.output_shape[-1])
    head = Head((Dense(np.zeros((width, 2), np.float32), np.zeros(2, np.float32)),))
    try:
        network = describe_application(backbone, head)
    except ArtmetaError as refused:
        return refused.message
    noise = np.random.default_rng(3).integers(0, 256, (1, network.size, network.size, 3)).astype(np.float32)
    expected = np.asarray(backbone(noise, training=False))
    actual = np.asarray(backbone_model(for_input(network, PIXELS))(noise, training=False))
    return f"{np.abs(actual - expected).max() / np.abs(expected).max():.0e}"


def draw(backbone: keras.Model, rng: np.random.Generator) -> None:
    """Draw kernels that keep a signal's size, and batch norms that do something."""
    from artmeta.vision.keras_backend.applications import finalize_normalization

    for weight in backbone.weights:
        if weight.dtype == "float32":
            weight.assign(drawn(weight, rng))
    finalize_normalization(backbone.layers[-1])


def drawn(weight: Any, rng: np.random.Generator) -> Any:
    shape = weight.shape
    if len(shape) == KERNEL:
        return rng.standard_normal(shape) * np.sqrt(2 / np.prod(shape[:3]))
    if "variance" in weight.name or "gamma" in weight.name:
        return rng.uniform(0.5, 1.5, shape)
    return rng.normal(0, 0.1, shape)


if __name__ == "__main__":
    main()

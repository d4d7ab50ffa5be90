"""The backbones for feature extraction, each converted once to a LiteRT file that is loaded without TensorFlow."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from artmeta.domain.model_card import Precision
from artmeta.errors import ModelError
from artmeta.files import write
from artmeta.notes import read_note, same_file, write_note
from artmeta.vision.networks.backbone import Backbone
from artmeta.vision.weights import PACKAGES, WeightsFile, file_digest, find_weights, remedy

log = logging.getLogger("artmeta")
DEFAULT = "mobilenetv2"
SIZE = 224
PREPROCESSING = "centre-square, RGB 0-255"  # normalisation is the network's own first layer
LITE = "efficientnet-lite"  # how the names of this family begin
# How a network is built, for its digest: a change of the code must change the text.
RECIPE = "torchvision, symmetric padding, epsilon 1e-5"
LITE_RECIPE = "TensorFlow's SAME padding, epsilon 1e-3, (x - 127) / 128"
APPLICATION = "keras.applications 3, mean over the field"
# The side, in pixels, of the pictures that a network was trained on, if not 224 (keras.io/api/applications).
SIZES = {
    "efficientnet-lite1": 240,
    "efficientnet-lite2": 260,
    "efficientnetb1": 240,
    "efficientnetb2": 260,
    "efficientnetb3": 300,
    "efficientnetb4": 380,
    "efficientnetb5": 456,
    "efficientnetb6": 528,
    "efficientnetb7": 600,
    "efficientnetv2b1": 240,
    "efficientnetv2b2": 260,
    "efficientnetv2b3": 300,
    "efficientnetv2s": 384,
    "efficientnetv2m": 480,
    "efficientnetv2l": 480,
    "inceptionv3": 299,
    "inceptionresnetv2": 299,
    "xception": 299,
    "nasnetlarge": 331,
}


def load_backbone(
    name: str, cache_dir: Path, weights: str = "", precision: Precision = "float32"
) -> Backbone:
    """Return a backbone with its LiteRT file, made on first use; raise ModelError if it or its weights are unknown.

    `name` is `mobilenetv2`, `efficientnet-lite0` to `2`, or a network of keras.applications; `weights` is a file,
    `imagenet` (Keras' own download) or '' for the packaged ones, which the first four have. An int8
    backbone is made of the float32 one.
    """
    name = name.lower()
    weights_file = find_weights(weights, name)
    _check_fits(name, weights_file)
    digest = digest_of(name, weights_file)
    path = cache_dir / "backbones" / f"{digest}.tflite"
    width = compiled(path, lambda: keras_backbone(name, weights_file))
    backbone = Backbone(name, digest, width, size_of(name), PREPROCESSING, path)
    return (
        backbone if precision == "float32" else _quantised(backbone, digest_of(name, weights_file, precision))
    )


def check_backbone(name: str, cache_dir: Path, weights: str = "") -> None:
    """Raise ModelError if a backbone or its weights are unknown; where Keras knows the names, the backbone is made."""
    weights_file = find_weights(weights, name.lower())
    _check_fits(name.lower(), weights_file)
    if weights_file.kind != "torch":
        load_backbone(name, cache_dir, weights)


def _quantised(backbone: Backbone, digest: str) -> Backbone:
    """Return the int8 form of a float32 backbone; raise ModelError if it cannot be quantised."""
    path = backbone.litert_path.with_name(f"{digest}.tflite")

    def make() -> int:
        from artmeta.vision.quantisation import quantise

        write(path, quantise(backbone.litert_path.read_bytes(), backbone.size), durable=False)
        return backbone.width

    _made(path, make)
    return replace(backbone, digest=digest, litert_path=path, precision="int8")


def _check_fits(name: str, weights_file: WeightsFile) -> None:
    """Raise ModelError if weights of this kind cannot be those of the backbone."""
    if weights_file.kind == "torch" and name not in PACKAGES:
        raise ModelError(
            f"The weights {weights_file.path.name} are not those of the backbone '{name}'.", remedy(name)
        )
    if weights_file.kind != "torch" and name.startswith(LITE):
        given = weights_file.path.name or f"'{weights_file.kind}'"
        raise ModelError(
            f"ARTMETA_WEIGHTS names {given}, but the backbone '{name}' takes weights in torch's old format only.",
            "Unset ARTMETA_WEIGHTS to use the packaged weights, or name a .pt or .pth file.",
        )


def keras_backbone(name: str, weights_file: WeightsFile) -> Any:
    """Build a backbone as a Keras model, for training it further and for exports; imports TensorFlow."""
    if weights_file.kind != "torch":
        from artmeta.vision.keras_backend.applications import build as build_application

        return build_application(name, size_of(name), weights_file)
    from artmeta.vision.keras_backend import backbone, efficientnet_lite
    from artmeta.vision.torch_pickle import read_tensors

    tensors = read_tensors(weights_file.path)
    return efficientnet_lite.build(name, tensors) if name.startswith(LITE) else backbone.build(tensors)


def size_of(name: str) -> int:
    """Return the side, in pixels, of the pictures that a backbone was trained on."""
    return SIZES.get(name, SIZE)


def digest_of(name: str, weights_file: WeightsFile, precision: Precision = "float32") -> str:
    """Return a digest of what determines a backbone's features: its weights, the way it is built, its precision."""
    torch_recipe = LITE_RECIPE if name.startswith(LITE) else RECIPE
    recipe = torch_recipe if weights_file.kind == "torch" else APPLICATION
    whole = f"{name}|{weights_file.sha256 or weights_file.kind}|{PREPROCESSING}|{recipe}"
    label = name
    if precision == "int8":
        from artmeta.vision.quantisation import RECIPE as QUANTISATION

        label, whole = f"{name}-int8", f"{whole}|{QUANTISATION}"
    return f"{label}-{hashlib.sha256(whole.encode()).hexdigest()[:24]}"


def compiled(path: Path, build: Callable[[], Any]) -> int:
    """Make sure that a LiteRT file is as it was made, and return how many features it gives.

    `build` returns the Keras model that it is made of; it is called where the file or its note is missing or damaged.
    """

    def make() -> int:
        from artmeta.vision.keras_backend.convert import litert_bytes

        model = build()
        write(path, litert_bytes(model), durable=False)
        return int(model.output_shape[-1])

    return _made(path, make)


def _made(path: Path, make: Callable[[], int]) -> int:
    """Call `make`, which writes a LiteRT file and returns its width, unless the file is whole; return the width."""
    place = path.with_suffix(".json")
    note = read_note(place)
    if note is None or not same_file(path, note["bytes"], note["sha256"]):
        log.info("Making the network %s, which later runs use again.", path.stem)
        note = {"width": make(), "bytes": path.stat().st_size, "sha256": file_digest(path)}
        write_note(place, note)  # last: a note means a file that is whole
    return int(note["width"])

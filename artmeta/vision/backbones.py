"""Which networks can see for a model, and the LiteRT file of each: made once, then loaded without TensorFlow."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from artmeta.errors import ModelError
from artmeta.vision.weights import WeightsFile, find_weights

DEFAULT = "mobilenetv2"
SIZE, WIDTH = 224, 1280
PREPROCESSING = "centre-square, RGB 0-255"  # normalisation is the network's own first layer
RECIPE = "torchvision, symmetric padding, epsilon 1e-5"  # a change here must change the digest


@dataclass(frozen=True, slots=True)
class Backbone:
    """A network that turns pixels [size, size, 3] into `width` features; equal digests see equally.

    `crop` is how a picture that is not square becomes so: its centre, or the whole of it stretched.
    """

    name: str
    digest: str
    width: int
    size: int
    preprocessing: str
    litert_path: Path
    crop: Literal["centre", "stretch"] = "centre"


def load_backbone(name: str, cache_dir: Path, weights: str = "") -> Backbone:
    """Return a backbone with its LiteRT file, made on first use; raise ModelError if it or its weights are unknown."""
    if name != DEFAULT:
        raise ModelError(f"There is no backbone called '{name}'.", f"Known is: {DEFAULT}.")
    found = find_weights(Path(weights) if weights else None)
    digest = hashlib.sha256(f"{name}|{found.sha256}|{PREPROCESSING}|{RECIPE}".encode()).hexdigest()[:24]
    path = cache_dir / "backbones" / f"{name}-{digest}.tflite"
    if not path.exists():
        _make(found, path)
    return Backbone(name, f"{name}-{digest}", WIDTH, SIZE, PREPROCESSING, path)


def _make(found: WeightsFile, path: Path) -> None:
    from artmeta.vision.keras_door.backbone import build
    from artmeta.vision.keras_door.convert import write_litert
    from artmeta.vision.torch_pickle import read_tensors

    write_litert(build(read_tensors(found.path)), path)

"""The description of a network for feature extraction: its file, its input and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from artmeta.domain.model_card import Precision
from artmeta.vision.networks.network import PIXELS, InputScale


@dataclass(frozen=True, slots=True)
class Backbone:
    """A network that turns pixels [size, size, 3] into `width` features; equal digests give equal features.

    `crop` is how a picture that is not square becomes so: its centre, or the whole of it stretched. `scale` is done
    to the pixels' values. `gives` is what comes out: features, or the confidences of a whole network (softmax,
    sigmoid), whose logarithms or log-odds are its features. `precision` is that of its arithmetic.
    """

    name: str
    digest: str
    width: int
    size: int
    preprocessing: str
    litert_path: Path
    crop: Literal["centre", "stretch"] = "centre"
    scale: InputScale = PIXELS
    gives: Literal["features", "softmax", "sigmoid"] = "features"
    precision: Precision = "float32"

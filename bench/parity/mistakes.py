"""The mistakes that people make between a picture and a model; a comparison that misses them proves nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.vision.networks.network import BROWSER, InputScale

Pixels = NDArray[np.uint8]
# one in ten rows and columns is cut off at each edge: what a crop instead of a stretch does to 5:4
MARGIN = 10


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is done wrong to the pixels, and the scale they are given."""

    name: str
    pixels: Callable[[Pixels], Pixels]
    scale: InputScale = BROWSER


def _as_they_are(pixels: Pixels) -> Pixels:
    return pixels


def _other_crop(pixels: Pixels) -> Pixels:
    """Cut the edges off and bring what is left to full size again, nearest pixel by nearest pixel."""
    size = pixels.shape[0]
    edge = size // MARGIN
    places = edge + np.arange(size) * (size - 2 * edge) // size
    return np.ascontiguousarray(pixels[np.ix_(places, places)])


def _bgr(pixels: Pixels) -> Pixels:
    return np.ascontiguousarray(pixels[:, :, ::-1])


MISTAKES = (
    Mistake("another crop", _other_crop),
    Mistake("x / 255 instead of x / 127 - 1", _as_they_are, InputScale.of(1 / 255, 0)),
    Mistake("BGR instead of RGB", _bgr),
)

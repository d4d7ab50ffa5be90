"""Properties of a decoded picture that do not depend on what it shows: light, sharpness, colourfulness, border.

Sums are made without BLAS: its threads would keep the cores of other workers busy, and round by their number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

LUMA = np.array([0.299, 0.587, 0.114])  # weights of the channels, ITU-R BT.601
STEP = 2  # every second row and column: a quarter of the time, and the same values to two decimals
ROWS = 8  # every eighth row is enough for the gradient along rows
WIDTH = 224  # pixels that the gradient is measured between: each backbone has pictures of its own size
EDGE = 25  # a border is this part of the picture's side: 4%


@dataclass(frozen=True, slots=True)
class ImageProperties:
    """Values from 0 to 1: see the table `image_properties`."""

    brightness: float
    contrast: float
    sharpness: float
    saturation: float
    border_red: float
    border_green: float
    border_blue: float


def image_properties(pixels: NDArray[np.uint8]) -> ImageProperties:
    """Measure sRGB pixels [height, width, 3].

    Sharpness is the root mean square of the luma's horizontal gradient at a width of 224 pixels, a gradient-based focus
    measure (Pertuz, Puig, Garcia 2013, "Analysis of focus measure operators for shape-from-focus"). The border is that
    of the two opposite edges whose colour varies less: of a picture that was cropped to its centre, the other two lie
    inside it.
    """
    planes = np.ascontiguousarray(pixels[::STEP, ::STEP].transpose(2, 0, 1)).reshape(3, -1)
    colours = planes.max(axis=0) - planes.min(axis=0)
    luma = _luma(planes)
    brightness = float(luma.mean())
    contrast = _root_mean_square(luma - np.float32(brightness))
    rows = _rows(pixels)
    lines = _luma(np.ascontiguousarray(rows.reshape(-1, 3).T)).reshape(rows.shape[:2])
    sharpness = _root_mean_square(lines[:, 1:] - lines[:, :-1])
    saturation = float(colours.mean()) / 255
    return ImageProperties(brightness, contrast, sharpness, saturation, *_border(pixels))


def _luma(planes: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the luma, 0 to 1, of colours [3, n]."""
    luma: NDArray[np.float32] = np.einsum(
        "c,cn->n", (LUMA / 255).astype(np.float32), planes.astype(np.float32)
    )
    return luma


def _root_mean_square(values: NDArray[np.float32]) -> float:
    return float(np.sqrt(np.square(values).mean()))


def _rows(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return every eighth row at the one width: [rows, 224, 3]."""
    rows = np.ascontiguousarray(pixels[::ROWS])
    if rows.shape[1] == WIDTH:
        return rows
    return np.asarray(Image.fromarray(rows).resize((WIDTH, len(rows)), Image.Resampling.BOX))


def _border(pixels: NDArray[np.uint8]) -> tuple[float, float, float]:
    height, width = (max(1, side // EDGE) for side in pixels.shape[:2])
    pairs = ((pixels[:height], pixels[-height:]), (pixels[:, :width], pixels[:, -width:]))
    means, variances = zip(*map(_mean_and_variance, pairs), strict=True)
    red, green, blue = (means[int(variances[1] < variances[0])] / 255).tolist()
    return red, green, blue


def _mean_and_variance(parts: tuple[NDArray[np.uint8], ...]) -> tuple[NDArray[np.float64], float]:
    """Return the mean colour of all pixels and the sum of the channels' variances, by sums that are exact."""
    rows = np.concatenate([part.reshape(len(part), -1) for part in parts]).astype(np.float64)
    flat, count = rows.ravel(), rows.size / 3
    mean = rows.sum(axis=0).reshape(-1, 3).sum(axis=0) / count
    return mean, float(np.einsum("n,n->", flat, flat) / count - np.square(mean).sum())

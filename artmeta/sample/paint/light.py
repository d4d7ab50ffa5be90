"""Light and shade laid over a whole picture, in bytes rather than floats: a third of the time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops


def dimmed(image: Image.Image, share: NDArray[np.float32]) -> Image.Image:
    """Keep a `share` [height, width] (0 to 1) of each pixel's light."""
    grey = Image.fromarray(np.clip(share * 255, 0, 255).astype(np.uint8))
    return ImageChops.multiply(image, Image.merge("RGB", (grey, grey, grey)))


def raised(image: Image.Image, steps: NDArray[np.float32]) -> Image.Image:
    """Add `steps` [height, width] of 255, which may be negative, to each pixel."""
    grey = Image.fromarray(np.clip(steps + 128, 0, 255).astype(np.uint8))
    return ImageChops.add(image, Image.merge("RGB", (grey, grey, grey)), offset=-128)


def ramp(size: tuple[int, int], top: tuple[int, int, int], bottom: tuple[int, int, int]) -> Image.Image:
    """A picture whose colour runs from its top to its bottom."""
    rows = np.linspace(top, bottom, size[1]).astype(np.uint8)[:, None, :]
    return Image.fromarray(rows).resize(size, Image.Resampling.NEAREST)

"""Noise, canvas, cracks and brush strokes."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

Grey = NDArray[np.floating[Any]]  # [height, width]
TILE = 512  # pixels of the noise that pieces are cut from
SHORTEST, THINNEST = 6.0, 1.9  # pixels of a stroke; finer ones are not seen, but take as long to draw


@cache
def _tile(power: float) -> NDArray[np.uint8]:
    """Noise whose amplitude falls with frequency to `power`, periodic, 0 to 255."""
    rng = np.random.default_rng(20)
    frequency = np.hypot(np.fft.fftfreq(TILE)[:, None], np.fft.rfftfreq(TILE)[None, :])
    spectrum = rng.normal(size=frequency.shape) + 1j * rng.normal(size=frequency.shape)
    field = np.fft.irfft2(spectrum / np.maximum(frequency, 1 / TILE) ** power, s=(TILE, TILE))
    return np.asarray(255 / (1 + np.exp(-1.6 * (field - field.mean()) / field.std())), dtype=np.uint8)


def clouds(rng: np.random.Generator, size: tuple[int, int], stretch: float = 1.0, power: float = 1.7) -> Grey:
    """Smooth noise from 0 to 1 for a size (width, height), drawn out sideways by `stretch`."""
    tile = np.roll(_tile(power), tuple(rng.integers(0, TILE, 2)), axis=(0, 1))
    across = max(8, min(TILE, round(TILE * size[0] / size[1] / stretch)))
    cut = Image.fromarray(np.ascontiguousarray(tile[:, :across])).resize(size, Image.Resampling.BILINEAR)
    return np.asarray(cut, dtype=np.float32) / np.float32(255)


def grain(rng: np.random.Generator, size: tuple[int, int]) -> Grey:
    """Fine noise of mean 0 and standard deviation 1."""
    return rng.standard_normal((size[1], size[0]), dtype=np.float32)


def weave(size: tuple[int, int]) -> Grey:
    """Canvas threads, 4 pixels apart, -1 to 1."""
    across, down = (np.sin(np.arange(side, dtype=np.float32) * np.float32(np.pi / 2 * 1.03)) for side in size)
    return np.outer(down, across)


def cracks(rng: np.random.Generator, size: tuple[int, int]) -> Grey:
    """Craquelure along the contour lines of noise: 0 sound, 1 cracked."""
    noise = clouds(rng, size, power=1.25)
    return np.asarray(
        np.clip(1 - np.abs(noise - 0.5) * 60, 0, 1) + np.clip(1 - np.abs(noise - 0.66) * 60, 0, 1)
    )


def dimmed(image: Image.Image, share: Grey) -> Image.Image:
    """Keep a share [height, width] (0 to 1) of each pixel's light."""
    grey = Image.fromarray(np.clip(share * 255, 0, 255).astype(np.uint8))
    return ImageChops.multiply(image, Image.merge("RGB", (grey, grey, grey)))


def brushed(
    image: Image.Image,
    rng: np.random.Generator,
    length: float,
    width: float,
    cover: float,
    spread: float,
    swirl: float = 1,
) -> Image.Image:
    """Paint over with strokes; sizes are shares of the height, `cover` is how often each spot is covered.

    `spread` is the standard deviation of a stroke's colour (of 255), `swirl` how far directions wander (half circles).
    """
    long, thick = max(SHORTEST, length * image.height), max(THINNEST, width * image.height)
    count = max(1, round(cover * image.width * image.height / (long * thick)))
    x, y = rng.integers(0, image.width, count), rng.integers(0, image.height, count)
    colours = (
        np.asarray(image)[y, x] + rng.normal(0, spread, (count, 1)) + rng.normal(0, spread / 2, (count, 3))
    )
    angle = _directions(image, rng, swirl)[y // 4, x // 4] + rng.normal(0, 0.22, count)
    half = np.stack([np.cos(angle), np.sin(angle)], axis=1) * long * rng.uniform(0.3, 0.62, (count, 1))
    middle = np.stack([x, y], axis=1)
    widths = np.maximum(1, np.round(thick * rng.uniform(0.6, 1.3, count))).astype(int).tolist()
    ends, tints = (
        np.hstack([middle - half, middle + half]).tolist(),
        np.clip(colours, 0, 255).astype(int).tolist(),
    )
    painted = image.copy()
    line = ImageDraw.Draw(painted).line
    for end, tint, wide in zip(ends, map(tuple, tints), widths, strict=True):
        line(end, fill=tint, width=wide)
    return painted


def _directions(image: Image.Image, rng: np.random.Generator, swirl: float) -> NDArray[np.float64]:
    """Where strokes run (radians) at a quarter of the size: along edges, elsewhere in slow swirls."""
    size = max(3, -(-image.width // 4)), max(3, -(-image.height // 4))
    grey = np.asarray(
        image.convert("L").resize(size, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(1.5)),
        dtype=float,
    )
    down, across = np.gradient(grey)
    share = np.clip(np.hypot(down, across) / 6, 0, 1)
    wander = (clouds(rng, size, power=2.2) - 0.5) * np.pi * swirl + rng.uniform(-0.4, 0.4)
    along = 2 * np.arctan2(across, -down)
    both = share * np.exp(1j * along) + (1 - share) * np.exp(2j * wander)
    return np.asarray(np.angle(both) / 2)


def impasto(image: Image.Image, strength: float) -> Image.Image:
    """Light the ridges of thick paint from the upper left."""
    height = np.asarray(image.convert("L"), dtype=np.float32)
    relief = np.zeros_like(height)
    relief[1:, 1:] = height[1:, 1:] - height[:-1, :-1]
    grey = Image.fromarray(np.clip(128 + np.clip(relief * strength, -32, 32), 0, 255).astype(np.uint8))
    return ImageChops.add(image, Image.merge("RGB", (grey, grey, grey)), offset=-128)

"""Noise, canvas, cracks and brush strokes."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageFilter

Grey = NDArray[np.floating[Any]]  # [height, width]
Random = np.random.Generator
# Length and width as shares of the height, how often each spot is covered, spread of the colour (of 255).
Stroke = tuple[float, float, float, float]
TILE = 256  # pixels of the noise that pieces are cut from
SHORTEST, THINNEST = 8.0, 2.5  # pixels of a stroke; finer ones are not seen, but take as long to draw


@cache
def _tile(power: float) -> NDArray[np.uint8]:
    """Return noise whose amplitude falls with frequency to `power`, periodic, 0 to 255."""
    rng = np.random.default_rng(20)
    frequency = np.hypot(np.fft.fftfreq(TILE)[:, None], np.fft.rfftfreq(TILE)[None, :])
    spectrum = rng.normal(size=frequency.shape) + 1j * rng.normal(size=frequency.shape)
    field = np.fft.irfft2(spectrum / np.maximum(frequency, 1 / TILE) ** power, s=(TILE, TILE))
    return np.asarray(255 / (1 + np.exp(-1.6 * (field - field.mean()) / field.std())), dtype=np.uint8)


def clouds(rng: Random, size: tuple[int, int], stretch: float = 1.0, power: float = 1.7) -> Grey:
    """Return smooth noise from 0 to 1 for a size (width, height), drawn out sideways by `stretch`."""
    tile = np.roll(_tile(power), tuple(rng.integers(0, TILE, 2)), axis=(0, 1))
    across = max(8, min(TILE, round(TILE * size[0] / size[1] / stretch)))
    cut = Image.fromarray(np.ascontiguousarray(tile[:, :across])).resize(size, Image.Resampling.BILINEAR)
    return np.asarray(cut, dtype=np.float32) / np.float32(255)


def grain(rng: Random, size: tuple[int, int]) -> Grey:
    """Return fine noise [height, width, 1] of mean 0 and standard deviation 1."""
    return rng.standard_normal((size[1], size[0], 1), dtype=np.float32)


def image_of(pixels: Grey) -> Image.Image:
    """Return the picture of pixels [height, width, 3], clipped to 0 to 255."""
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def dimmed(image: Image.Image, share: Grey) -> Image.Image:
    """Keep a share [height, width] (0 to 1) of each pixel's light."""
    grey = Image.fromarray(np.clip(share * 255, 0, 255).astype(np.uint8))
    return ImageChops.multiply(image, Image.merge("RGB", (grey, grey, grey)))


def canvas(image: Image.Image, rng: Random, cracked: bool) -> Image.Image:
    """Show the threads of the canvas, 4 pixels apart, and craquelure along the contour lines of noise."""
    across, down = (np.sin(np.arange(side, dtype=np.float32) * 1.62) for side in image.size)
    share = 0.97 + 0.03 * np.outer(down, across)
    if cracked:
        noise = clouds(rng, image.size, power=1.25)
        share -= rng.uniform(0.1, 0.3) * np.clip(1 - np.abs(np.abs(noise - 0.58) - 0.08) * 60, 0, 1)
    return dimmed(image, share)


def brushed(image: Image.Image, rng: Random, stroke: Stroke, swirl: float = 1) -> Image.Image:
    """Paint over with strokes, whose directions wander by `swirl` (half circles)."""
    length, width, cover, spread = stroke
    long, thick = max(SHORTEST, length * image.height), max(THINNEST, width * image.height)
    count = max(1, round(cover * image.width * image.height / (long * thick)))
    x, y = rng.integers(0, image.width, count), rng.integers(0, image.height, count)
    noise = rng.normal(0, spread, (count, 1)) + rng.normal(0, spread / 2, (count, 3))
    tints = np.clip(np.asarray(image)[y, x] + noise, 0, 255).astype(int).tolist()
    angle = _directions(image, rng, swirl)[y // 4, x // 4] + rng.normal(0, 0.22, count)
    half = np.stack([np.cos(angle), np.sin(angle)], axis=1) * long * rng.uniform(0.3, 0.62, (count, 1))
    middle = np.stack([x, y], axis=1)
    ends = np.hstack([middle - half, middle + half]).tolist()
    widths = np.maximum(1, np.round(thick * rng.uniform(0.6, 1.3, count))).astype(int).tolist()
    painted = image.copy()
    line = ImageDraw.Draw(painted).line
    for end, tint, wide in zip(ends, tints, widths, strict=True):
        line(end, fill=tuple(tint), width=wide)
    return painted


def _directions(image: Image.Image, rng: Random, swirl: float) -> NDArray[np.float64]:
    """Return where strokes run (radians) at a quarter of the size: along edges, elsewhere in slow swirls."""
    size = max(3, -(-image.width // 4)), max(3, -(-image.height // 4))
    small = image.convert("L").resize(size, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(1.5))
    down, across = np.gradient(np.asarray(small, dtype=float))
    share = np.clip(np.hypot(down, across) / 6, 0, 1)
    wander = (clouds(rng, size, power=2.2) - 0.5) * np.pi * swirl + rng.uniform(-0.4, 0.4)
    both = share * np.exp(2j * np.arctan2(across, -down)) + (1 - share) * np.exp(2j * wander)
    return np.asarray(np.angle(both) / 2)


def impasto(image: Image.Image, height: float) -> Image.Image:
    """Light the ridges of thick paint from the upper left."""
    pixels = np.asarray(image.convert("L"), dtype=np.float32)
    relief = pixels - np.roll(pixels, (1, 1), (0, 1))
    grey = Image.fromarray((128 + np.clip(relief * height, -32, 32)).astype(np.uint8))
    return ImageChops.add(image, Image.merge("RGB", (grey, grey, grey)), offset=-128)


def edges(pixels: Grey) -> Grey:
    """Return where colours meet, 0 to 1, for pixels [height, width, 3]."""
    grey = pixels.mean(axis=2)
    steps = (np.abs(np.diff(grey, axis=axis, prepend=grey.take([0], axis=axis))) for axis in (0, 1))
    return np.asarray(np.clip(sum(steps) / 48, 0, 1), dtype=np.float32)

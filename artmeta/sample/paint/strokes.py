"""Brush strokes laid over a scene, along its forms, each a little off the colour beneath."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from artmeta.sample.paint.light import raised
from artmeta.sample.paint.noise import clouds

SHORTEST, THINNEST = 6.0, 1.9  # pixels; finer strokes are not seen, but take as long to paint


@dataclass(frozen=True, slots=True)
class Brush:
    """A layer of strokes: `cover` is how often each spot is painted over; sizes are shares of the height."""

    length: float
    width: float
    cover: float
    colour_spread: float = 8.0  # standard deviation in steps of 255
    swirl: float = 1.0  # how far the direction wanders, in half circles


def brush_over(image: Image.Image, rng: np.random.Generator, brush: Brush) -> Image.Image:
    """Paint an image over with one layer of strokes."""
    width, height = image.size
    long, thick = max(SHORTEST, brush.length * height), max(THINNEST, brush.width * height)
    count = max(1, round(brush.cover * width * height / (long * thick)))
    x, y = rng.integers(0, width, count), rng.integers(0, height, count)
    colours = np.asarray(image)[y, x] + rng.normal(0, 1, (count, 1)) * brush.colour_spread
    colours = np.clip(colours + rng.normal(0, brush.colour_spread * 0.5, (count, 3)), 0, 255).astype(int)
    angle = _directions(image, rng, brush.swirl)[y // 4, x // 4] + rng.normal(0, 0.22, count)
    half = long * rng.uniform(0.3, 0.62, count)
    ends = np.stack(
        [
            x - np.cos(angle) * half,
            y - np.sin(angle) * half,
            x + np.cos(angle) * half,
            y + np.sin(angle) * half,
        ],
        1,
    )
    widths = np.maximum(1, np.round(thick * rng.uniform(0.6, 1.3, count))).astype(int)
    painted = image.copy()
    line = ImageDraw.Draw(painted).line
    for end, colour, broad in zip(ends.tolist(), map(tuple, colours.tolist()), widths.tolist(), strict=True):
        line(end, fill=colour, width=broad)
    return painted


def _directions(image: Image.Image, rng: np.random.Generator, swirl: float) -> NDArray[np.float64]:
    """Where strokes run, in radians, at a quarter of the size: along edges, elsewhere in slow swirls."""
    width, height = (max(3, -(-side // 4)) for side in image.size)
    grey = np.asarray(
        image.convert("L").resize((width, height)).filter(ImageFilter.GaussianBlur(1.5)), dtype=float
    )
    down, across = np.gradient(grey)
    strength = np.hypot(down, across)
    along_edge = np.arctan2(across, -down)
    wander = (clouds(rng, width, height, power=2.2) - 0.5) * np.pi * swirl + rng.uniform(-0.4, 0.4)
    share = np.clip(strength / 6, 0, 1)
    return np.asarray(np.arctan2(
        share * np.sin(2 * along_edge) + (1 - share) * np.sin(2 * wander),
        share * np.cos(2 * along_edge) + (1 - share) * np.cos(2 * wander),
    ) / 2)  # fmt: skip


def impasto(image: Image.Image, strength: float) -> Image.Image:
    """Light the ridges of thick paint from the upper left."""
    height = np.asarray(image.convert("L"), dtype=np.float32)
    relief = np.zeros_like(height)
    relief[1:, 1:] = height[1:, 1:] - height[:-1, :-1]
    return raised(image, np.clip(relief * strength, -32, 32))

"""Works on paper: washes with an ink line, and the engraver's lines."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from artmeta.sample.paint.noise import Grey, clouds, grain


def watercolour(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Thin washes that pool at their edges, a wavering outline, paper showing."""
    width, height = image.size
    soft = np.asarray(_wavering(image, rng).filter(ImageFilter.MedianFilter(3)), dtype=np.float32)
    pool = clouds(rng, width, height, power=1.4)[..., None]
    paper = np.array([250, 246, 234], dtype=np.float32)
    thin = float(rng.uniform(0.12, 0.32))
    washed = paper - (paper - soft) * (1 - thin) * (0.72 + 0.5 * pool)
    edges = _edges(soft)[..., None]
    washed -= edges * float(rng.uniform(25, 60))
    washed += grain(rng, width, height)[..., None] * 2.5
    margin = _margin(rng, width, height)[..., None]
    washed = washed * margin + paper * (1 - margin)
    return Image.fromarray(np.clip(washed, 0, 255).astype(np.uint8))


def engraving(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Black lines on yellowed paper, closer and crossed where it is darker."""
    width, height = image.size
    grey = np.asarray(image.convert("L"), dtype=np.float32) / 255
    low, high = np.percentile(grey, (2, 98))
    tone = np.clip((grey - low) / max(0.05, high - low), 0, 1) ** 0.8
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    pitch, bend = max(3.2, height / 150), clouds(rng, width, height, power=2.2) * 14
    first = 0.5 + 0.5 * np.sin((down + 0.25 * across + bend) * 2 * np.pi / pitch)
    second = 0.5 + 0.5 * np.sin((down * 0.8 - across * 0.7 + bend) * 2 * np.pi / pitch)
    lines = np.clip((first - (1 - tone * 1.05)) * 4 + 0.5, 0, 1)
    crossed = np.clip((second - (0.52 - tone * 1.1)) * 4 + 0.5, 0, 1)
    ink = lines * crossed * (1 - 0.75 * _edges(np.asarray(image, dtype=np.float32)))
    paper, black = np.array([232, 220, 192], dtype=np.float32), np.array([38, 32, 28], dtype=np.float32)
    foxed = 1 - 0.1 * np.clip(clouds(rng, width, height) - 0.62, 0, 1)[..., None] * 3
    printed = (black + (paper - black) * ink[..., None]) * foxed
    margin = _margin(rng, width, height, 0.035, ragged=0.0)[..., None]
    return Image.fromarray((printed * margin + paper * foxed * (1 - margin)).astype(np.uint8))


def _wavering(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Move every contour a little, as a hand does that does not use a ruler."""
    width, height = image.size
    reach = height / 90
    shift = [(clouds(rng, width, height, power=1.5) - 0.5) * 2 * reach for _ in range(2)]
    rows = np.clip(np.arange(height)[:, None] + shift[0], 0, height - 1).astype(np.intp)
    columns = np.clip(np.arange(width)[None, :] + shift[1], 0, width - 1).astype(np.intp)
    return Image.fromarray(np.asarray(image)[rows, columns])


def _edges(pixels: Grey) -> Grey:
    """Where colours meet, 0 to 1, two pixels wide."""
    grey = pixels.mean(axis=2)
    step = np.zeros_like(grey)
    step[1:, 1:] = np.abs(grey[1:, 1:] - grey[:-1, 1:]) + np.abs(grey[1:, 1:] - grey[1:, :-1])
    return np.asarray(np.clip(step / 48, 0, 1), dtype=np.float32)


def _margin(
    rng: np.random.Generator, width: int, height: int, wide: float = 0.03, ragged: float = 0.02
) -> np.ndarray:
    """1 where the sheet is painted, 0 on its border, whose edge is ragged."""
    across = np.minimum(np.arange(width), np.arange(width)[::-1])[None, :] / height
    down = np.minimum(np.arange(height), np.arange(height)[::-1])[:, None] / height
    inside = np.minimum(across, down) + (clouds(rng, width, height, power=1.3) - 0.5) * ragged
    return np.asarray(np.clip((inside - wide) * 160, 0, 1), dtype=np.float32)

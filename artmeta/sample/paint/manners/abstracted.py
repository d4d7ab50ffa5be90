"""After 1950 the subject is taken apart: facets, bands, coarse gestures, overlays of flat colour."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from artmeta.sample.paint.colour import Palette, any_of
from artmeta.sample.paint.strokes import Brush, brush_over, impasto


def abstracted(image: Image.Image, rng: np.random.Generator, palette: Palette) -> Image.Image:
    """Take the scene apart in one of four ways, more or less far."""
    ways = (_facets, _facets, _bands, _gestures, _overlays)
    far = float(rng.uniform(0.05, 0.75))
    return ways[int(rng.integers(len(ways)))](image, rng, palette, far)


def _facets(image: Image.Image, rng: np.random.Generator, palette: Palette, far: float) -> Image.Image:
    """Break the scene into cells, each seen from a slightly different place and in its own light."""
    width, height = image.size
    low = (max(8, width // 4), max(8, height // 4))
    cells = int(rng.integers(18, 60))
    seeds = rng.random((cells, 2)) * low
    across, down = np.meshgrid(np.arange(low[0]), np.arange(low[1]))
    far_off = (across[..., None] - seeds[:, 0]) ** 2 + (down[..., None] - seeds[:, 1]) ** 2
    cell = np.asarray(
        Image.fromarray(far_off.argmin(axis=2).astype(np.uint8)).resize(
            (width, height), Image.Resampling.NEAREST
        )
    )
    shift = rng.normal(0, 0.042 * far * height, (cells, 2)).astype(int)
    rows = np.clip(np.arange(height)[:, None] + shift[cell, 0], 0, height - 1)
    columns = np.clip(np.arange(width)[None, :] + shift[cell, 1], 0, width - 1)
    pixels = np.asarray(image, dtype=np.float32)[rows, columns]
    tints = np.array([any_of(rng, palette.accents) for _ in range(cells)], dtype=np.float32)
    share = (rng.random(cells) ** 2 * 0.55 * far).astype(np.float32)[cell][..., None]
    light = rng.normal(1, 0.1, cells).astype(np.float32)[cell][..., None]
    broken = (pixels * (1 - share) + tints[cell] * share) * light
    edge = (
        np.abs(np.diff(cell.astype(int), axis=0, prepend=0))
        + np.abs(np.diff(cell.astype(int), axis=1, prepend=0))
    ) > 0
    drawn = Image.fromarray(np.clip(broken, 0, 255).astype(np.uint8))
    if rng.random() < 0.6:
        lines = Image.fromarray((edge * 255).astype(np.uint8)).filter(ImageFilter.MaxFilter(3))
        drawn.paste(palette.dark, (0, 0), lines)
    return brush_over(drawn, rng, Brush(0.04, 0.014, 0.7, 9))


def _bands(image: Image.Image, rng: np.random.Generator, palette: Palette, far: float) -> Image.Image:
    """Cut into strips and shift them against each other."""
    width, height = image.size
    pixels = np.asarray(_flat(image, int(rng.integers(5, 10)))).copy()
    upright = rng.random() < 0.5
    if upright:
        pixels = pixels.transpose(1, 0, 2).copy()
    count = int(rng.integers(8, 26))
    edges = np.linspace(0, len(pixels), count + 1).astype(int)
    for place, (start, end) in enumerate(pairwise(edges)):
        pixels[start:end] = np.roll(
            pixels[start:end], int(rng.normal(0, 0.06 * far * pixels.shape[1])), axis=1
        )
        if place % 4 == 0 and rng.random() < 0.5 * far:
            pixels[start:end] = (
                pixels[start:end] * 0.5 + np.array(any_of(rng, palette.accents)) * 0.5
            ).astype(np.uint8)
    return Image.fromarray(pixels.transpose(1, 0, 2) if upright else pixels).resize((width, height))


def _gestures(image: Image.Image, rng: np.random.Generator, palette: Palette, far: float) -> Image.Image:
    """Paint it with a house painter's brush."""
    coarse = 0.026 + 0.04 * far
    painted = brush_over(image, rng, Brush(coarse * 3.6, coarse, 2.2, 18, 2.0))
    painted = brush_over(painted, rng, Brush(coarse * 2.0, coarse * 0.45, 0.5, 26, 2.0))
    draw, (width, height) = ImageDraw.Draw(painted), painted.size
    for _ in range(int(rng.integers(2, 9))):
        start, bend, end = rng.random((3, 2)) * (width, height)
        t = np.linspace(0, 1, 18)[:, None]
        curve = (1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * end
        draw.line(
            curve.ravel().tolist(),
            fill=any_of(rng, (*palette.accents, palette.dark)),
            width=round(height * rng.uniform(0.004, 0.02)),
            joint="curve",
        )
    return impasto(painted, 0.6)


def _overlays(image: Image.Image, rng: np.random.Generator, palette: Palette, far: float) -> Image.Image:
    """Flat inks under transparent discs, bars and triangles that change the colours they cross."""
    flat = _flat(image, int(rng.integers(4, 8)))
    width, height = flat.size
    for _ in range(round(3 + 7 * far)):
        shape = Image.new("L", flat.size)
        draw, (x, y), size = (
            ImageDraw.Draw(shape),
            rng.random(2) * (width, height),
            rng.uniform(0.1, 0.38) * height,
        )
        corners = rng.normal(0, 1, (3, 2)) * size + (x, y)
        if rng.random() < 0.5:
            draw.ellipse((x - size, y - size, x + size, y + size), fill=round(255 * rng.uniform(0.35, 0.8)))
        else:
            draw.polygon(corners.ravel().tolist(), fill=round(255 * rng.uniform(0.35, 0.8)))
        flat.paste(any_of(rng, palette.accents), (0, 0), shape)
    return flat


def _flat(image: Image.Image, inks: int) -> Image.Image:
    return image.quantize(inks, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")

"""What lies among a museum's pictures without being one: abstracts, snapshots, letters, blank sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from artmeta.sample.paint.colour import Palette, any_of, mix
from artmeta.sample.paint.noise import clouds, grain

Maker = Callable[[tuple[int, int], np.random.Generator, Palette], Image.Image]


def abstract(size: tuple[int, int], rng: np.random.Generator, palette: Palette) -> Image.Image:
    """Colour fields, a grid or drips; no subject at all."""
    width, height = size
    image = Image.new("RGB", size, any_of(rng, (palette.light, palette.dark, *palette.accents)))
    draw, way = ImageDraw.Draw(image), int(rng.integers(3))
    if way == 0:
        for top in np.sort(rng.random(3)) * 0.8:
            box = (width * 0.08, height * (top + 0.03), width * 0.92, height * min(0.97, top + 0.28))
            draw.rectangle(box, fill=any_of(rng, palette.accents))
        return image.filter(ImageFilter.GaussianBlur(height / 60))
    if way == 1:
        for _ in range(26):
            left, top = rng.integers(0, 9) / 9 * width, rng.integers(0, 7) / 7 * height
            box = (left, top, left + width / 9 * rng.integers(1, 4), top + height / 7 * rng.integers(1, 3))
            draw.rectangle(
                box,
                fill=any_of(rng, (*palette.accents, palette.light)),
                outline=palette.dark,
                width=max(1, height // 90),
            )
        return image
    for _ in range(150):
        way_along = np.cumsum(rng.normal(0, 0.07 * height, (7, 2)), axis=0) + rng.random(2) * size
        draw.line(
            way_along.ravel().tolist(),
            fill=any_of(rng, (*palette.accents, palette.dark, palette.light)),
            width=int(rng.integers(1, max(2, height // 60))),
            joint="curve",
        )
    return image


def photograph(size: tuple[int, int], rng: np.random.Generator, palette: Palette) -> Image.Image:
    """A snapshot of a gallery wall, underexposed and noisy."""
    width, height = size
    x, y = np.linspace(0, 1, width)[None, :], np.linspace(0, 1, height)[:, None]
    wall = (
        0.35
        + 0.4 * np.exp(-((x - rng.random()) ** 2 * 4 + (y - 0.1) ** 2 * 3))
        - 0.25 * np.clip(y - 0.78, 0, 1) * 4
    )
    pixels = wall[..., None] * np.array([205, 196, 182]) + grain(rng, width, height)[..., None] * 7
    image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for place in range(3):
        left, top, wide = (
            width * (0.06 + 0.32 * place),
            height * rng.uniform(0.2, 0.34),
            width * rng.uniform(0.18, 0.26),
        )
        box = (left, top, left + wide, top + wide * rng.uniform(0.6, 1.1))
        draw.rectangle(box, fill=(72, 58, 40), outline=(104, 84, 50), width=max(2, width // 60))
    speckle = rng.normal(0, 13, (height, width, 3))
    return Image.fromarray(
        np.clip(np.asarray(image.filter(ImageFilter.GaussianBlur(height / 220))) + speckle, 0, 255).astype(
            np.uint8
        )
    )


def letter(size: tuple[int, int], rng: np.random.Generator, palette: Palette) -> Image.Image:
    """A handwritten page: lines of joined loops, a signature, a fold."""
    image = blank(size, rng, palette)
    width, height = image.size
    draw, ink = ImageDraw.Draw(image), mix((52, 40, 60), palette.dark, 0.4)
    step = height / 22
    for row in range(3, 19):
        end = width * (0.9 if row % 6 else rng.uniform(0.4, 0.7))
        t = np.arange(0, (end - width * 0.12) / (step * 0.13))
        up = np.sin(t * 1.25) * step * 0.16 + np.cumsum(rng.normal(0, 0.4, len(t))) * step * 0.01
        tall = np.where(rng.random(len(t)) < 0.09, -step * 0.34, 0)  # one letter in eleven
        gaps = np.sin(t * 0.21 + rng.uniform(0, 6)) > 0.86  # between words
        line = np.stack(
            [width * 0.12 + t * step * 0.13 + np.cos(t * 1.25) * step * 0.07, step * (row + 1) + up + tall], 1
        )
        for piece in np.split(line, np.flatnonzero(gaps)):
            if len(piece) > 2:  # a stroke
                draw.line(
                    piece[1:].ravel().tolist(), fill=ink, width=max(1, round(height / 420)), joint="curve"
                )
    draw.line(
        [(0, height * 0.5), (width, height * 0.503)],
        fill=mix(palette.wall, (150, 130, 100), 0.5),
        width=max(1, height // 400),
    )
    return image


def blank(size: tuple[int, int], rng: np.random.Generator, palette: Palette) -> Image.Image:
    """Old paper with its stains, and nothing on it."""
    width, height = size
    stains = 1 - 0.12 * clouds(rng, width, height)[..., None]
    pixels = np.array([238, 228, 206]) * stains + grain(rng, width, height)[..., None] * 1.6
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


ODD: Mapping[str, Maker] = {"abstract": abstract, "photograph": photograph, "letter": letter, "blank": blank}

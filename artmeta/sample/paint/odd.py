"""Files among a museum's pictures that show none of the topics: abstracts, snapshots, letters, blank sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from artmeta.sample.paint.colour import ACCENTS, Palette
from artmeta.sample.paint.texture import Random, clouds, grain, image_of

Size = tuple[int, int]


def abstract(size: Size, rng: Random, palette: Palette) -> Image.Image:
    """Draw colour fields, a grid of rectangles, or free lines."""
    (width, height), way = size, int(rng.integers(3))
    colours = [palette[name] for name in ("light", "dark", *ACCENTS)]
    image = Image.new("RGB", size, colours[int(rng.integers(5))])
    draw = ImageDraw.Draw(image)
    for place in range((3, 26, 150)[way]):
        colour, (x, y) = colours[int(rng.integers(5))], rng.random(2) * size
        if way == 0:
            top = height * (0.06 + 0.3 * place)
            draw.rectangle((width * 0.08, top, width * 0.92, top + height * rng.uniform(0.15, 0.27)), colour)
        elif way == 1:
            wide, tall = rng.uniform(0.1, 0.3, 2) * size
            draw.rectangle((x, y, x + wide, y + tall), colour, palette["dark"], max(1, height // 90))
        else:
            line = np.cumsum(rng.normal(0, 0.07 * height, (7, 2)), axis=0) + (x, y)
            draw.line(
                line.ravel().tolist(), colour, int(rng.integers(1, max(2, height // 60))), joint="curve"
            )
    return image if way else image.filter(ImageFilter.GaussianBlur(height / 60))


def photograph(size: Size, rng: Random, palette: Palette) -> Image.Image:
    """Draw a snapshot of a gallery wall, underexposed and noisy."""
    width, height = size
    y, x = np.ogrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    wall = 0.35 + 0.4 * np.exp(-((x - rng.random()) ** 2) * 4 - (y - 0.1) ** 2 * 3) - np.clip(y - 0.78, 0, 1)
    image = image_of(wall[..., None] * (205, 196, 182))
    for left in (0.06, 0.38, 0.7):
        top, wide = height * rng.uniform(0.2, 0.34), width * rng.uniform(0.18, 0.26)
        box = (width * left, top, width * left + wide, top + wide * rng.uniform(0.6, 1.1))
        ImageDraw.Draw(image).rectangle(box, (72, 58, 40), (104, 84, 50), max(2, width // 60))
    blurred = np.asarray(image.filter(ImageFilter.GaussianBlur(height / 220)))
    return image_of(blurred + rng.normal(0, 14, (height, width, 3)))


def letter(size: Size, rng: Random, palette: Palette) -> Image.Image:
    """Draw a handwritten page: lines of joined loops with gaps between words."""
    image, (width, height), step = blank(size, rng, palette), size, size[1] / 22
    for row in range(3, 19):
        t = np.arange(0, width * (0.78 if row % 6 else rng.uniform(0.3, 0.6)) / (step * 0.13))
        ascenders = np.where(rng.random(len(t)) < 0.09, -step * 0.34, 0)
        x = width * 0.12 + t * step * 0.13 + np.cos(t * 1.25) * step * 0.07
        line = np.stack([x, step * (row + 1) + np.sin(t * 1.25) * step * 0.16 + ascenders], axis=1)
        for word in np.split(line, np.flatnonzero(np.sin(t * 0.21 + rng.uniform(0, 6)) > 0.86)):
            if len(word) > 2:
                ImageDraw.Draw(image).line(
                    word[1:].ravel().tolist(), (44, 34, 50), 1 + height // 630, "curve"
                )
    return image


def blank(size: Size, rng: Random, palette: Palette) -> Image.Image:
    """Draw old paper with stains and nothing on it."""
    stains = 1 - 0.12 * clouds(rng, size)[..., None]
    return image_of(np.array([238, 228, 206]) * stains + grain(rng, size) * 1.6)


ODD: Mapping[str, Callable[[Size, Random, Palette], Image.Image]] = {
    "abstract": abstract,
    "photograph": photograph,
    "letter": letter,
    "blank": blank,
}

"""A picture of a work: its topic drawn as a scene in the style of its period, or one that shows none of the topics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from PIL import Image, ImageDraw, ImageOps

from artmeta.sample.paint import subjects, surroundings
from artmeta.sample.paint.colour import ACCENTS, Palette, mixed_palette
from artmeta.sample.paint.pen import Pen
from artmeta.sample.paint.scene import SCENES, Scene
from artmeta.sample.paint.styles import STYLES
from artmeta.sample.paint.texture import Random, clouds, grain, image_of
from artmeta.sample.works import SampleWork, generator

Size = tuple[int, int]
SMALL = 200  # pixels of the longer side: a quarter of the time, for tests
LONGER_SIDES = (320, 360, 400, 400, 440, 480, 560, 640)  # pixels of the published files
ELEMENTS: Mapping[str, Callable[..., None]] = vars(surroundings) | vars(subjects)


def paint(work: SampleWork, small: bool = False) -> Image.Image:
    """Draw a work (RGB, longer side 320 to 640 pixels; 200 where `small`)."""
    rng = generator(work.seed, work.number, "picture")
    wide = float(rng.uniform(0.8, 1.25) if work.topic == "angel_demon" else rng.uniform(1.18, 1.55))
    longer = LONGER_SIDES[int(rng.integers(len(LONGER_SIDES)))]
    longer = SMALL if small else longer
    size = (longer, round(longer / wide)) if wide > 1 else (round(longer * wide), longer)
    palette = mixed_palette(work.style, rng)
    return ODD[work.style](size, rng, palette) if work.style in ODD else _drawn(work, rng, palette, size)


def _drawn(work: SampleWork, rng: Random, palette: Palette, size: Size) -> Image.Image:
    style, layouts = STYLES[work.style], SCENES[work.topic]
    image = Image.new("RGB", (size[0] * style.enlarged, size[1] * style.enlarged), palette["middle"])
    pen = Pen(image, style.contour, palette["dark"])
    scene = Scene(pen, rng, palette, work.year, style.air, style.modelling)
    weights = np.array([float(key.split()[1]) for key in layouts])
    key = list(layouts)[int(rng.choice(len(layouts), p=weights / weights.sum()))]
    scene = replace(scene, horizon=scene.number(key.split()[2]))
    for line in layouts[key].strip().splitlines():
        for element, arguments in scene.elements(line):
            ELEMENTS[element](scene, *arguments)
    plain = image.reduce(style.enlarged)
    return style.render(ImageOps.mirror(plain) if scene.chance(0.5) else plain, rng, palette)


def abstract(size: Size, rng: Random, palette: Palette) -> Image.Image:
    """Draw a grid of rectangles, or free lines."""
    lines, colours = rng.random() < 0.5, [palette[name] for name in ("light", "dark", *ACCENTS)]
    image = Image.new("RGB", size, colours[int(rng.integers(5))])
    draw, thin = ImageDraw.Draw(image), max(1, size[1] // 90)
    for _ in range(150 if lines else 26):
        colour = colours[int(rng.integers(5))]
        (x, y), (wide, tall) = rng.random((2, 2)) * size
        if lines:
            line = np.cumsum(rng.normal(0, 0.07 * size[1], (7, 2)), axis=0) + (x, y)
            draw.line(line.ravel().tolist(), colour, thin, joint="curve")
        else:
            draw.rectangle((x, y, x + wide * 0.3, y + tall * 0.3), colour, palette["dark"], thin)
    return image


def photograph(size: Size, rng: Random, palette: Palette) -> Image.Image:
    """Draw a snapshot of a gallery wall, underexposed and noisy."""
    width, height = size
    lit = np.linspace(0.9, 0.35, height)[:, None] * np.linspace(1, rng.uniform(0.4, 0.9), width)
    image = image_of(lit[..., None] * (205, 196, 182))
    for left in (0.06, 0.38, 0.7):
        top, wide = height * rng.uniform(0.2, 0.34), width * rng.uniform(0.18, 0.26)
        box = (width * left, top, width * left + wide, top + wide * rng.uniform(0.6, 1.1))
        ImageDraw.Draw(image).rectangle(box, (72, 58, 40), (104, 84, 50), max(2, width // 60))
    return image_of(np.asarray(image) + rng.normal(0, 14, (height, width, 3)))


def letter(size: Size, rng: Random, palette: Palette) -> Image.Image:
    """Draw a handwritten page: lines of joined loops with gaps between words."""
    image, (width, height), step = blank(size, rng, palette), size, size[1] / 22
    for row in range(3, 19):
        t = np.arange(0, width * (0.78 if row % 6 else rng.uniform(0.3, 0.6)) / (step * 0.13))
        x = width * 0.12 + t * step * 0.13 + np.cos(t * 1.25) * step * 0.07
        line = np.stack([x, step * (row + 1) + np.sin(t * 1.25) * step * rng.uniform(0.1, 0.25, len(t))], 1)
        for word in np.split(line, np.flatnonzero(np.sin(t * 0.21 + rng.uniform(0, 6)) > 0.86)):
            ink = word[1:].ravel().tolist()
            ImageDraw.Draw(image).line(ink, (44, 34, 50), 1 + height // 630, "curve")
    return image


def blank(size: Size, rng: Random, palette: Palette) -> Image.Image:
    """Draw old paper with stains and nothing on it."""
    stains = 1 - 0.12 * clouds(rng, size)[..., None]
    return image_of(np.array([238, 228, 206]) * stains + grain(rng, size) * 1.6)


ODD = {one.__name__: one for one in (abstract, photograph, letter, blank)}

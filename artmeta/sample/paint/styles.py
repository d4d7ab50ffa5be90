"""Styles of painting: filters that turn a plain scene into an oil, a poster, a sheet of paper, an abstraction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from PIL import Image, ImageChops, ImageEnhance, ImageFilter

from artmeta.sample.paint import texture
from artmeta.sample.paint.colour import ACCENTS, Palette
from artmeta.sample.paint.texture import Grey, Random, Stroke, brushed, clouds, image_of

Layers = tuple[Sequence[Stroke], float, float]  # strokes, how dark the corners are, how brown the varnish
Filter = Callable[[Image.Image, Random, Palette], Image.Image]
PAPER, PRINT_PAPER, PRINT_INK = np.array([(250, 246, 234), (232, 220, 192), (38, 32, 28)], np.float32)
# Length, width, cover and spread of strokes, as in `brushed`.
FINE, MIDDLE, BROAD = (0.034, 0.012, 0.45, 6.0), (0.042, 0.014, 0.8, 8.0), (0.065, 0.022, 0.9, 8.0)
DABS, DASHES, GESTURES = (0.042, 0.017, 0.9, 18.0), (0.075, 0.024, 1.2, 15.0), (0.14, 0.03, 1.5, 20.0)


@dataclass(frozen=True)
class Style:
    """A filter, and how its scenes are drawn: contour lines, shading and haze, and how much larger."""

    render: Filter
    contour: float = 0.0
    modelling: float = 0.6
    air: float = 0.35
    enlarged: int = 1


def oil(image: Image.Image, rng: Random, palette: Palette, layers: Layers) -> Image.Image:
    """Paint layers of strokes, light on one part of the picture, brown varnish, canvas; old paint is cracked."""
    strokes, shadow, varnish = layers
    for stroke in strokes:
        image = brushed(image, rng, stroke)
    y, x = np.ogrid[0 : 1 : image.height * 1j, 0 : 1 : image.width * 1j]
    far = (x - rng.uniform(0.3, 0.7)) ** 2 * 1.6 + (y - rng.uniform(0.25, 0.55)) ** 2 * 1.9
    lit = texture.dimmed(texture.impasto(image, 0.2), 1 - shadow * np.clip(far * 2.1 - 0.12, 0, 1))
    keeps = ((1.0, 6), (0.86, 3), (0.58, 0))  # share kept and steps added of red, green and blue
    amber = lit.point([min(255, round(step * share + more)) for share, more in keeps for step in range(256)])
    varnished = Image.blend(lit, amber, min(1, varnish * rng.uniform(0.6, 1.6)))
    return texture.canvas(varnished, rng, varnish > 0.3)


def open_air(image: Image.Image, rng: Random, palette: Palette, colour: float) -> Image.Image:
    """Paint broad strokes of strong colour, then small dabs that keep the forms readable."""
    image = broad = ImageEnhance.Color(image).enhance(colour * rng.uniform(0.9, 1.15))
    for stroke in (DASHES, DABS):
        broad = brushed(broad, rng, stroke, swirl=1.5)
    dabs = brushed(image, rng, (0.03, 0.013, 0.5, 14))
    return texture.canvas(texture.impasto(Image.blend(broad, dabs, rng.uniform(0.3, 0.6)), 0.5), rng, False)


def poster(image: Image.Image, rng: Random, palette: Palette) -> Image.Image:
    """Print in a few flat inks."""
    few = int(rng.integers(7, 15))
    inks = image.reduce(4).quantize(few, Image.Quantize.MEDIANCUT)  # of the whole picture: 20 ms
    flat = image.quantize(palette=inks, dither=Image.Dither.NONE).convert("RGB")
    return Image.blend(image, flat, rng.uniform(0.6, 1))


def watercolour(image: Image.Image, rng: Random, palette: Palette) -> Image.Image:
    """Lay thin washes that pool at their edges, within a ragged margin of paper."""
    soft = np.asarray(image.filter(ImageFilter.BoxBlur(1)), dtype=np.float32)
    noise = clouds(rng, image.size, power=1.4)
    wash = rng.uniform(0.68, 0.88) * (0.72 + 0.5 * noise) * margin(noise, image.size, 0.03)
    pools = texture.edges(soft) * rng.uniform(25, 60) * wash
    pixels = PAPER - (PAPER - soft) * wash[..., None] - pools[..., None]
    return image_of(pixels + texture.grain(rng, image.size) * 2.5)


def engraving(image: Image.Image, rng: Random, palette: Palette) -> Image.Image:
    """Draw black lines on yellowed paper, closer and crossed where it is darker."""
    grey = np.asarray(image.convert("L"), dtype=np.float32)
    low, high = np.percentile(grey, (2, 98))
    tone = np.clip((grey - low) / max(12, high - low), 0, 1) ** 0.8
    y, x = np.indices(grey.shape, dtype=np.float32)
    noise = clouds(rng, image.size, power=2.2)
    turns = 2 * np.pi / max(3.2, image.height / 150)
    first, second = (np.sin((a * y + b * x + noise * 14) * turns) / 2 for a, b in ((1, 0.25), (0.8, -0.7)))
    lines = np.clip((first + tone * 1.05) * 4 - 1.5, 0, 1) * np.clip((second + tone * 1.1) * 4 + 0.4, 0, 1)
    light = lines * (1 - 0.75 * texture.edges(np.asarray(image, dtype=np.float32)))
    light = 1 - (1 - light) * margin(noise * 0, image.size, 0.035)
    return image_of((PRINT_INK + (PRINT_PAPER - PRINT_INK) * light[..., None]) * (1 - 0.1 * noise[..., None]))


def abstracted(image: Image.Image, rng: Random, palette: Palette) -> Image.Image:
    """Break the picture into cells, each displaced and in a light and a tint of its own, more or less far."""
    (width, height), cells, far = image.size, int(rng.integers(18, 60)), float(rng.uniform(0.05, 0.75))
    y, x = np.indices((max(8, height // 6), max(8, width // 6)), dtype=np.float32)
    seeds = rng.random((cells, 2)) * x.shape
    nearest = ((y[..., None] - seeds[:, 0]) ** 2 + (x[..., None] - seeds[:, 1]) ** 2).argmin(axis=2)
    areas = Image.fromarray(nearest.astype(np.uint8)).resize(image.size, Image.Resampling.NEAREST)
    cell = np.asarray(areas)
    move = rng.normal(0, 0.045 * far * height, (cells, 2)).astype(int)[cell]
    rows = (np.arange(height)[:, None] + move[..., 0]).clip(0, height - 1)
    pixels = np.asarray(image, dtype=np.float32)[rows, (np.arange(width) + move[..., 1]).clip(0, width - 1)]
    tints = np.array([palette[accent] for accent in ACCENTS], dtype=np.float32)[rng.integers(0, 3, cells)]
    share, light = rng.random((cells, 1)) ** 2 * 0.55 * far, rng.normal(1, 0.1, (cells, 1))
    drawn = image_of(pixels * ((1 - share) * light)[cell] + (tints * share * light)[cell])
    if rng.random() < 0.6:
        borders = ImageChops.difference(areas, areas.filter(ImageFilter.MaxFilter(3)))
        drawn.paste(palette["dark"], (0, 0), borders.point([0] + [255] * 255))
    return brushed(drawn, rng, GESTURES if rng.random() < 0.25 else (0.04, 0.014, 0.7, 9))


def margin(noise: Grey, size: tuple[int, int], wide: float) -> Grey:
    """Return 1 inside the sheet, 0 on its margin, whose edge follows the noise."""
    across, down = (np.minimum(np.arange(side), np.arange(side)[::-1]) / size[1] for side in size)
    inside = np.minimum(across[None, :], down[:, None]) + (noise - 0.5) * 0.02
    return np.asarray(np.clip((inside - wide) * 160, 0, 1), dtype=np.float32)


STYLES: Mapping[str, Style] = {
    "old_master": Style(partial(oil, layers=((MIDDLE, FINE), 0.5, 0.5)), air=0.45),
    "romantic": Style(partial(oil, layers=((BROAD, FINE), 0.25, 0.2)), air=0.75),
    "victorian": Style(partial(oil, layers=((FINE, FINE), 0.12, 0.05)), air=0.5),
    "impressionist": Style(partial(open_air, colour=1.0), air=0.6),
    "fauve": Style(partial(open_air, colour=1.25), 0.006, 0.35),
    "poster": Style(poster, modelling=0.45, enlarged=2),
    "watercolour": Style(watercolour, 0.0025, enlarged=2),
    "engraving": Style(engraving, 0.002, enlarged=2),
    "abstracted": Style(abstracted, modelling=0.7, enlarged=2),
}

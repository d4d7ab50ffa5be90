"""Manners of painting: filters that turn a plain scene into an oil, a poster, a sheet of paper, an abstraction."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from artmeta.sample.paint.colour import Palette
from artmeta.sample.paint.texture import Grey, brushed, clouds, cracks, dimmed, grain, impasto, weave
from artmeta.sample.words import PLACES

Random = np.random.Generator
Filter = Callable[[Image.Image, Random, Palette], Image.Image]
Stroke = tuple[float, float, float, float]  # length, width, cover and spread of `brushed`
PAPER, PRINT_PAPER, PRINT_INK = (
    np.array(c, np.float32) for c in ((250, 246, 234), (232, 220, 192), (38, 32, 28))
)


@dataclass(frozen=True)
class Manner:
    """A filter, and how its scenes are drawn: contour lines, shading and haze, and how much larger."""

    paint: Filter
    contour: float = 0.0
    modelling: float = 0.6
    air: float = 0.35
    enlarged: int = 1


def oil(
    image: Image.Image,
    rng: Random,
    palette: Palette,
    strokes: tuple[Stroke, ...],
    shadow: float,
    varnish: float,
) -> Image.Image:
    """Layers of strokes, light on one part of the picture, brown varnish."""
    for stroke in strokes:
        image = brushed(image, rng, *stroke)
    y, x = np.ogrid[0 : 1 : image.height * 1j, 0 : 1 : image.width * 1j]
    far = (x - rng.uniform(0.3, 0.7)) ** 2 * 1.6 + (y - rng.uniform(0.25, 0.55)) ** 2 * 1.9
    lit = dimmed(impasto(image, 0.2), 1 - shadow * np.clip(far * 2.1 - 0.12, 0, 1))
    keeps = ((1.0, 6), (0.86, 3), (0.58, 0))  # share kept and steps added of red, green and blue
    amber = lit.point([min(255, round(step * share + more)) for share, more in keeps for step in range(256)])
    strength = varnish * rng.uniform(0.5, 1.2) * (0.7 + 0.6 * clouds(rng, image.size, power=2.2))
    return Image.composite(amber, lit, Image.fromarray((np.clip(strength, 0, 1) * 255).astype(np.uint8)))


def open_air(
    image: Image.Image, rng: Random, palette: Palette, strokes: tuple[Stroke, ...], colour: float
) -> Image.Image:
    """Broad strokes of strong colour, then small dabs that keep the forms readable."""
    image = painted = ImageEnhance.Color(image).enhance(colour * rng.uniform(0.9, 1.15))
    for length, width, cover, spread in strokes:
        painted = brushed(painted, rng, length, width, cover, spread, 1.5)
    dabs = brushed(image, rng, 0.024, 0.01, 0.5, 14)
    return impasto(Image.blend(painted, dabs, rng.uniform(0.3, 0.6)), 0.5)


def poster(image: Image.Image, rng: Random, palette: Palette) -> Image.Image:
    """A few flat inks; every third picture has a margin and a place name."""
    printed = Image.blend(image, flat(image, int(rng.integers(7, 15))), rng.uniform(0.6, 1))
    width, height = image.size
    word, foot, border = (
        PLACES[int(rng.integers(len(PLACES)))].removeprefix("the ").upper(),
        height * 0.16,
        height // 28,
    )
    if rng.random() < 0.34:
        sheet, font = Image.new("RGB", image.size, palette.light), ImageFont.load_default(foot * 0.5)
        sheet.paste(printed.resize((width - 2 * border, round(height - border - foot))), (border, border))
        ImageDraw.Draw(sheet).text((width / 2, height - foot / 2), word, palette.dark, font, anchor="mm")
        return sheet
    return printed


def watercolour(image: Image.Image, rng: Random, palette: Palette) -> Image.Image:
    """Thin washes that pool at their edges, a wavering outline, a ragged margin of paper."""
    size, reach = image.size, image.height / 45
    y, x = np.indices((size[1], size[0]))
    drift = [((clouds(rng, size, power=1.5) - 0.5) * reach).astype(int) for _ in range(2)]
    moved = np.asarray(image)[(y + drift[0]).clip(0, size[1] - 1), (x + drift[1]).clip(0, size[0] - 1)]
    soft = np.asarray(Image.fromarray(moved).filter(ImageFilter.MedianFilter(3)), dtype=np.float32)
    wash = (
        rng.uniform(0.68, 0.88) * (0.72 + 0.5 * clouds(rng, size, power=1.4)) * margin(rng, size, 0.03, 0.02)
    )
    pixels = PAPER - (PAPER - soft) * wash[..., None] - (edges(soft) * rng.uniform(25, 60) * wash)[..., None]
    return image_of(pixels + grain(rng, size)[..., None] * 2.5)


def engraving(image: Image.Image, rng: Random, palette: Palette) -> Image.Image:
    """Black lines on yellowed paper, closer and crossed where it is darker."""
    grey = np.asarray(image.convert("L"), dtype=np.float32)
    low, high = np.percentile(grey, (2, 98))
    tone = np.clip((grey - low) / max(12, high - low), 0, 1) ** 0.8
    y, x = np.indices(grey.shape, dtype=np.float32)
    turns = 2 * np.pi / max(3.2, image.height / 150)
    bend = clouds(rng, image.size, power=2.2) * 14
    first, second = (np.sin((a * y + b * x + bend) * turns) / 2 for a, b in ((1, 0.25), (0.8, -0.7)))
    lines = np.clip((first - 0.5 + tone * 1.05) * 4 + 0.5, 0, 1) * np.clip(
        (second + tone * 1.1) * 4 + 0.4, 0, 1
    )
    light = lines * (1 - 0.75 * edges(np.asarray(image, dtype=np.float32)))
    light = 1 - (1 - light) * margin(rng, image.size, 0.035, 0)
    stains = 1 - 0.3 * np.clip(clouds(rng, image.size) - 0.62, 0, 1)
    return image_of((PRINT_INK + (PRINT_PAPER - PRINT_INK) * light[..., None]) * stains[..., None])


def abstracted(image: Image.Image, rng: Random, palette: Palette) -> Image.Image:
    """One of four ways to take a scene apart, more or less far."""
    way = (facets, facets, bands, gestures, overlays)[int(rng.integers(5))]
    return way(image, rng, palette, float(rng.uniform(0.05, 0.8)))


def facets(image: Image.Image, rng: Random, palette: Palette, far: float) -> Image.Image:
    """Cells, each displaced and in a light and a tint of its own."""
    width, height, cells = *image.size, int(rng.integers(18, 60))
    y, x = np.indices((max(8, height // 4), max(8, width // 4)), dtype=np.float32)
    seeds = rng.random((cells, 2)) * x.shape
    nearest = ((y[..., None] - seeds[:, 0]) ** 2 + (x[..., None] - seeds[:, 1]) ** 2).argmin(axis=2)
    cell = np.asarray(Image.fromarray(nearest.astype(np.uint8)).resize(image.size, Image.Resampling.NEAREST))
    move = rng.normal(0, 0.045 * far * height, (cells, 2)).astype(int)[cell]
    rows = (np.arange(height)[:, None] + move[..., 0]).clip(0, height - 1)
    pixels = np.asarray(image, dtype=np.float32)[rows, (np.arange(width) + move[..., 1]).clip(0, width - 1)]
    tints = np.array(palette.accents, dtype=np.float32)[rng.integers(0, len(palette.accents), cells)]
    share, light = rng.random(cells) ** 2 * 0.55 * far, rng.normal(1, 0.1, cells)
    scale, offset = ((1 - share) * light).astype(np.float32), (tints.T * share * light).T.astype(np.float32)
    drawn = image_of(pixels * scale[cell][..., None] + offset[cell])
    if rng.random() < 0.6:
        drawn.paste(palette.dark, (0, 0), outlined(cell))
    return brushed(drawn, rng, 0.04, 0.014, 0.7, 9)


def outlined(cell: NDArray[np.uint8]) -> Image.Image:
    """A mask of the borders between cells [height, width]."""
    border = np.zeros(cell.shape, dtype=np.uint8)
    border[:-1, :-1] = (cell[1:, :-1] != cell[:-1, :-1]) | (cell[:-1, 1:] != cell[:-1, :-1])
    return Image.fromarray(border * 255).filter(ImageFilter.MaxFilter(3))


def bands(image: Image.Image, rng: Random, palette: Palette, far: float) -> Image.Image:
    """Strips, shifted against each other, some of them tinted."""
    upright = rng.random() < 0.5
    pixels = np.array(flat(image, int(rng.integers(5, 10))))
    pixels = pixels.swapaxes(0, 1).copy() if upright else pixels
    for start, end in pairwise(np.linspace(0, len(pixels), int(rng.integers(9, 27))).astype(int)):
        strip = np.roll(pixels[start:end], int(rng.normal(0, 0.07 * far * pixels.shape[1])), axis=1)
        tint = np.array(palette.accents[int(rng.integers(len(palette.accents)))])
        pixels[start:end] = strip * 0.5 + tint * 0.5 if rng.random() < 0.15 * far else strip
    return Image.fromarray(np.ascontiguousarray(pixels.swapaxes(0, 1) if upright else pixels))


def gestures(image: Image.Image, rng: Random, palette: Palette, far: float) -> Image.Image:
    """Very broad strokes, and a few free curves over them."""
    broad = 0.026 + 0.04 * far
    image = brushed(image, rng, broad * 3.6, broad, 2.2, 18, 2)
    image = brushed(image, rng, broad * 2, broad * 0.45, 0.5, 26, 2)
    t = np.linspace(0, 1, 18)[:, None]
    for _ in range(int(rng.integers(2, 9))):
        start, bend, end = rng.random((3, 2)) * image.size
        curve = (1 - t) ** 2 * start + 2 * t * (1 - t) * bend + t**2 * end
        colour, width = (
            palette.accents[int(rng.integers(len(palette.accents)))],
            rng.uniform(0.004, 0.02) * image.height,
        )
        ImageDraw.Draw(image).line(curve.ravel().tolist(), colour, max(1, round(width)), joint="curve")
    return impasto(image, 0.6)


def overlays(image: Image.Image, rng: Random, palette: Palette, far: float) -> Image.Image:
    """Flat inks under transparent discs and triangles."""
    inks = flat(image, int(rng.integers(4, 8)))
    for _ in range(round(3 + 7 * far)):
        shape, opacity, size = (
            Image.new("L", inks.size),
            int(rng.integers(90, 200)),
            rng.uniform(0.1, 0.38) * inks.height,
        )
        middle, draw = rng.random(2) * inks.size, ImageDraw.Draw(shape)
        if rng.random() < 0.5:
            draw.ellipse((*(middle - size), *(middle + size)), opacity)
        else:
            draw.polygon((rng.normal(0, size, (3, 2)) + middle).ravel().tolist(), opacity)
        inks.paste(palette.accents[int(rng.integers(len(palette.accents)))], (0, 0), shape)
    return inks


def surface(image: Image.Image, manner: str, rng: Random) -> Image.Image:
    """What shows of the support: canvas, and the cracks of old paint."""
    if manner == "old_master":
        net = cracks(rng, image.size) * (0.35 + clouds(rng, image.size))
        return dimmed(image, (1 - rng.uniform(0.15, 0.4) * net) * (0.975 + 0.025 * weave(image.size)))
    if manner in ("romantic", "victorian", "impressionist", "fauve"):
        return dimmed(image, 0.97 + 0.03 * weave(image.size))
    return image


def flat(image: Image.Image, inks: int) -> Image.Image:
    """Reduce to a number of colours."""
    return image.quantize(inks, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")


def edges(pixels: Grey) -> Grey:
    """Where colours meet, 0 to 1, for pixels [height, width, 3]."""
    grey = pixels.mean(axis=2)
    step = np.abs(np.diff(grey, axis=0, prepend=grey[:1])) + np.abs(
        np.diff(grey, axis=1, prepend=grey[:, :1])
    )
    return np.asarray(np.clip(step / 48, 0, 1), dtype=np.float32)


def margin(rng: Random, size: tuple[int, int], wide: float, ragged: float) -> Grey:
    """1 inside the sheet, 0 on its margin, whose edge is ragged."""
    across, down = (np.minimum(np.arange(side), np.arange(side)[::-1]) / size[1] for side in size)
    inside = np.minimum(across[None, :], down[:, None]) + (clouds(rng, size, power=1.3) - 0.5) * ragged
    return np.asarray(np.clip((inside - wide) * 160, 0, 1), dtype=np.float32)


def image_of(pixels: Grey) -> Image.Image:
    """The picture of pixels [height, width, 3], clipped to 0 to 255."""
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


FINE, MIDDLE, BROAD = (0.026, 0.009, 0.45, 6), (0.035, 0.011, 0.8, 8), (0.065, 0.022, 0.9, 8)
DABS, DASHES = (0.036, 0.014, 1.0, 18), (0.075, 0.022, 1.3, 15)
MANNERS: Mapping[str, Manner] = {
    "old_master": Manner(partial(oil, strokes=(MIDDLE, FINE), shadow=0.5, varnish=0.5), air=0.45),
    "romantic": Manner(partial(oil, strokes=(BROAD, FINE), shadow=0.25, varnish=0.2), air=0.75),
    "victorian": Manner(partial(oil, strokes=(FINE, FINE), shadow=0.12, varnish=0.05), air=0.5),
    "impressionist": Manner(partial(open_air, strokes=(DASHES, DABS), colour=1.0), air=0.6),
    "fauve": Manner(partial(open_air, strokes=(DASHES, DABS), colour=1.25), 0.006, 0.35),
    "poster": Manner(poster, modelling=0.45, enlarged=2),
    "watercolour": Manner(watercolour, 0.0025, enlarged=2),
    "engraving": Manner(engraving, 0.002, enlarged=2),
    "abstracted": Manner(abstracted, modelling=0.7, enlarged=2),
}

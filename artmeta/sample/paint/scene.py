"""A scene before it gets its manner: what is drawn on, its palette and year, and the surroundings of a subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
from PIL import Image

from artmeta.sample.paint.colour import Colour, Palette, mix, shade, vary
from artmeta.sample.paint.pen import Pen, points, smooth
from artmeta.sample.paint.texture import clouds

T = TypeVar("T")
SKIN = (200, 146, 116)
GULL = points("-1,-.5 -.4,-.6 0,0 .4,-.6 1,-.4")


@dataclass(frozen=True)
class Scene:
    """The frame is 1.0 high and `wide` wide; `air` veils what is far, `modelling` shades what is round (0 to 1)."""

    pen: Pen
    rng: np.random.Generator
    palette: Palette
    year: int
    wide: float
    air: float
    modelling: float

    def chance(self, share: float) -> bool:
        """True in this share (0 to 1) of the cases."""
        return bool(self.rng.random() < share)

    def between(self, low: float, high: float) -> float:
        """A random number between two others."""
        return float(self.rng.uniform(low, high))

    def one_of(self, choices: Sequence[T]) -> T:
        """One of several."""
        return choices[int(self.rng.integers(len(choices)))]

    def veiled(self, colour: Colour, distance: float) -> Colour:
        """The colour at a distance from 0 (near) to 1 (the horizon)."""
        return mix(colour, self.palette.horizon, self.air * distance)

    def across(self, top: float, bottom: float = 1.05) -> list[tuple[float, float]]:
        """The corners of the whole width between two heights."""
        return [(-0.05, top), (self.wide + 0.05, top), (self.wide + 0.05, bottom), (-0.05, bottom)]


def sky(scene: Scene, down_to: float = 1.0, cover: float = 0.5) -> None:
    """Fill the frame down to a height: a gradient, light about the sun, clouds over a share `cover`."""
    image, palette = scene.pen.image, np.array(scene.palette[:4], dtype=float)
    width, height = max(2, image.width // 4), max(2, round(image.height * down_to / 4))
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    down = (y ** scene.between(0.7, 1.5))[..., None]
    near = np.exp(
        -(((x - scene.between(0.05, 0.95)) / 0.45) ** 2) - ((y - scene.between(0.25, 1)) / 0.55) ** 2
    )
    pixels = palette[0] * (1 - down) + palette[1] * down
    pixels += (palette[3] - pixels) * (near * scene.between(0.3, 0.9))[..., None]
    thick = np.clip((clouds(scene.rng, (width, height), scene.between(1.2, 3)) - (1 - cover)) * 2.6, 0, 1)[
        ..., None
    ]
    under = np.roll(thick, -max(1, height // 14), axis=0)  # a cloud shades what lies beneath it
    pixels += (palette[2] * (1 - 0.2 * under) - pixels) * thick * 0.85
    filled = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    image.paste(
        filled.resize((image.width, round(image.height * down_to) + 1), Image.Resampling.BILINEAR), (0, 0)
    )


def hill(scene: Scene, height: float, rough: float, top: Colour, foot: Colour) -> None:
    """Land from a wavy skyline about a height down to the foot of the frame."""
    x = np.linspace(-0.05, scene.wide + 0.05, 42)
    rate, phase = scene.between(1.2, 3) * np.array([1, 2.1, 4.3, 8.7]), scene.rng.uniform(0, 6.3, 4)
    up = (np.sin(x[:, None] * rate + phase) / np.arange(1, 5) ** 1.2).sum(axis=1)
    skyline = np.stack([x, height + rough * up / 2], axis=1)
    scene.pen.fade(np.concatenate([skyline, scene.across(1.05)[1:3][::-1], [(-0.05, 1.05)]]), top, foot)


def countryside(scene: Scene, horizon: float) -> None:
    """Sky, two ranges of hills, and open ground from the horizon on."""
    palette = scene.palette
    sky(scene, horizon + 0.12, scene.between(0.25, 0.6))
    for distance in (1.0, 0.5):
        colour = vary(scene.veiled(mix(palette.middle, palette.far, distance), distance), scene.rng)
        hill(scene, horizon - 0.07 * distance, 0.03 + 0.05 * distance, colour, palette.middle)
    hill(scene, horizon + 0.03, 0.015, vary(palette.middle, scene.rng), vary(palette.near, scene.rng))


def water(scene: Scene, line: float, rough: float) -> None:
    """Water from a height to the foot of the frame; `rough` from 0 (a mirror) to 1 (a gale)."""
    rng, palette = scene.rng, scene.palette
    far, near = mix(palette.water, palette.horizon, 0.45), shade(palette.water, 0.8)
    scene.pen.fade(scene.across(line), far, near)
    for nearness in rng.random(round(50 + 70 * rough)) ** 1.5:
        x, y, long = rng.uniform(-0.1, scene.wide), line + (1 - line) * nearness, (0.03 + 0.2 * nearness)
        tone = palette.cloud if scene.chance(0.45) else shade(palette.water, 0.62)
        lift = (0.005 + 0.035 * rough * nearness) * rng.uniform(0.3, 1)
        colour = mix(mix(far, near, nearness), tone, rng.uniform(0.15, 0.35 + 0.3 * rough))
        scene.pen.polygon(
            [(x, y), (x + long / 2, y - lift), (x + long, y), (x + long / 2, y + 0.004)], colour
        )


def reflection(scene: Scene, line: float, strength: float = 0.42) -> None:
    """Mirror what is above a height in the water below it, displaced by ripples."""
    image, level = scene.pen.image, round(line * scene.pen.image.height)
    depth = min(image.height - level, level)
    if depth < 8:  # pixels: no water to speak of
        return
    rows = np.arange(depth)
    sway = np.sin(rows / (2.2 + rows / 26)) * (1 + rows / 22) + scene.rng.normal(0, 1.2, depth)
    above = np.asarray(image.crop((0, level - depth, image.width, level)))[::-1]
    columns = (np.arange(image.width) + sway.astype(int)[:, None]).clip(0, image.width - 1)
    mirrored = Image.fromarray(above[rows[:, None], columns])
    fading = Image.fromarray((255 * strength * np.linspace(1, 0.25, depth)).astype(np.uint8)[:, None])
    image.paste(mirrored, (0, level), fading.resize(mirrored.size, Image.Resampling.NEAREST))


def tree(scene: Scene, x: float, foot: float, tall: float, distance: float = 0.0) -> None:
    """A broad tree or a poplar with its foot at (x, foot)."""
    leaf = scene.veiled(vary(scene.palette.leaf, scene.rng, 10), distance)
    trunk = scene.veiled(mix(scene.palette.dark, scene.palette.near, 0.3), distance)
    pen = scene.pen.at(x, foot, tall, scene.between(-5, 5), scene.chance(0.5))
    pen.figure("poplar" if scene.chance(0.2) else "tree", {"leaf": leaf, "trunk": trunk})


def person(scene: Scene, x: float, foot: float, tall: float) -> None:
    """A small standing figure."""
    palette = scene.palette
    coat, skin = (
        vary(scene.one_of((*palette.accents, palette.dark)), scene.rng),
        mix(palette.light, SKIN, 0.6),
    )
    scene.pen.at(x, foot, tall).figure("person", {"dark": palette.dark, "coat": coat, "skin": skin})


def plume(scene: Scene, pen: Pen, x: float, y: float, drift: float) -> None:
    """Smoke that rises from (x, y) of a pen, drifts sideways and widens."""
    dark = mix(scene.palette.dark, (120, 116, 110), 0.5)
    for step in np.linspace(0, 1, 14):
        size, (right, down) = 0.05 + 0.17 * step, scene.rng.normal(0, 0.03, 2) * (1 + 3 * step)
        tone = mix(dark, (225, 222, 214), step * 0.55)
        pen.glow(x + drift * step + right, y - 0.5 * step**0.8 + down, size, size * 0.8, tone, 0.6)


def birds(scene: Scene, height: float) -> None:
    """A few gulls above a height."""
    for _ in range(int(scene.rng.integers(0, 7))):
        place, size = (
            (scene.between(0.05, scene.wide - 0.05), scene.between(0.06, height)),
            scene.between(0.008, 0.022),
        )
        scene.pen.line(GULL * size + place, mix(scene.palette.dark, scene.palette.sky, 0.3), 0.004)


def fields(scene: Scene, horizon: float) -> None:
    """Land seen from the air: fields and hedges that converge on the horizon."""
    palette, vanishing = scene.palette, scene.between(0.1, 0.9) * scene.wide
    colours = (
        palette.middle,
        palette.near,
        palette.leaf,
        palette.far,
        mix(palette.glow, palette.middle, 0.5),
    )
    scene.pen.polygon(scene.across(horizon), scene.veiled(palette.far, 0.8))
    for far, near in pairwise(np.linspace(0.03, 1.15, 9) ** 1.6):
        edges = np.arange(-8, 8.5) * 0.45 + scene.rng.uniform(-0.16, 0.16, 17)
        for left, right in pairwise(edges):
            plan = np.array([(left, near), (right, near), (right, far), (left, far)])
            x = vanishing + plan[:, 0] * (1.6 * plan[:, 1] + 0.05)
            tone = scene.veiled(vary(scene.one_of(colours), scene.rng), 1 - near / 1.2)
            corners = np.stack([x, horizon + (1 - horizon) * plan[:, 1]], axis=1)
            scene.pen.polygon(corners, tone)
            scene.pen.line(corners[:3], shade(tone, 0.75), 0.002 + 0.007 * near)


def path(scene: Scene, x: float, start: float, colour: Colour) -> None:
    """A path that widens from (x, start) to the foot of the frame."""
    sway = scene.between(-0.3, 0.3)
    way = smooth([(x, start), (x + sway * 0.3, (start + 1) / 2), (x + sway, 1.05)], closed=False)
    scene.pen.limb(way, np.linspace(0.03, 0.16, len(way)), colour)

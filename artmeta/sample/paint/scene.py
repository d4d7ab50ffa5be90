"""A scene as it is laid out before it is painted: a frame, the colours set out, and a hand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from artmeta.sample.paint.colour import Colour, Palette, mix
from artmeta.sample.paint.noise import clouds
from artmeta.sample.paint.pen import Pen, Points


@dataclass(frozen=True)
class Scene:
    """What a subject needs to be drawn; the frame is 1.0 high and `wide` wide, the horizon lies at `horizon`.

    `air` (0 to 1) is how much distance veils things, `modelling` (0 to 1) how much light rounds them.
    """

    pen: Pen
    rng: np.random.Generator
    palette: Palette
    year: int
    wide: float
    air: float = 0.4
    modelling: float = 0.6

    @property
    def image(self) -> Image.Image:
        """The picture that is drawn on."""
        return self.pen.image

    def chance(self, share: float) -> bool:
        """True in this share (0 to 1) of the cases."""
        return bool(self.rng.random() < share)

    def between(self, low: float, high: float) -> float:
        """A number between two others."""
        return float(self.rng.uniform(low, high))

    def one_of(self, *choices: str) -> str:
        """One of several words."""
        return choices[int(self.rng.integers(len(choices)))]

    def veiled(self, colour: Colour, distance: float) -> Colour:
        """The colour seen through air: `distance` 0 (near) to 1 (at the horizon)."""
        return mix(colour, self.palette.horizon, self.air * distance)


def paint_sky(scene: Scene, down_to: float = 1.0, cover: float = 0.5) -> None:
    """Fill the frame down to a height with sky: a gradient, clouds over a share `cover` of it, and a glow."""
    image, palette, rng = scene.image, scene.palette, scene.rng
    width, height = max(2, image.width // 3), max(2, round(image.height * down_to / 3))
    down = (np.linspace(0, 1, height) ** scene.between(0.7, 1.5))[:, None, None]
    sky = np.array(palette.sky) * (1 - down) + np.array(palette.horizon) * down
    sky = np.broadcast_to(sky, (height, width, 3)).copy()
    sun = np.array([scene.between(0.05, 0.95) * width, scene.between(0.25, 1.0) * height])
    across, along = np.meshgrid(np.arange(width), np.arange(height))
    near = np.exp(-(((across - sun[0]) / (0.45 * width)) ** 2 + ((along - sun[1]) / (0.55 * height)) ** 2))
    sky += (np.array(palette.glow) - sky) * (near * scene.between(0.3, 0.9))[..., None]
    if cover > 0:
        thick = clouds(rng, width, height, stretch=scene.between(1.2, 3.0))
        thick = np.clip((thick - (1 - cover)) * 2.6, 0, 1)[..., None]
        lower = np.roll(thick, -max(1, height // 14), axis=0)  # what lies under a cloud is in its shadow
        body = (
            np.array(palette.cloud) * (1 - 0.3 * lower)
            + np.array(mix(palette.sky, palette.dark, 0.25)) * 0.3 * lower
        )
        sky = sky * (1 - thick * 0.85) + body * thick * 0.85
    painted = Image.fromarray(np.clip(sky, 0, 255).astype(np.uint8))
    image.paste(
        painted.resize((image.width, round(image.height * down_to) + 1), Image.Resampling.BILINEAR), (0, 0)
    )


def ridge(scene: Scene, height: float, rough: float, pieces: int = 14) -> Points:
    """A skyline [n, 2] across the frame about a height, as rough as `rough` (in frame heights)."""
    rng = scene.rng
    across = np.linspace(-0.05, scene.wide + 0.05, pieces * 3)
    phase, rate = rng.uniform(0, 6.3, 4), rng.uniform(1.2, 3.0) * np.array([1, 2.1, 4.3, 8.7])
    up = sum(np.sin(across * rate[k] + phase[k]) / (k + 1) ** 1.2 for k in range(4))
    return np.stack([across, height + rough * np.asarray(up) / 2], axis=1)


def land(scene: Scene, skyline: Points, colour: Colour, foot: Colour) -> None:
    """Fill from a skyline down to the foot of the frame."""
    corners = [(scene.wide + 0.05, 1.05), (-0.05, 1.05)]
    scene.pen.fade(np.concatenate([skyline, corners]), colour, foot)


def reflect(scene: Scene, waterline: float, strength: float) -> None:
    """Mirror what stands above the waterline in the water below it, broken by ripples."""
    image, rng = scene.image, scene.rng
    level = round(waterline * image.height)
    depth = min(image.height - level, level)
    if depth < 8:  # pixels: no water to speak of
        return
    above = np.asarray(image.crop((0, level - depth, image.width, level)), dtype=np.float32)[::-1]
    below = np.asarray(image.crop((0, level, image.width, level + depth)), dtype=np.float32)
    rows = np.arange(depth)
    sway = (
        np.sin(rows / (2.2 + rows / 26) + rng.uniform(0, 6)) * (1 + rows / 22) + rng.normal(0, 1.2, depth)
    ).astype(int)
    columns = (np.arange(image.width)[None, :] + sway[:, None]).clip(0, image.width - 1)
    mirrored = above[rows[:, None], columns]
    share = (strength * np.linspace(1, 0.25, depth))[:, None, None]
    mixed = below * (1 - share) + mirrored * share
    image.paste(Image.fromarray(mixed.astype(np.uint8)), (0, level))

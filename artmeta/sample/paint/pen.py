"""A hand that draws: shapes in the picture's own units, turned, mirrored and set down anywhere."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageDraw

from artmeta.sample.paint.colour import Colour
from artmeta.sample.paint.light import ramp

Points = NDArray[np.float64]
CIRCLE = np.stack([np.cos(np.linspace(0, 2 * np.pi, 28)), np.sin(np.linspace(0, 2 * np.pi, 28))], axis=1)[:-1]


@dataclass(frozen=True)
class Pen:
    """Draws on `image`, where 1.0 is `unit` pixels; y grows downwards. `contour` outlines every shape.

    `matrix` [2, 3] takes the pen's coordinates to the picture's; `at` makes a pen for a part of the picture.
    """

    image: Image.Image
    unit: float
    matrix: Points
    contour: float = 0.0
    ink: Colour = (30, 26, 24)

    draw: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "draw", ImageDraw.Draw(self.image))

    @property
    def scale(self) -> float:
        """Pixels to one of this pen's own units."""
        return float(self.unit * np.sqrt(abs(np.linalg.det(self.matrix[:, :2]))))

    def at(self, x: float, y: float, size: float = 1.0, turn: float = 0.0, flip: bool = False) -> Pen:
        """A pen whose origin lies at (x, y), `size` as large, turned by degrees clockwise, perhaps mirrored."""
        angle = np.radians(turn)
        across = -size if flip else size
        local = np.array(
            [
                [np.cos(angle) * across, -np.sin(angle) * size, x],
                [np.sin(angle) * across, np.cos(angle) * size, y],
            ]
        )
        whole = self.matrix[:, :2] @ local
        whole[:, 2] += self.matrix[:, 2]
        return replace(self, matrix=whole)

    def pixels(self, points: ArrayLike) -> Points:
        """Where points [n, 2] lie in the image, in pixels."""
        there = np.asarray(points, dtype=float) @ self.matrix[:, :2].T + self.matrix[:, 2]
        return np.asarray(there * self.unit)

    def polygon(self, points: ArrayLike, colour: Colour) -> None:
        """Fill a shape [n, 2]; outlined where the pen has a contour."""
        corners = self.pixels(points)
        flat = corners.ravel().tolist()
        self.draw.polygon(flat, fill=colour)
        if self.contour:
            self.draw.line(
                flat + flat[:2], fill=self.ink, width=max(1, round(self.contour * self.unit)), joint="curve"
            )

    def blob(self, points: ArrayLike, colour: Colour) -> None:
        """Fill a round shape through the points [n, 2]."""
        self.polygon(smooth(points), colour)

    def disc(self, middle: ArrayLike, across: float, down: float, colour: Colour) -> None:
        """Fill an ellipse about a point [2], of the half axes `across` and `down`."""
        self.polygon(CIRCLE * (across, down) + np.asarray(middle, dtype=float), colour)

    def line(self, points: ArrayLike, colour: Colour, width: float) -> None:
        """Draw a line through points [n, 2], `width` in the pen's own units."""
        flat = self.pixels(points).ravel().tolist()
        self.draw.line(flat, fill=colour, width=max(1, round(width * self.scale)), joint="curve")

    def limb(self, points: ArrayLike, widths: ArrayLike, colour: Colour) -> None:
        """Fill a band along points [n, 2] that is `widths` [n] wide at each: a leg, a neck, a feather."""
        way = np.asarray(points, dtype=float)
        half = np.asarray(widths, dtype=float)[:, None] / 2
        along = np.gradient(way, axis=0)
        along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
        across = np.stack([-along[:, 1], along[:, 0]], axis=1) * half
        self.polygon(np.concatenate([way + across, (way - across)[::-1]]), colour)

    def fade(self, points: ArrayLike, top: Colour, bottom: Colour) -> None:
        """Fill a shape with a colour that runs from its top to its bottom."""
        corners = self.pixels(points)
        low, high = np.floor(corners.min(axis=0)).astype(int), np.ceil(corners.max(axis=0)).astype(int)
        width, height = (int(side) for side in np.maximum(high - low, 1))
        if width * height > 4 * self.image.width * self.image.height:  # far outside: not worth the memory
            return self.polygon(points, top)
        mask = Image.new("L", (width, height))
        ImageDraw.Draw(mask).polygon((corners - low).ravel().tolist(), fill=255)
        self.image.paste(ramp((width, height), top, bottom), (int(low[0]), int(low[1])), mask)
        if self.contour:
            flat = corners.ravel().tolist()
            self.draw.line(
                flat + flat[:2], fill=self.ink, width=max(1, round(self.contour * self.unit)), joint="curve"
            )
        return None

    def glow(self, x: float, y: float, across: float, down: float, colour: Colour, strength: float) -> None:
        """Lay a soft light (or a shadow, in a dark colour) of the half axes given; `strength` 0 to 1."""
        middle = self.pixels([(x, y)])[0]
        width, height = (max(2, round(2 * side * self.scale)) for side in (across, down))
        soft = _halo().resize((width, height), Image.Resampling.BILINEAR)
        soft = soft.point([round(step * strength) for step in range(256)])
        place = (round(middle[0] - width / 2), round(middle[1] - height / 2))
        self.image.paste(colour, (*place, place[0] + width, place[1] + height), soft)


@cache
def _halo() -> Image.Image:
    """A soft round spot that fades out at seven tenths of its half width."""
    far = Image.radial_gradient("L").resize((64, 64), Image.Resampling.BILINEAR)
    return far.point([max(0, round(255 - step * 1.42)) for step in range(256)])


def smooth(points: ArrayLike, closed: bool = True, steps: int = 6) -> Points:
    """A Catmull-Rom curve through points [n, 2], `steps` pieces to each stretch."""
    given = np.asarray(points, dtype=float)
    if closed:
        place = np.arange(len(given))
        before, after, further = (given[(place + step) % len(given)] for step in (-1, 1, 2))
    else:
        padded = np.concatenate([given[:1], given, given[-1:], given[-1:]])
        before, after, further = padded[:-3], padded[2:-1], padded[3:]
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    a, b, c, d = (part[:, None, :] for part in (before, given, after, further))
    curve = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return np.asarray(curve.reshape(-1, 2))

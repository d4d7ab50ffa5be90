"""Shapes in units of the picture's height, under a transformation that rotates, mirrors, scales and moves them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageDraw

from artmeta.sample.paint.colour import Colour, shade

Points = NDArray[np.float64]
FIGURES = tomllib.loads(files("artmeta.sample.paint").joinpath("figures.toml").read_text(encoding="utf-8"))
IDENTITY = np.array([[1.0, 0, 0], [0, 1.0, 0]])
CIRCLE = np.stack([np.cos(np.linspace(0, 2 * np.pi, 28)), np.sin(np.linspace(0, 2 * np.pi, 28))], axis=1)[:-1]


@dataclass(frozen=True)
class Pen:
    """Draws on `image`, whose height is `unit` pixels; y grows downwards; `contour` > 0 outlines each shape."""

    image: Image.Image
    unit: float
    contour: float = 0.0
    ink: Colour = (30, 26, 24)
    matrix: Points = field(default_factory=lambda: IDENTITY)
    draw: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "draw", ImageDraw.Draw(self.image))

    @property
    def scale(self) -> float:
        """Pixels to one unit of this pen."""
        return float(self.unit * np.sqrt(abs(np.linalg.det(self.matrix[:, :2]))))

    def at(self, x: float, y: float, size: float = 1.0, turn: float = 0.0, flip: bool = False) -> Pen:
        """A pen with its origin at (x, y), scaled by `size`, rotated by degrees clockwise, mirrored by `flip`."""
        cos, sin = np.cos(np.radians(turn)) * size, np.sin(np.radians(turn)) * size
        side = -1 if flip else 1
        whole = self.matrix[:, :2] @ np.array([[cos * side, -sin, x], [sin * side, cos, y]])
        whole[:, 2] += self.matrix[:, 2]
        return replace(self, matrix=whole)

    def pixels(self, shape: ArrayLike) -> list[float]:
        """The corners [n, 2] in pixels, as the flat list that Pillow draws."""
        there = np.asarray(shape, dtype=float) @ self.matrix[:, :2].T + self.matrix[:, 2]
        return (there * self.unit).ravel().tolist()

    def polygon(self, shape: ArrayLike, colour: Colour) -> None:
        """Fill a shape [n, 2]."""
        flat = self.pixels(shape)
        self.draw.polygon(flat, fill=colour)
        self._outline(flat)

    def blob(self, shape: ArrayLike, colour: Colour) -> None:
        """Fill a rounded shape through points [n, 2]."""
        self.polygon(smooth(shape), colour)

    def disc(self, middle: ArrayLike, across: float, down: float, colour: Colour) -> None:
        """Fill an ellipse about a point, with two half axes."""
        self.polygon(CIRCLE * (across, down) + np.asarray(middle, dtype=float), colour)

    def line(self, shape: ArrayLike, colour: Colour, width: float) -> None:
        """Draw a line of a width in this pen's units."""
        thick = max(1, round(width * self.scale))
        self.draw.line(self.pixels(shape), fill=colour, width=thick, joint="curve")

    def limb(self, shape: ArrayLike, widths: ArrayLike, colour: Colour) -> None:
        """Fill a band along points [n, 2]; its widths [k] are interpolated from the first point to the last."""
        way, given = np.asarray(shape, dtype=float), np.asarray(widths, dtype=float)
        half = np.interp(np.linspace(0, 1, len(way)), np.linspace(0, 1, len(given)), given)[:, None] / 2
        along = np.gradient(way, axis=0)
        along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
        across = along[:, ::-1] * (-1, 1) * half
        self.polygon(np.concatenate([way + across, (way - across)[::-1]]), colour)

    def figure(self, name: str, colours: Mapping[str, Colour]) -> None:
        """Draw a figure of figures.toml in the colours of its names."""
        for kind, tint, factor, sizes, shape in shapes_of(name):
            colour = shade(colours[tint], factor)
            if kind == "disc":
                self.disc(shape[0], sizes[0], sizes[1], colour)
            elif kind == "line":
                self.line(shape, colour, *sizes)
            elif kind == "limb":
                self.limb(shape, sizes, colour)
            else:
                self.polygon(shape, colour)

    def fade(self, shape: ArrayLike, top: Colour, bottom: Colour) -> None:
        """Fill a shape with a vertical gradient between two colours."""
        corners = np.reshape(self.pixels(shape), (-1, 2))
        low = np.maximum(np.floor(corners.min(axis=0)), 0).astype(int)
        width, height = (np.minimum(np.ceil(corners.max(axis=0)), self.image.size) - low).astype(int).tolist()
        if width > 0 and height > 0:
            mask = Image.new("L", (width, height))
            ImageDraw.Draw(mask).polygon((corners - low).ravel().tolist(), fill=255)
            rows = Image.fromarray(np.linspace(top, bottom, height).astype(np.uint8)[:, None, :])
            self.image.paste(
                rows.resize((width, height), Image.Resampling.NEAREST), (int(low[0]), int(low[1])), mask
            )
            self._outline(corners.ravel().tolist())

    def glow(self, x: float, y: float, across: float, down: float, colour: Colour, strength: float) -> None:
        """Blend in a soft ellipse of light (or shadow) with two half axes; `strength` 0 to 1."""
        width, height = (max(2, round(2 * side * self.scale)) for side in (across, down))
        soft = (
            _soft_disc()
            .point([round(step * strength) for step in range(256)])
            .resize((width, height), Image.Resampling.BILINEAR)
        )
        left, top = (
            round(place - side / 2) for place, side in zip(self.pixels([(x, y)]), soft.size, strict=True)
        )
        self.image.paste(colour, (left, top, left + width, top + height), soft)

    def _outline(self, flat: list[float]) -> None:
        if self.contour:
            width = max(1, round(self.contour * self.unit))
            self.draw.line(flat + flat[:2], fill=self.ink, width=width, joint="curve")


def points(text: str) -> Points:
    """Read 'x,y x,y ...' as points [n, 2], or as many as there are coordinates."""
    return np.array([pair.split(",") for pair in text.split()], dtype=float)


@cache
def shapes_of(name: str) -> list[tuple[str, str, float, list[float], Points]]:
    """The shapes of a figure: kind, colour, shade, sizes, points; a curve is a limb by now, a blob a polygon."""
    shapes = []
    for line in FIGURES[name].strip().splitlines():
        kind, colour, sizes, corners = line.split(maxsplit=3)
        tint, _, factor = colour.partition("*")
        shape, numbers = points(corners), [float(size) for size in sizes.split(",") if size != "-"]
        if kind in ("blob", "curve"):
            shape, kind = smooth(shape, closed=kind == "blob"), {"curve": "limb"}.get(kind, kind)
        shapes.append((kind, tint, float(factor or 1), numbers, shape))
    return shapes


def smooth(shape: ArrayLike, closed: bool = True, steps: int = 6) -> Points:
    """A Catmull-Rom curve through points [n, 2], `steps` pieces to each stretch."""
    given = np.asarray(shape, dtype=float)
    padded = np.concatenate(
        [given[-1:], given, given[:2]] if closed else [given[:1], given, given[-1:], given[-1:]]
    )
    a, b, c, d = (padded[k : k + len(given), None, :] for k in range(4))
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    curve = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return np.asarray(curve.reshape(-1, 2))


@cache
def _soft_disc() -> Image.Image:
    far = Image.radial_gradient("L").resize((64, 64))
    return far.point([max(0, round(255 - step * 1.42)) for step in range(256)])

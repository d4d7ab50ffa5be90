"""Shapes in units of the picture's height, under a transformation that rotates, mirrors, scales and moves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageDraw

from artmeta.sample.paint.colour import Colour, Palette, shade
from artmeta.sample.words import table

Points = NDArray[np.float64]
FIGURES: Mapping[str, str] = table("paint/figures.toml")
CIRCLE = np.stack([np.cos(np.arange(24) * np.pi / 12), np.sin(np.arange(24) * np.pi / 12)], axis=1)


@dataclass(frozen=True)
class Pen:
    """Draws on `image`; y grows downwards, 1 is the image's height; `contour` > 0 outlines shapes in `ink`."""

    image: Image.Image
    contour: float
    ink: Colour
    matrix: Points = field(default_factory=lambda: np.eye(2, 3))

    @property
    def scale(self) -> float:
        """Pixels to one unit of this pen."""
        a, b = self.matrix[0, :2].tolist()
        return float(self.image.height * (a * a + b * b) ** 0.5)

    def at(self, x: float, y: float, size: float = 1.0, turn: float = 0.0, flip: bool = False) -> Pen:
        """Return a pen with its origin at (x, y), scaled, rotated by degrees clockwise, mirrored by `flip`."""
        cos, sin = np.cos(np.radians(turn)) * size, np.sin(np.radians(turn)) * size
        side = -1 if flip else 1
        whole = self.matrix[:, :2] @ np.array([[cos * side, -sin, x], [sin * side, cos, y]])
        whole[:, 2] += self.matrix[:, 2]
        return replace(self, matrix=whole)

    def pixels(self, shape: ArrayLike) -> list[float]:
        """Return the corners [n, 2] in pixels, as the flat list that Pillow draws."""
        there = np.asarray(shape, dtype=float) @ self.matrix[:, :2].T + self.matrix[:, 2]
        return (there * self.image.height).ravel().tolist()

    def polygon(self, shape: ArrayLike, colour: Colour) -> None:
        """Fill a shape [n, 2]."""
        flat, draw = self.pixels(shape), ImageDraw.Draw(self.image)
        draw.polygon(flat, fill=colour)
        if self.contour:
            width = max(1, round(self.contour * self.image.height))
            draw.line(flat + flat[:2], fill=self.ink, width=width, joint="curve")

    def disc(self, middle: ArrayLike, across: float, down: float, colour: Colour) -> None:
        """Fill an ellipse about a point, with two half axes."""
        self.polygon(CIRCLE * (across, down) + np.asarray(middle, dtype=float), colour)

    def line(self, shape: ArrayLike, colour: Colour, width: float) -> None:
        """Draw a line of a width in this pen's units."""
        thick = max(1, round(width * self.scale))
        ImageDraw.Draw(self.image).line(self.pixels(shape), fill=colour, width=thick, joint="curve")

    def limb(self, shape: ArrayLike, widths: ArrayLike, colour: Colour) -> None:
        """Fill a band along points [n, 2]; its widths [k] are interpolated from the first point to the last."""
        path, given = np.asarray(shape, dtype=float), np.asarray(widths, dtype=float)
        half = np.interp(np.linspace(0, 1, len(path)), np.linspace(0, 1, len(given)), given)[:, None] / 2
        along = np.gradient(path, axis=0)
        along /= np.maximum(np.hypot(along[:, :1], along[:, 1:]), 1e-9)
        across = along[:, ::-1] * (-1, 1) * half
        self.polygon(np.concatenate([path + across, (path - across)[::-1]]), colour)

    def figure(self, name: str, colours: Palette) -> None:
        """Draw a flat figure of figures.toml in the colours of its names."""
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
        """Fill a shape with a gradient from its highest point to the foot of the image."""
        flat, (width, height) = self.pixels(shape), self.image.size
        high = min(height - 1, max(0, int(min(flat[1::2]))))
        mask = Image.new("L", (width, height - high))
        ImageDraw.Draw(mask, "L").polygon([y - high * (k % 2) for k, y in enumerate(flat)], fill=255)
        rows = Image.fromarray(np.linspace(top, bottom, height - high).astype(np.uint8)[:, None, :])
        self.image.paste(rows.resize(mask.size, Image.Resampling.NEAREST), (0, high), mask)

    def glow(self, x: float, y: float, across: float, down: float, colour: Colour, opacity: float) -> None:
        """Blend in a soft ellipse of light (or shadow) with two half axes; `opacity` 0 to 1."""
        width, height = (max(2, round(2 * side * self.scale)) for side in (across, down))
        soft = Image.radial_gradient("L").resize((64, 64))
        soft = soft.point([max(0, round((255 - step * 1.42) * opacity)) for step in range(256)])
        left, top = (round(a - b / 2) for a, b in zip(self.pixels([(x, y)]), (width, height), strict=True))
        box = (left, top, left + width, top + height)
        self.image.paste(colour, box, soft.resize((width, height), Image.Resampling.BILINEAR))


def points(text: str) -> Points:
    """Read 'x,y x,y ...' as points [n, 2], or as many as there are coordinates."""
    return np.array([pair.split(",") for pair in text.split()], dtype=float)


@cache
def shapes_of(name: str) -> list[tuple[str, str, float, list[float], Points]]:
    """Read a figure: kind, colour, shade, sizes, points of each shape; curves become limbs, blobs polygons."""
    shapes = []
    for line in FIGURES[name].strip().splitlines():
        kind, colour, sizes, corners = line.split(maxsplit=3)
        tint, _, factor = colour.partition("*")
        shape, numbers = points(corners), [float(size) for size in sizes.split(",") if size != "-"]
        if kind in ("blob", "curve"):
            shape, kind = smooth(shape, closed=kind == "blob"), {"curve": "limb"}.get(kind, kind)
        shapes.append((kind, tint, float(factor or 1), numbers, shape))
    return shapes


def smooth(shape: ArrayLike, closed: bool = True) -> Points:
    """Return a Catmull-Rom curve through points [n, 2], six pieces to each stretch."""
    given = np.asarray(shape, dtype=float)
    ends = (given[-1:], given[:2]) if closed else (given[:1], given[[-1, -1]])
    padded = np.concatenate([ends[0], given, ends[1]])
    a, b, c, d = (padded[k : k + len(given), None, :] for k in range(4))
    t = np.linspace(0, 1, 6, endpoint=False)[None, :, None]
    curve = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    return np.asarray(curve.reshape(-1, 2))

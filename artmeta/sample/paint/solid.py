"""Things that have a depth (aeroplanes, ships, houses), turned to any side before they are drawn flat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from artmeta.sample.paint.colour import Colour, mix, shade
from artmeta.sample.paint.pen import Pen

Space = NDArray[np.float64]
LIGHT = np.array([-0.45, 0.75, 0.5]) / np.linalg.norm([-0.45, 0.75, 0.5])  # from above, the left and in front
EYE = 7.0  # distance of the eye in the thing's own units: a mild perspective


@dataclass(frozen=True)
class Face:
    """A flat piece: points [n, 3] (x right, y up, z towards the eye), and what is painted on it."""

    points: Space
    colour: Colour
    details: Sequence[Face] = field(default_factory=tuple)
    two_sided: bool = True
    lit: bool = True


def face(points: ArrayLike, colour: Colour, *details: Face, two_sided: bool = True, lit: bool = True) -> Face:
    """Make a face of points [n, 3]; one-sided ones are seen only where their corners run anticlockwise."""
    return Face(np.asarray(points, dtype=float), colour, details, two_sided, lit)


def tube(
    stations: Sequence[tuple[float, float, float, float]], colour: Colour, sides: int = 10
) -> list[Face]:
    """A body along x: stations are (x, height of the middle, half height, half width)."""
    angles = np.linspace(0, 2 * np.pi, sides + 1)
    rings = [
        np.stack([np.full(sides + 1, x), y + high * np.sin(angles), wide * np.cos(angles)], axis=1)
        for x, y, high, wide in stations
    ]
    return [
        face([one[k], one[k + 1], two[k + 1], two[k]], colour)
        for one, two in pairwise(rings)
        for k in range(sides)
    ]


def box(low: ArrayLike, high: ArrayLike, colour: Colour) -> list[Face]:
    """A box between two corners [3], seen from outside."""
    (x, y, z), (u, v, w) = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    sides = (
        [(x, y, w), (u, y, w), (u, v, w), (x, v, w)],  # front
        [(u, y, z), (x, y, z), (x, v, z), (u, v, z)],  # back
        [(u, y, w), (u, y, z), (u, v, z), (u, v, w)],  # right
        [(x, y, z), (x, y, w), (x, v, w), (x, v, z)],  # left
        [(x, v, w), (u, v, w), (u, v, z), (x, v, z)],  # top
    )
    return [face(side, colour, two_sided=False) for side in sides]


def turned(faces: Iterable[Face], yaw: float = 0, pitch: float = 0, roll: float = 0) -> list[Face]:
    """Roll about its own length (x), turn about the vertical (yaw), nod towards the eye (pitch); degrees."""
    a, b, c = np.radians([yaw, pitch, roll])
    about_y = np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]])
    about_length = np.array([[1, 0, 0], [0, np.cos(c), -np.sin(c)], [0, np.sin(c), np.cos(c)]])
    matrix = (about_x @ about_y @ about_length).T
    return [_turn(one, matrix) for one in faces]


def moved(faces: Iterable[Face], x: float) -> list[Face]:
    """Set faces (without details) down elsewhere along x."""
    return [Face(one.points + (x, 0, 0), one.colour, one.details, one.two_sided, one.lit) for one in faces]


def show(
    pen: Pen, faces: Iterable[Face], haze: tuple[Colour, float] = ((0, 0, 0), 0.0), depth: float = 0.6
) -> None:
    """Draw the faces, far ones first; `depth` (0 to 1) is how much the light models them, `haze` veils them."""
    for one in sorted(faces, key=lambda each: float(each.points[:, 2].mean())):
        _draw(pen, one, haze, depth)


def _draw(pen: Pen, one: Face, haze: tuple[Colour, float], depth: float) -> None:
    normal = _normal(one.points)
    towards = float(normal @ (np.array([0, 0, EYE]) - one.points.mean(axis=0)))
    if towards <= 0 and not one.two_sided:
        return
    colour = one.colour
    if one.lit:
        light = float(normal @ LIGHT) * (1 if towards > 0 else -1)
        colour = shade(colour, 1 + depth * (0.55 * light - 0.25))
    pen.polygon(flat(one.points), mix(colour, *haze))
    for detail in one.details:
        _draw(pen, Face(detail.points, detail.colour, detail.details, True, detail.lit), haze, depth)


def flat(points: Space) -> Space:
    """Points [n, 3] as the eye sees them [n, 2], y downwards."""
    nearness = EYE / np.maximum(EYE - points[:, 2], 0.5)
    return np.stack([points[:, 0] * nearness, -points[:, 1] * nearness], axis=1)


def _turn(one: Face, matrix: Space) -> Face:
    details = tuple(_turn(detail, matrix) for detail in one.details)
    return Face(one.points @ matrix, one.colour, details, one.two_sided, one.lit)


def _normal(points: Space) -> Space:
    """The direction a face looks in; by hand, for numpy's cross product takes twenty times as long for one."""
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = points[:3].tolist()
    ux, uy, uz, vx, vy, vz = bx - ax, by - ay, bz - az, cx - bx, cy - by, cz - bz
    x, y, z = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
    length = max((x * x + y * y + z * z) ** 0.5, 1e-9)
    return np.array([x / length, y / length, z / length])

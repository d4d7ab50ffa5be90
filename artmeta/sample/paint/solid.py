"""Solid things (aircraft, vessels, houses): faces in space, rotated, lit from one side and drawn far to near."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from artmeta.sample.paint.colour import Colour, Palette, mix, shade
from artmeta.sample.paint.pen import CIRCLE, Pen, shapes_of

Space = NDArray[np.float64]
LIGHT = (-0.447, 0.744, 0.496)  # a direction of length 1: from above, the left and in front
VIEWPOINT = 7.0  # its distance in the thing's units: a mild perspective


class Face(NamedTuple):
    """A flat polygon, or a rod of a width where it has two points: [n, 3], x right, y up, z towards the viewer."""

    points: Space
    colour: Colour
    width: float = 0.03


Solid = list[list[Face]]  # faces, each followed by the details that are drawn on it


def face(shape: ArrayLike, colour: Colour, width: float = 0.03) -> list[Face]:
    """Return a face without details."""
    return [Face(np.asarray(shape, dtype=float), colour, width)]


def tube(stations: Space, colour: Colour, sides: int) -> Solid:
    """Return a body along x: stations are (x, height of the axis, half height, half width)."""
    angles = np.linspace(0, 2 * np.pi, sides + 1)
    rings = [
        np.stack([np.full(sides + 1, x), y + high * np.sin(angles), wide * np.cos(angles)], axis=1)
        for x, y, high, wide in stations
    ]
    return [face([a[k], a[k + 1], b[k + 1], b[k]], colour) for a, b in pairwise(rings) for k in range(sides)]


def box(low: ArrayLike, high: ArrayLike, colour: Colour) -> Solid:
    """Return the front, back, right, left and top of a box between two corners [3]."""
    corner = np.array([low, high], dtype=float)
    sides = ("001 101 111 011", "000 100 110 010", "100 101 111 110", "000 001 011 010", "010 110 111 011")
    return [face([corner[list(map(int, at)), range(3)] for at in side.split()], colour) for side in sides]


def solid(name: str, colours: Palette) -> Solid:
    """Return a solid thing of figures.toml, in the colours of its names."""
    faces: Solid = []
    both_sides: list[int] = []
    for kind, tint, factor, sizes, shape in shapes_of(name):
        parts = _parts(kind.strip("+|"), shape, sizes, shade(colours[tint], factor))
        if kind.startswith("+"):
            faces[-1] += parts[0]
        else:
            faces += parts
            both_sides += [len(faces) - 1] if kind.endswith("|") else []
    return faces + moved([faces[place] for place in both_sides], np.diag([1.0, 1, -1]))


def _parts(kind: str, shape: Space, sizes: list[float], colour: Colour) -> Solid:
    if kind == "box":
        return box(shape[0], shape[1], colour)
    if kind == "tube":
        return tube(shape, colour, round(sizes[0]))
    if kind == "disc":
        shape = np.insert(CIRCLE * sizes[0], 1, sizes[1], axis=1) + shape
    return [face(shape, colour, *sizes[:1])]


def rotated(faces: Solid, yaw: float = 0, pitch: float = 0, roll: float = 0) -> Solid:
    """Roll about the length (x), turn about the vertical, then pitch towards the viewer; degrees."""
    (a, b, c), (d, e, f) = np.cos(np.radians([yaw, pitch, roll])), np.sin(np.radians([yaw, pitch, roll]))
    yawed = np.array([[a, 0, d], [0, 1, 0], [-d, 0, a]])
    pitched, rolled = (np.array([[1, 0, 0], [0, cos, -sin], [0, sin, cos]]) for cos, sin in ((b, e), (c, f)))
    return moved(faces, (pitched @ yawed @ rolled).T)


def moved(faces: Solid, matrix: Space, by: Sequence[float] = (0, 0, 0)) -> Solid:
    """Multiply all points by a matrix [3, 3], then add a vector."""
    return [[Face(one.points @ matrix + by, *one[1:]) for one in group] for group in faces]


def show(pen: Pen, faces: Solid, modelling: float, haze: Colour = (0, 0, 0), hazy: float = 0) -> None:
    """Draw the faces; `modelling` (0 to 1) is how much the light changes them, `hazy` the share of the haze."""
    for group in sorted(faces, key=lambda each: float(each[0].points[:, 2].mean())):
        for k, one in enumerate(group):
            nearness = VIEWPOINT / np.maximum(VIEWPOINT - one.points[:, 2], 0.5)
            flat = one.points[:, :2] * nearness[:, None] * (1, -1)
            if len(flat) == 2:
                pen.line(flat, mix(one.colour, haze, hazy), one.width)
            else:
                light = modelling / (k + 1) * (0.55 * _light(one.points) - 0.25)
                pen.polygon(flat, mix(shade(one.colour, 1 + light), haze, hazy))


def _light(shape: Space) -> float:
    """Return how much light falls on the side that is seen, -1 to 1 (scalars: numpy's cross product is slow)."""
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = shape[:3].tolist()
    ux, uy, uz, vx, vy, vz = bx - ax, by - ay, bz - az, cx - bx, cy - by, cz - bz
    x, y, z = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
    light: float = (x * LIGHT[0] + y * LIGHT[1] + z * LIGHT[2]) / max((x * x + y * y + z * z) ** 0.5, 1e-9)
    return light if z * (VIEWPOINT - az) > x * ax + y * ay else -light

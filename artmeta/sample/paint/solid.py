"""Solid things (aircraft, vessels, houses): faces in space, rotated, lit from one side and drawn far to near."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from artmeta.sample.paint.colour import Colour, Palette, shade
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


def solid(name: str, colours: Palette) -> Solid:
    """Return a solid thing of figures.toml, in the colours of its names."""
    faces: Solid = []
    both_sides: list[int] = []
    for kind, tint, factor, sizes, shape in shapes_of(name):
        parts = _parts(kind.strip("+|"), shape, sizes, shade(colours[tint], factor), colours["light"])
        if kind.startswith("+"):
            faces[-1] += [face for part in parts for face in part]
        else:
            faces += parts
            both_sides += [len(faces) - 1] if kind.endswith("|") else []
    return faces + _moved([faces[place] for place in both_sides], np.diag([1.0, 1, -1]))


def _parts(kind: str, shape: Space, sizes: list[float], colour: Colour, frame: Colour) -> Solid:
    match kind:
        case "box":
            return _box(shape, colour)
        case "tube":
            return _tube(shape, colour, round(sizes[0]))
        case "window":  # a pane and its frame, by the middle of its foot; sizes: half the width, the height
            pane = np.array([(-1, 0, 0), (1, 0, 0), (1, 1, 0), (-1, 1, 0)]) * (*sizes, 0)
            larger = pane * 1.08 + np.sign(pane - (0, sizes[1] / 2, 0)) * 0.02
            return [[Face(larger + one, frame), Face(pane + one, colour)] for one in shape]
        case "disc":
            shape = np.insert(CIRCLE * sizes[0], 1, sizes[1], axis=1) + shape
    return [[Face(shape, colour, *sizes[:1])]]


def _tube(stations: Space, colour: Colour, sides: int) -> Solid:
    """Return a body along x: stations are (x, height of the axis, half height, half width)."""
    angles = np.linspace(0, 2 * np.pi, sides + 1)
    rings = [
        np.stack([np.full(sides + 1, x), y + high * np.sin(angles), wide * np.cos(angles)], axis=1)
        for x, y, high, wide in stations
    ]
    quads = ([a[k], a[k + 1], b[k + 1], b[k]] for a, b in pairwise(rings) for k in range(sides))
    return [[Face(np.array(quad), colour)] for quad in quads]


def _box(corners: Space, colour: Colour) -> Solid:
    """Return back, right, left, top and front of a box between two corners [2, 3]."""
    sides = ("000 100 110 010", "100 101 111 110", "000 001 011 010", "010 110 111 011", "001 101 111 011")
    places = [[list(map(int, at)) for at in side.split()] for side in sides]
    return [[Face(np.array([corners[at, range(3)] for at in place]), colour)] for place in places]


def rotated(faces: Solid, yaw: float, pitch: float, roll: float = 0) -> Solid:
    """Roll about the length (x), turn about the vertical, then pitch towards the viewer; degrees."""
    (a, b, c), (d, e, f) = np.cos(np.radians([yaw, pitch, roll])), np.sin(np.radians([yaw, pitch, roll]))
    yawed = np.array([[a, 0, d], [0, 1, 0], [-d, 0, a]])
    pitched, rolled = (np.array([[1, 0, 0], [0, cos, -sin], [0, sin, cos]]) for cos, sin in ((b, e), (c, f)))
    return _moved(faces, (pitched @ yawed @ rolled).T)


def _moved(faces: Solid, matrix: Space) -> Solid:
    return [[one._replace(points=one.points @ matrix) for one in group] for group in faces]


def show(pen: Pen, faces: Solid, modelling: float) -> None:
    """Draw the faces; `modelling` (0 to 1) is how much the light changes them."""
    for group in sorted(faces, key=lambda each: float(each[0].points[:, 2].mean())):
        for k, one in enumerate(group):
            nearness = VIEWPOINT / np.maximum(VIEWPOINT - one.points[:, 2], 0.5)
            flat = one.points[:, :2] * nearness[:, None] * (1, -1)
            if len(flat) == 2:
                pen.line(flat, one.colour, one.width)
            else:
                light = modelling / (k + 1) * (0.55 * _light(one.points) - 0.25)
                pen.polygon(flat, shade(one.colour, 1 + light))


def _light(shape: ArrayLike) -> float:
    """Return how much light falls on the side that is seen, -1 to 1 (scalars: numpy's cross product is slow)."""
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = np.asarray(shape)[:3].tolist()
    ux, uy, uz, vx, vy, vz = bx - ax, by - ay, bz - az, cx - bx, cy - by, cz - bz
    x, y, z = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
    light: float = (x * LIGHT[0] + y * LIGHT[1] + z * LIGHT[2]) / max((x * x + y * y + z * z) ** 0.5, 1e-9)
    return light if z * (VIEWPOINT - az) > x * ax + y * ay else -light

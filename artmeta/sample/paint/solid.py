"""Solid things (aircraft, vessels, houses): faces in space, rotated, lit from one side and drawn far to near."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from artmeta.sample.paint.colour import Colour, mix, shade
from artmeta.sample.paint.pen import CIRCLE, Pen, shapes_of

Space = NDArray[np.float64]
LIGHT = (-0.447, 0.744, 0.496)  # a direction of length 1: from above, the left and in front
VIEWPOINT = 7.0  # its distance in the thing's units: a mild perspective


@dataclass(frozen=True)
class Face:
    """A flat polygon, or a rod where it has two points: [n, 3], x right, y up, z towards the viewer."""

    points: Space
    colour: Colour
    details: tuple[Face, ...] = ()
    width: float = 0.03


def face(shape: ArrayLike, colour: Colour, *details: Face) -> Face:
    """A polygon with details drawn on it."""
    return Face(np.asarray(shape, dtype=float), colour, details)


def rod(start: ArrayLike, end: ArrayLike, colour: Colour, width: float = 0.03) -> Face:
    """A thin rod between two points [3]."""
    return Face(np.array([start, end], dtype=float), colour, (), width)


def tube(stations: Space, colour: Colour, sides: int = 9) -> list[Face]:
    """A body along x: stations are (x, height of the axis, half height, half width)."""
    angles = np.linspace(0, 2 * np.pi, sides + 1)
    rings = [
        np.stack([np.full(sides + 1, x), y + high * np.sin(angles), wide * np.cos(angles)], axis=1)
        for x, y, high, wide in stations
    ]
    return [face([a[k], a[k + 1], b[k + 1], b[k]], colour) for a, b in pairwise(rings) for k in range(sides)]


def box(low: ArrayLike, high: ArrayLike, colour: Colour) -> list[Face]:
    """The front, back, right, left and top of a box between two corners [3]."""
    corner = np.array([low, high], dtype=float)
    sides = ("001 101 111 011", "000 100 110 010", "100 101 111 110", "000 001 011 010", "010 110 111 011")
    return [
        face([[corner[int(at), k] for k, at in enumerate(word)] for word in side.split()], colour)
        for side in sides
    ]


def solid(name: str, colours: Mapping[str, Colour]) -> list[Face]:
    """The faces of a solid thing of figures.toml, in the colours of its names."""
    faces: list[Face] = []
    twice: list[int] = []
    for kind, tint, factor, sizes, shape in shapes_of(name):
        made = _made(kind.strip("+|"), shape, sizes, shade(colours[tint], factor))
        if kind.startswith("+"):
            faces[-1] = replace(faces[-1], details=(*faces[-1].details, *made))
        else:
            faces += made
            twice += [len(faces) - 1] if kind.endswith("|") else []
    return faces + [_moved(faces[place], np.diag([1.0, 1, -1])) for place in twice]


def _made(kind: str, shape: Space, sizes: list[float], colour: Colour) -> list[Face]:
    if kind == "box":
        return box(shape[0], shape[1], colour)
    if kind == "tube":
        return tube(shape, colour, round(sizes[0]))
    if kind == "rod":
        return [Face(shape, colour, (), sizes[0])]
    if kind == "disc":
        shape = np.insert(CIRCLE * sizes[0], 1, sizes[1], axis=1) + shape
    return [Face(shape, colour)]


def rotated(faces: Iterable[Face], yaw: float = 0, pitch: float = 0, roll: float = 0) -> list[Face]:
    """Roll about the length (x), turn about the vertical, then pitch towards the viewer; degrees."""
    (a, b, c), (d, e, f) = np.cos(np.radians([yaw, pitch, roll])), np.sin(np.radians([yaw, pitch, roll]))
    yawed = np.array([[a, 0, d], [0, 1, 0], [-d, 0, a]])
    pitched, rolled = (np.array([[1, 0, 0], [0, cos, -sin], [0, sin, cos]]) for cos, sin in ((b, e), (c, f)))
    matrix = (pitched @ yawed @ rolled).T
    return [_moved(one, matrix) for one in faces]


def show(
    pen: Pen, faces: Iterable[Face], modelling: float, haze: tuple[Colour, float] = ((0, 0, 0), 0)
) -> None:
    """Draw the faces; `modelling` (0 to 1) is how much the light changes them, `haze` a colour and its share."""
    for one in sorted(faces, key=lambda each: float(each.points[:, 2].sum()) / len(each.points)):
        nearness = VIEWPOINT / np.maximum(VIEWPOINT - one.points[:, 2], 0.5)
        flat = one.points[:, :2] * nearness[:, None] * (1, -1)
        if len(flat) == 2:
            pen.line(flat, mix(one.colour, *haze), one.width)
            continue
        pen.polygon(flat, mix(shade(one.colour, 1 + modelling * (0.55 * _light(one.points) - 0.25)), *haze))
        show(pen, one.details, modelling * 0.5, haze)


def _moved(one: Face, matrix: Space) -> Face:
    details = tuple(_moved(detail, matrix) for detail in one.details)
    return replace(one, points=one.points @ matrix, details=details)


def _light(shape: Space) -> float:
    """How much light falls on the side that is seen, -1 to 1 (by hand: numpy's cross product is slow for one)."""
    (ax, ay, az), (bx, by, bz), (cx, cy, cz) = shape[:3].tolist()
    ux, uy, uz, vx, vy, vz = bx - ax, by - ay, bz - az, cx - bx, cy - by, cz - bz
    x, y, z = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
    towards = x * -ax + y * -ay + z * (VIEWPOINT - az)
    light: float = (x * LIGHT[0] + y * LIGHT[1] + z * LIGHT[2]) / max((x * x + y * y + z * z) ** 0.5, 1e-9)
    return light if towards > 0 else -light

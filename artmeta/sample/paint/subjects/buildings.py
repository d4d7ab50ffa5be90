"""Walls, roofs, windows and chimneys, built in space."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from artmeta.sample.paint.colour import Colour, mix, shade
from artmeta.sample.paint.solid import Face, box, face

Place = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Materials:
    """The colours of one house."""

    wall: Colour
    roof: Colour
    frame: Colour
    glass: Colour
    door: Colour


def cottage(paint: Materials, rng: np.random.Generator) -> list[Face]:
    """A low house under a steep roof, 2 units long, standing on height 0."""
    tall, deep = float(rng.uniform(0.62, 0.85)), float(rng.uniform(0.42, 0.6))
    rise = float(rng.uniform(0.5, 0.75))
    doors = [float(rng.uniform(-0.4, 0.4))]
    windows = [x for x in (-0.72, -0.3, 0.3, 0.72) if abs(x - doors[0]) > 0.2]
    faces = _gabled(-1, 1, tall, deep, rise, paint, _openings(windows, [0.3], 0.2, 0.26, doors, 0.46, paint))
    chimneys = (-0.82, 0.82)[: int(rng.integers(1, 3))]
    for x in chimneys:
        faces += box(
            (x - 0.09, tall + rise * 0.5, -0.1),
            (x + 0.09, tall + rise + 0.22, 0.1),
            mix(paint.roof, paint.wall, 0.4),
        )
    if rng.random() < 0.4:  # a wing to the side
        faces += _gabled(
            1.0,
            1.6,
            tall * 0.8,
            deep * 0.8,
            rise * 0.7,
            paint,
            _openings([1.3], [0.25], 0.2, 0.24, [], 0, paint),
        )
    return faces


def mansion(paint: Materials, rng: np.random.Generator) -> list[Face]:
    """A country seat: two storeys, a hipped roof, a portico with columns."""
    tall, deep = float(rng.uniform(0.72, 0.9)), 0.5
    rows = [0.16, 0.16 + tall * 0.48]
    columns = list(np.linspace(-1.15, 1.15, int(rng.integers(3, 5)) * 2 + 1))
    windows = [x for x in columns if abs(x) > 0.3]  # the portico's width
    faces = _hipped(-1.35, 1.35, tall, deep, 0.28, paint, _openings(windows, rows, 0.13, 0.26, [], 0, paint))
    pale = mix(paint.wall, (255, 250, 238), 0.4)
    faces += box((-0.34, 0, 0.5), (0.34, tall * 0.1, 0.72), pale)
    for x in np.linspace(-0.29, 0.29, 4):
        faces += box((x - 0.03, tall * 0.1, 0.66), (x + 0.03, tall * 0.82, 0.71), pale)
    faces += box((-0.36, tall * 0.82, 0.5), (0.36, tall * 0.9, 0.74), pale)
    faces.append(face([(-0.4, tall * 0.9, 0.745), (0.4, tall * 0.9, 0.745), (0, tall * 1.12, 0.745)], pale))
    door = face(
        [(-0.08, 0.08, 0.505), (0.08, 0.08, 0.505), (0.08, 0.5, 0.505), (-0.08, 0.5, 0.505)],
        paint.door,
        lit=False,
    )
    for x in (-0.8, 0.8):
        faces += box(
            (x - 0.1, tall + 0.1, -0.08), (x + 0.1, tall + 0.5, 0.08), mix(paint.roof, paint.wall, 0.5)
        )
    return [*faces, door]


def townhouse(paint: Materials, rng: np.random.Generator) -> list[Face]:
    """A tall narrow house of two to four storeys."""
    storeys = int(rng.integers(2, 5))
    tall, half = 0.48 * storeys, float(rng.uniform(0.55, 0.75))
    rows = [0.56 + 0.45 * k for k in range(storeys - 1)]
    openings = _openings([-half * 0.5, half * 0.5], rows, 0.2, 0.26, [half * 0.45], 0.42, paint)
    ground = [*openings, *_openings([-half * 0.45], [0.14], 0.34, 0.26, [], 0, paint)]
    roofed = _gabled if rng.random() < 0.6 else _hipped
    faces = roofed(-half, half, tall, 0.5, 0.4, paint, ground)
    return [
        *faces,
        *box(
            (half - 0.26, tall + 0.1, -0.1), (half - 0.08, tall + 0.62, 0.1), mix(paint.roof, paint.wall, 0.4)
        ),
    ]


def modern(paint: Materials, rng: np.random.Generator) -> list[Face]:
    """White boxes with flat roofs, a band of glass and a terrace."""
    white = mix(paint.wall, (250, 248, 242), 0.65)
    upper = float(rng.uniform(0.3, 0.8))
    faces = box((-1.2, 0, -0.5), (1.0, 0.55, 0.5), white)
    faces += box((-1.28, 0.55, -0.56), (1.08, 0.62, 0.58), shade(paint.roof, 1.05))
    faces += box(
        (-1.1 + upper * 0.5, 0.62, -0.45), (0.5 + upper * 0.5, 1.08, 0.42), mix(white, paint.door, 0.12)
    )
    faces += box((-1.18 + upper * 0.5, 1.08, -0.5), (0.58 + upper * 0.5, 1.14, 0.5), shade(paint.roof, 1.05))
    front = [(-1.05, 0.14, 0.9, 0.42, 0.505), (-0.95 + upper * 0.5, 0.74, 0.35 + upper * 0.5, 0.98, 0.425)]
    for left, low, right, high, near in front:
        panes = [
            face(_pane(x, low, near + 0.002, 0.02, high - low), white, lit=False)
            for x in np.arange(left, right, 0.28)
        ]
        faces.append(
            face(
                [(left, low, near), (right, low, near), (right, high, near), (left, high, near)],
                paint.glass,
                *panes,
                lit=False,
            )
        )
    return [
        *faces,
        face(
            [(0.94, 0.0, 0.506), (0.74, 0.0, 0.506), (0.74, 0.44, 0.506), (0.94, 0.44, 0.506)],
            paint.door,
            lit=False,
        ),
    ]


def _openings(
    windows: list[float],
    rows: list[float],
    wide: float,
    high: float,
    doors: list[float],
    door: float,
    paint: Materials,
) -> list[tuple[float, float, float, float, Colour, Colour]]:
    """Windows at every place of every row, and doors: (middle, foot, width, height, filling, frame)."""
    found = [(x, y, wide, high, paint.glass, paint.frame) for y in rows for x in windows]
    return found + [(x, 0.0, 0.2, door, paint.door, paint.frame) for x in doors]


def _front(
    left: float,
    right: float,
    tall: float,
    deep: float,
    paint: Materials,
    openings: list[tuple[float, float, float, float, Colour, Colour]],
) -> list[Face]:
    """The long walls, with openings in the one towards the eye."""
    details = []
    for x, y, wide, high, filling, frame in openings:
        bars = [face(_pane(x, y, deep, 0.018, high), frame, lit=False)]
        if y > 0:
            bars.append(face(_pane(x, y + high * 0.48, deep, wide, 0.02), frame, lit=False))
        details.append(face(_pane(x, y - 0.02, deep, wide + 0.05, high + 0.045), frame, lit=False))
        details.append(face(_pane(x, y, deep, wide, high), filling, *bars, lit=False))
    front = [(left, 0, deep), (right, 0, deep), (right, tall, deep), (left, tall, deep)]
    back = [(right, 0, -deep), (left, 0, -deep), (left, tall, -deep), (right, tall, -deep)]
    return [face(front, paint.wall, *details, two_sided=False), face(back, paint.wall, two_sided=False)]


def _pane(x: float, y: float, z: float, wide: float, high: float) -> list[Place]:
    return [
        (x - wide / 2, y, z),
        (x + wide / 2, y, z),
        (x + wide / 2, y + high, z),
        (x - wide / 2, y + high, z),
    ]


def _side_window(x: float, tall: float, deep: float, paint: Materials) -> list[Face]:
    pane = [(x, tall * 0.4, deep * k) for k in (-0.22, 0.22)] + [
        (x, tall * 0.75, deep * k) for k in (0.22, -0.22)
    ]
    return [face(pane, paint.glass, lit=False)]


def _gabled(
    left: float,
    right: float,
    tall: float,
    deep: float,
    rise: float,
    paint: Materials,
    openings: list[tuple[float, float, float, float, Colour, Colour]],
) -> list[Face]:
    """A house whose ridge runs along x."""
    top, over = tall + rise, 0.08
    faces = _front(left, right, tall, deep, paint, openings)
    for x, order in ((right, 1), (left, -1)):
        outline: list[Place] = [(x, 0, deep), (x, 0, -deep), (x, tall, -deep), (x, top, 0), (x, tall, deep)]
        faces.append(face(outline[::order], paint.wall, *_side_window(x, tall, deep, paint), two_sided=False))
    eave, drop = deep + over, tall - over * rise / deep
    for side in (1, -1):
        slope: list[Place] = [
            (left - over, drop, side * eave),
            (right + over, drop, side * eave),
            (right + over, top + 0.01, 0),
            (left - over, top + 0.01, 0),
        ]
        faces.append(
            face(slope, paint.roof, *_courses(left - over, right + over, drop, top, side * eave, paint))
        )
    return faces


def _courses(left: float, right: float, low: float, high: float, eave: float, paint: Materials) -> list[Face]:
    """The rows of tiles on a slope."""
    rows = []
    for up in np.linspace(0.12, 0.9, 6):
        y, z = low + (high - low) * up, eave * (1 - up)
        rows.append(
            face(
                [(left, y, z), (right, y, z), (right, y + 0.018, z), (left, y + 0.018, z)],
                shade(paint.roof, 0.72),
                lit=False,
            )
        )
    return rows


def _hipped(
    left: float,
    right: float,
    tall: float,
    deep: float,
    rise: float,
    paint: Materials,
    openings: list[tuple[float, float, float, float, Colour, Colour]],
) -> list[Face]:
    """A house whose roof slopes to all four sides."""
    faces = _front(left, right, tall, deep, paint, openings)
    for x, order in ((right, 1), (left, -1)):
        outline: list[Place] = [(x, 0, deep), (x, 0, -deep), (x, tall, -deep), (x, tall, deep)]
        faces.append(face(outline[::order], paint.wall, *_side_window(x, tall, deep, paint), two_sided=False))
    a, b, c, d = (
        (left - 0.06, tall, deep + 0.06),
        (right + 0.06, tall, deep + 0.06),
        (right + 0.06, tall, -deep - 0.06),
        (left - 0.06, tall, -deep - 0.06),
    )
    one, two = (left + deep * 0.8, tall + rise, 0.0), (right - deep * 0.8, tall + rise, 0.0)
    slopes: list[list[Place]] = [[a, b, two, one], [c, d, one, two], [b, c, two], [d, a, one]]
    return [*faces, *(face(slope, paint.roof) for slope in slopes)]

"""Hulls, masts and sails, built in space."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from artmeta.sample.paint.colour import Colour, mix, shade
from artmeta.sample.paint.solid import Face, box, face, moved, tube, turned

STATIONS = np.linspace(-1, 1, 11)  # along the hull, stern to bow


@dataclass(frozen=True, slots=True)
class Paint:
    """The colours of one boat."""

    hull: Colour
    sail: Colour
    stripe: Colour
    wood: Colour


def build(kind: str, paint: Paint, rng: np.random.Generator) -> list[Face]:
    """A boat of a kind, bow to the right, 2 units long, its waterline at height 0."""
    makers = {
        "ship": _ship,
        "brig": _brig,
        "lugger": _lugger,
        "sloop": _sloop,
        "rowing": _rowing,
        "steamer": _steamer,
        "liner": _liner,
    }
    return makers[kind](paint, rng)


def hull(paint: Paint, beam: float, board: float, sheer: float, stern: float = 0.75) -> list[Face]:
    """A hull: `beam` wide, `board` high amidships, its ends rising by `sheer`; `stern` is the width aft."""
    full = np.where(STATIONS > 0, 1 - np.abs(STATIONS) ** 2.4, 1 - (1 - stern) * STATIONS**2)
    rail = board + sheer * np.abs(STATIONS) ** 2.2 * np.where(STATIONS > 0, 1.2, 0.8)
    foot = np.clip(STATIONS, -0.9, 0.86)
    faces = []
    for side in (1, -1):
        top = np.stack([STATIONS, rail, side * beam * full / 2], axis=1)
        low = np.stack([foot, 0 * rail - 0.03, side * beam * full * 0.36], axis=1)
        band = top * [1, 1, 1.01] - [0, 0.055, 0]
        for k in range(len(STATIONS) - 1):
            line = face([top[k], top[k + 1], band[k + 1], band[k]], paint.stripe)
            faces.append(face([top[k], top[k + 1], low[k + 1], low[k]], paint.hull, line))
    deck = [
        (x, y - 0.03, z * beam * w / 2)
        for z in (1, -1)
        for x, y, w in list(zip(STATIONS, rail, full, strict=True))[::z]
    ]
    faces.append(face(deck, mix(paint.wood, paint.sail, 0.35), lit=False))
    back = [
        (-1, rail[0], beam * stern / 2),
        (-1, rail[0], -beam * stern / 2),
        (-0.9, -0.03, -beam * stern * 0.36),
        (-0.9, -0.03, beam * stern * 0.36),
    ]
    return [*faces, face(back, shade(paint.hull, 0.9))]


def mast(x: float, foot: float, top: float, paint: Paint, thick: float = 0.03) -> Face:
    """A mast, as a thin upright face that every side sees."""
    return face(
        [
            (x - thick / 2, foot, 0.0),
            (x + thick / 2, foot, 0.0),
            (x + thick / 4, top, 0.0),
            (x - thick / 4, top, 0.0),
        ],
        paint.wood,
        lit=False,
    )


def square_sail(x: float, low: float, high: float, wide: float, belly: float, paint: Paint) -> list[Face]:
    """A square sail across the hull, blown forward by `belly`, with its yard."""
    across, up = np.linspace(-1, 1, 5), np.linspace(0, 1, 4)
    faces = []
    for a, b in pairwise(across):
        for c, d in pairwise(up):
            corners = [(a, c), (b, c), (b, d), (a, d)]
            faces.append(face([_blown(x, low, high, wide, belly, *corner) for corner in corners], paint.sail))
    yard = [
        (x + 0.01, high, -wide * 0.47),
        (x + 0.01, high, wide * 0.47),
        (x + 0.01, high + 0.022, wide * 0.47),
        (x + 0.01, high + 0.022, -wide * 0.47),
    ]
    return [*faces, face(yard, paint.wood, lit=False)]


def _blown(
    x: float, low: float, high: float, wide: float, belly: float, across: float, up: float
) -> tuple[float, float, float]:
    bulge = belly * (1 - across**2 * 0.8) * np.sin(np.pi * (0.15 + 0.8 * up))
    return x + float(bulge), low + (high - low) * up, across * wide / 2 * (1 - 0.13 * up)


def fore_and_aft(corners: list[tuple[float, float]], belly: float, paint: Paint) -> list[Face]:
    """A sail in the length of the hull: corners (x, height), three of them; it bellies to one side."""
    a, b, c = (np.array([x, y, 0.0]) for x, y in corners)
    middle = (a + b + c) / 3 + [0, 0, belly]
    return [face([one, two, middle], paint.sail) for one, two in ((a, b), (b, c), (c, a))]


def _rigged(
    x: float, height: float, wide: float, courses: int, wind: tuple[float, float], paint: Paint
) -> list[Face]:
    """A mast with square sails one above the other; `wind` is how far they belly and how they are braced (degrees)."""
    faces: list[Face] = []
    edges = 0.32 + (height - 0.32) * np.cumsum([0, *[1 / (1 + 0.28 * k) for k in range(courses)]])
    edges = 0.32 + (edges - 0.32) / (edges[-1] - 0.32) * (height - 0.32)
    for k in range(courses):
        faces += square_sail(0, edges[k] + 0.03, edges[k + 1] - 0.015, wide * (1 - 0.2 * k), wind[0], paint)
    return [mast(x, 0.1, height + 0.08, paint), *moved(turned(faces, wind[1]), x)]


def _ship(paint: Paint, rng: np.random.Generator) -> list[Face]:
    wind = float(rng.uniform(0.08, 0.22)), float(rng.uniform(-42, 42))
    faces = hull(paint, 0.5, 0.24, 0.14)
    for x, height, wide in ((-0.62, 1.05, 0.62), (-0.02, 1.4, 0.8), (0.55, 1.22, 0.72)):
        faces += _rigged(x, height, wide, int(rng.integers(2, 4)), wind, paint)
    faces += fore_and_aft([(0.7, 0.95), (1.4, 0.42), (0.8, 0.36)], 0.1, paint)
    return [
        *faces,
        face(
            [(0.95, 0.36, 0.02), (1.45, 0.5, 0.0), (1.45, 0.47, 0.0), (0.95, 0.32, -0.02)],
            paint.wood,
            lit=False,
        ),
        *_ports(paint),
    ]


def _ports(paint: Paint) -> list[Face]:
    return [
        face(
            [(x, 0.1, z), (x + 0.06, 0.1, z), (x + 0.06, 0.15, z), (x, 0.15, z)],
            shade(paint.hull, 0.4),
            lit=False,
        )
        for x in np.linspace(-0.7, 0.5, 8)
        for z in (0.25, -0.25)
    ]


def _brig(paint: Paint, rng: np.random.Generator) -> list[Face]:
    wind = float(rng.uniform(0.06, 0.2)), float(rng.uniform(-42, 42))
    faces = hull(paint, 0.52, 0.2, 0.12)
    for x, height in ((-0.35, 1.2), (0.4, 1.25)):
        faces += _rigged(x, height, 0.74, 3, wind, paint)
    return [
        *faces,
        *fore_and_aft([(-0.4, 0.95), (-1.1, 0.45), (-0.4, 0.3)], 0.08, paint),
        *fore_and_aft([(0.5, 0.95), (1.3, 0.35), (0.62, 0.32)], 0.08, paint),
    ]


def _lugger(paint: Paint, rng: np.random.Generator) -> list[Face]:
    high = float(rng.uniform(0.85, 1.15))
    faces = [
        *hull(paint, 0.56, 0.16, 0.12),
        mast(0.35, 0.1, high, paint),
        mast(-0.5, 0.1, high * 0.75, paint),
    ]
    for x, top, wide in ((0.35, high, 0.75), (-0.5, high * 0.72, 0.5)):
        outline = [
            (x + wide * 0.3, 0.28, 0.02),
            (x + wide * 0.25, top * 0.82, 0.08),
            (x - wide * 0.5, top * 1.02, 0.02),
            (x - wide * 0.55, 0.26, 0.06),
        ]
        faces.append(face(outline, paint.sail))
    return faces


def _sloop(paint: Paint, rng: np.random.Generator) -> list[Face]:
    high, belly = float(rng.uniform(1.4, 1.95)), float(rng.uniform(0.06, 0.2))
    faces = [*hull(paint, 0.42, 0.15, 0.07, 0.6), mast(0.12, 0.1, high, paint, 0.025)]
    faces += fore_and_aft([(0.1, high * 0.97), (0.1, 0.27), (-0.85, 0.25)], belly, paint)
    return [*faces, *fore_and_aft([(0.16, high * 0.85), (0.22, 0.25), (0.96, 0.22)], belly, paint)]


def _rowing(paint: Paint, rng: np.random.Generator) -> list[Face]:
    faces = hull(paint, 0.62, 0.2, 0.1, 0.5)
    for side in (1, -1):
        faces.append(
            face(
                [
                    (0.0, 0.24, side * 0.2),
                    (0.03, 0.24, side * 0.2),
                    (-0.25, -0.02, side * 1.0),
                    (-0.3, -0.02, side * 1.0),
                ],
                paint.wood,
                lit=False,
            )
        )
    for x in (-0.25, 0.4)[: int(rng.integers(1, 3))]:
        coat = mix(paint.stripe, paint.wood, float(rng.random()) * 0.6)
        faces += tube(
            [(x - 0.1, 0.3, 0.05, 0.06), (x, 0.42, 0.2, 0.12), (x + 0.1, 0.36, 0.06, 0.06)], coat, 7
        )
        faces += tube(
            [(x - 0.02, 0.68, 0.02, 0.02), (x + 0.04, 0.7, 0.08, 0.07), (x + 0.1, 0.7, 0.02, 0.02)],
            mix(paint.sail, (190, 140, 110), 0.6),
            6,
        )
    return faces


def _steamer(paint: Paint, rng: np.random.Generator) -> list[Face]:
    faces = [*hull(paint, 0.46, 0.24, 0.1), *box((-0.45, 0.24, -0.15), (0.3, 0.4, 0.15), paint.sail)]
    funnel = [
        face(
            [(x - 0.08, 0.4, z), (x + 0.08, 0.4, z), (x + 0.08, 0.86, z), (x - 0.08, 0.86, z)],
            paint.stripe,
            lit=False,
        )
        for x in (-0.05,)
        for z in (0.07, -0.07)
    ]
    cap = [
        face(
            [(-0.13, 0.8, 0.08), (0.03, 0.8, 0.08), (0.03, 0.88, 0.08), (-0.13, 0.88, 0.08)],
            shade(paint.hull, 0.5),
            lit=False,
        )
    ]
    masts = [mast(0.62, 0.2, 1.0, paint), mast(-0.68, 0.2, 0.95, paint)]
    sails = fore_and_aft([(0.6, 0.95), (0.6, 0.42), (0.12, 0.45)], 0.05, paint) if rng.random() < 0.4 else []
    return [*faces, *funnel, *cap, *masts, *sails]


def _liner(paint: Paint, rng: np.random.Generator) -> list[Face]:
    faces = [*hull(paint, 0.4, 0.28, 0.1), *box((-0.7, 0.28, -0.15), (0.5, 0.4, 0.15), paint.sail)]
    faces += box((-0.5, 0.4, -0.13), (0.35, 0.5, 0.13), shade(paint.sail, 0.97))
    for x in (-0.3, 0.1)[: int(rng.integers(1, 3))]:
        outline = [
            (x - 0.09, 0.5, 0.06),
            (x + 0.09, 0.5, 0.06),
            (x + 0.05, 0.78, 0.06),
            (x - 0.13, 0.78, 0.06),
        ]
        faces.append(face(outline, paint.stripe, lit=False))
    rows = [
        face(
            [(-0.65, y, z), (0.45, y, z), (0.45, y + 0.03, z), (-0.65, y + 0.03, z)],
            mix(paint.hull, paint.wood, 0.3),
            lit=False,
        )
        for y in (0.33, 0.43)
        for z in (0.155, -0.155)
    ]
    return [*faces, *rows, mast(0.62, 0.25, 0.95, paint)]

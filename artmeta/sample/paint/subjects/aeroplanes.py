"""Aeroplanes built in space: biplanes of wood and linen, monoplanes, airliners and jets."""

from __future__ import annotations

import numpy as np

from artmeta.sample.paint.colour import Colour, mix, shade
from artmeta.sample.paint.scene import Scene
from artmeta.sample.paint.solid import Face, face, tube

RED, WHITE, BLUE = (186, 44, 40), (236, 232, 222), (38, 58, 120)


def build(kind: str, livery: tuple[Colour, Colour], scene: Scene) -> list[Face]:
    """An aeroplane of a kind, nose to the right, about 2 units long and wide."""
    body, trim = livery
    makers = {"biplane": _biplane, "monoplane": _monoplane, "jet": _airliner, "fighter": _fighter}
    return makers[kind](body, trim, scene)


def _wing(
    x: float,
    y: float,
    chord: float,
    span: float,
    sweep: float,
    tip: float,
    rise: float,
    colour: Colour,
    marked: bool = False,
) -> list[Face]:
    """Two wings from the middle line out: `chord` deep at the root, `tip` at the end."""
    wings = []
    for side in (1, -1):
        lead, trail = x - sweep, x - sweep - tip
        outline = [
            (x, y, 0),
            (lead, y + rise, side * span),
            (lead - tip * 0.3, y + rise, side * span * 1.04),
            (trail, y + rise, side * span * 1.01),
            (x - chord, y, 0),
        ]
        middle = np.array([x - sweep * 0.6 - chord * 0.45, y + rise * 0.7 + 0.012, side * span * 0.7])
        wings.append(face(outline, colour, *(_roundel(middle, chord * 0.3) if marked else [])))
    return wings


def _roundel(middle: np.ndarray, size: float) -> list[Face]:
    turn = np.linspace(0, 2 * np.pi, 14)[:-1]
    ring = np.stack([np.cos(turn), 0 * turn, np.sin(turn)], axis=1)
    return [
        face(middle + ring * size * share, tone) for share, tone in ((1, BLUE), (0.66, WHITE), (0.33, RED))
    ]


def _tail(x: float, y: float, size: float, body: Colour, trim: Colour, sweep: float = 0.12) -> list[Face]:
    fin = [
        (x + size * 0.5, y, 0),
        (x + size * 0.5 - sweep - size * 0.15, y + size, 0),
        (x - sweep, y + size, 0),
        (x - size * 0.12, y, 0),
    ]
    return [
        *_wing(x + size * 0.45, y + 0.03, size * 0.75, size * 1.05, sweep, size * 0.4, 0, body)[:],
        face(fin, trim),
    ]


def _propeller(x: float, y: float, size: float, scene: Scene) -> list[Face]:
    angle = scene.between(0, 3.1)
    across = np.array([0, np.cos(angle), np.sin(angle)])
    blade = np.array([0, -np.sin(angle), np.cos(angle)]) * 0.035
    wood = mix(scene.palette.dark, (120, 84, 50), 0.4)
    tips = [np.array([x, y, 0]) + across * size * end for end in (1, -1)]
    hub = np.array([x + 0.02, y, 0])
    return [
        face(
            [tips[0] + blade, hub + blade, tips[1] + blade, tips[1] - blade, hub - blade, tips[0] - blade],
            wood,
            lit=False,
        )
    ]


def _stick(
    start: tuple[float, float, float], end: tuple[float, float, float], colour: Colour, thick: float = 0.022
) -> Face:
    a, b = np.array(start), np.array(end)
    side = np.array([thick, 0, 0]) if abs(a[0] - b[0]) < abs(a[1] - b[1]) + 0.01 else np.array([0, thick, 0])
    return face([a - side / 2, b - side / 2, b + side / 2, a + side / 2], colour, lit=False)


def _biplane(body: Colour, trim: Colour, scene: Scene) -> list[Face]:
    dark = mix(scene.palette.dark, body, 0.2)
    hull = tube(
        [(-1.0, 0.04, 0.02, 0.02), (-0.3, 0.02, 0.11, 0.09), (0.3, 0.0, 0.16, 0.13), (0.62, 0.0, 0.17, 0.15)],
        body,
    )
    nose = tube([(0.62, 0.0, 0.17, 0.15), (0.78, 0.0, 0.13, 0.12), (0.84, 0.0, 0.03, 0.03)], trim)
    wings = _wing(0.56, 0.36, 0.36, 1.05, 0.02, 0.32, 0.03, body, scene.chance(0.55)) + _wing(
        0.46, -0.08, 0.34, 0.98, 0.02, 0.3, 0.06, shade(body, 0.94)
    )
    struts = [
        _stick((x, -0.04, z), (x + 0.06, 0.37, z), dark)
        for z in (0.75, 0.3, -0.3, -0.75)
        for x in (0.22, 0.4)
    ]
    gear = [_stick((0.42, -0.1, side * 0.1), (0.46, -0.32, side * 0.2), dark) for side in (1, -1)]
    wheels = [face(_wheel(0.46, -0.34, side * 0.2, 0.09), shade(dark, 0.8), lit=False) for side in (1, -1)]
    head = tube(
        [(0.02, 0.17, 0.02, 0.02), (0.06, 0.22, 0.06, 0.05), (0.12, 0.2, 0.02, 0.02)],
        mix(dark, (150, 100, 70), 0.5),
        6,
    )
    return [
        *hull,
        *nose,
        *wings,
        *struts,
        *gear,
        *wheels,
        *head,
        *_tail(-0.88, 0.05, 0.3, body, trim),
        *_propeller(0.86, 0, 0.36, scene),
    ]


def _wheel(x: float, y: float, z: float, size: float) -> np.ndarray:
    turn = np.linspace(0, 2 * np.pi, 12)[:-1]
    return np.stack([x + np.cos(turn) * size, y + np.sin(turn) * size, 0 * turn + z], axis=1)


def _monoplane(body: Colour, trim: Colour, scene: Scene) -> list[Face]:
    hull = tube(
        [
            (-1.0, 0.04, 0.03, 0.02),
            (-0.4, 0.03, 0.1, 0.07),
            (0.1, 0.02, 0.16, 0.12),
            (0.6, 0.0, 0.15, 0.12),
            (0.86, -0.01, 0.1, 0.09),
        ],
        body,
    )
    nose = tube([(0.86, -0.01, 0.1, 0.09), (0.94, -0.01, 0.06, 0.06), (1.0, -0.01, 0.01, 0.01)], trim)
    glass = tube(
        [
            (-0.2, 0.13, 0.02, 0.03),
            (0.0, 0.18, 0.09, 0.07),
            (0.16, 0.17, 0.09, 0.07),
            (0.3, 0.12, 0.02, 0.03),
        ],
        mix(scene.palette.sky, WHITE, 0.4),
        8,
    )
    return [
        *hull,
        *nose,
        *glass,
        *_wing(0.42, -0.06, 0.46, 1.1, 0.14, 0.2, 0.1, body, scene.chance(0.6)),
        *_tail(-0.9, 0.05, 0.3, body, trim),
        *_propeller(1.0, 0, 0.3, scene),
    ]


def _airliner(body: Colour, trim: Colour, scene: Scene) -> list[Face]:
    pale = mix(body, WHITE, 0.6)
    hull = tube(
        [
            (-1.2, 0.09, 0.02, 0.02),
            (-0.8, 0.03, 0.1, 0.1),
            (-0.4, 0.0, 0.14, 0.14),
            (0.8, 0.0, 0.14, 0.14),
            (1.02, -0.02, 0.1, 0.1),
            (1.14, -0.04, 0.01, 0.01),
        ],
        pale,
    )
    rows = [
        face(
            [
                (-0.7, 0.03, side * 0.13),
                (0.85, 0.03, side * 0.145),
                (0.85, 0.07, side * 0.135),
                (-0.7, 0.07, side * 0.12),
            ],
            trim,
            lit=False,
        )
        for side in (1, -1)
    ]
    engines = [
        part
        for z in (0.42, -0.42)
        for part in tube(
            [(0.1, -0.14, 0.05, 0.05), (0.24, -0.14, 0.07, 0.07), (0.4, -0.14, 0.07, 0.07)],
            shade(pale, 0.8),
            8,
        )
    ]
    return [
        *hull,
        *rows,
        *engines,
        *_wing(0.4, -0.07, 0.5, 1.15, 0.62, 0.16, 0.1, shade(pale, 0.92)),
        *_tail(-0.95, 0.06, 0.34, pale, trim, 0.24),
    ]


def _fighter(body: Colour, trim: Colour, scene: Scene) -> list[Face]:
    hull = tube(
        [
            (-1.0, 0.02, 0.1, 0.1),
            (-0.3, 0.02, 0.13, 0.16),
            (0.3, 0.02, 0.13, 0.12),
            (0.8, 0.0, 0.07, 0.06),
            (1.2, -0.02, 0.01, 0.01),
        ],
        body,
    )
    glass = tube(
        [(0.15, 0.13, 0.01, 0.02), (0.32, 0.17, 0.06, 0.05), (0.55, 0.1, 0.02, 0.03)],
        mix(scene.palette.sky, WHITE, 0.5),
        8,
    )
    return [
        *hull,
        *glass,
        *_wing(0.35, 0, 1.1, 0.8, 1.05, 0.12, 0, shade(body, 0.95)),
        *_tail(-0.8, 0.1, 0.34, body, trim, 0.22),
    ]

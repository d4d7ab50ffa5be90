"""Demons: horns, hide, claws and leather wings."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from artmeta.sample.paint.colour import Colour, any_of, mix, shade, vary
from artmeta.sample.paint.pen import Pen, smooth
from artmeta.sample.paint.scene import Scene


def draw_demon(scene: Scene, pen: Pen) -> None:
    """Draw a demon 2 units tall about the pen's origin, facing right."""
    rng, palette = scene.rng, scene.palette
    hide = vary(
        any_of(
            rng,
            (
                mix(palette.accents[0], palette.dark, 0.45),
                mix(palette.dark, palette.leaf, 0.4),
                mix(palette.dark, palette.accents[1], 0.3),
            ),
        ),
        rng,
        8,
    )
    wing = mix(hide, palette.dark, 0.45)
    for side in (-1, 1):
        _leather(
            pen.at(0.1 * side, -0.42, scene.between(0.9, 1.1), 0, side < 0), wing, scene.between(0.4, 1.0)
        )
    tail = smooth([(-0.1, 0.2), (-0.5, 0.5), (-0.62, 0.85), (-0.95, 0.7), (-0.9, 0.45)], closed=False)
    pen.limb(tail[::3], np.linspace(0.1, 0.02, len(tail[::3])), hide)
    pen.polygon([(-0.9, 0.3), (-1.0, 0.5), (-0.8, 0.5)], hide)
    _body(scene, pen, hide)
    _horned_head(pen, hide, palette.glow)


def _body(scene: Scene, pen: Pen, hide: Colour) -> None:
    for side, tone in ((-1, 0.8), (1, 1.0)):
        foot = np.array([side * scene.between(0.14, 0.34), 0.98])
        knee = np.array([side * 0.3, 0.52])
        pen.limb([(side * 0.1, 0.12), tuple(knee), tuple(foot)], [0.24, 0.15, 0.07], shade(hide, tone))
        pen.limb([foot, foot + (0.14, 0.02)], [0.08, 0.05], shade(hide, 0.6))
    pen.blob(
        [
            (-0.24, -0.5),
            (-0.2, -0.1),
            (-0.2, 0.22),
            (0.0, 0.3),
            (0.2, 0.22),
            (0.2, -0.1),
            (0.26, -0.5),
            (0, -0.58),
        ],
        hide,
    )
    pen.blob([(-0.02, -0.4), (0.16, -0.42), (0.14, -0.2), (0.0, -0.2)], shade(hide, 1.25))
    pen.blob([(-0.18, -0.06), (-0.06, 0.24), (-0.16, 0.2)], shade(hide, 0.7))
    lifted = scene.between(-1.0, -0.1)
    for shoulder, elbow, hand in (
        ((0.24, -0.44), (0.5, -0.3), (0.66, lifted)),
        ((-0.24, -0.44), (-0.46, -0.12), (-0.3, 0.16)),
    ):
        pen.limb([shoulder, elbow], [0.15, 0.1], shade(hide, 0.92))
        pen.limb([elbow, hand], [0.1, 0.06], shade(hide, 1.05))
        for claw in (-0.06, 0.0, 0.06):
            pen.line([hand, (hand[0] + 0.09, hand[1] + claw - 0.03)], shade(hide, 0.7), 0.02)
    if scene.chance(0.5):
        pen.line([(0.62, lifted - 0.55), (0.7, lifted + 0.75)], scene.palette.dark, 0.03)
        pen.line(
            [(0.5, lifted - 0.75), (0.52, lifted - 0.55), (0.73, lifted - 0.58), (0.71, lifted - 0.78)],
            scene.palette.dark,
            0.028,
        )


def _horned_head(pen: Pen, hide: Colour, fire: Colour) -> None:
    pen.limb([(0, -0.5), (0.02, -0.66)], [0.16, 0.14], shade(hide, 0.85))
    for side in (-1, 1):
        horn = smooth([(side * 0.08, -0.88), (side * 0.2, -1.0), (side * 0.17, -1.2)], closed=False)
        pen.limb(horn[::2], np.linspace(0.08, 0.015, len(horn[::2])), mix(hide, (226, 206, 170), 0.5))
        pen.polygon([(side * 0.12, -0.82), (side * 0.26, -0.9), (side * 0.12, -0.74)], shade(hide, 0.9))
    pen.blob([(-0.13, -0.86), (-0.12, -0.7), (0.03, -0.58), (0.14, -0.72), (0.13, -0.88), (0, -0.95)], hide)
    for eye in (-0.02, 0.08):
        pen.disc((eye, -0.8), 0.026, 0.018, mix(fire, (255, 220, 90), 0.6))
    pen.line([(-0.03, -0.68), (0.04, -0.66), (0.1, -0.69)], shade(hide, 0.4), 0.02)


def _leather(pen: Pen, wing: Colour, raised: float) -> None:
    """A bat's wing from its root at the origin, spread to the right."""
    elbow, wrist = np.array([0.42, -0.2 - 0.35 * raised]), np.array([0.8, -0.1 - 0.7 * raised])
    tips = [wrist + (0.36, 0.3), wrist + (0.16, 0.72), np.array([0.46, 0.62]), np.array([0.12, 0.5])]
    edge: list[np.ndarray] = [np.array([0.0, 0.0]), elbow, wrist, tips[0]]
    for one, two in pairwise(tips):
        edge += [(one + two) / 2 + (-0.06, -0.14), two]
    pen.polygon(edge, wing)
    for tip in tips:
        pen.line([wrist if tip[0] > 0.4 else elbow, tip], shade(wing, 1.35), 0.02)
    pen.limb([(0, 0), tuple(elbow), tuple(wrist)], [0.09, 0.07, 0.05], shade(wing, 1.3))
    pen.limb([wrist, wrist + (0.02, -0.14)], [0.05, 0.01], (220, 204, 170))

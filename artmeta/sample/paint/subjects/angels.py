"""Angels: robe, feathers and halo, and what they carry."""

from __future__ import annotations

import numpy as np

from artmeta.sample.paint.colour import Colour, any_of, mix, shade, vary
from artmeta.sample.paint.pen import Pen, smooth
from artmeta.sample.paint.scene import Scene

HALO = 24  # pieces of the ring


def draw_angel(scene: Scene, pen: Pen, armed: bool = False) -> None:
    """Draw an angel 2 units tall about the pen's origin, facing right; `armed` with sword and shield."""
    rng, palette = scene.rng, scene.palette
    robe = vary(any_of(rng, (palette.light, palette.light, *palette.accents)), rng, 8)
    skin = vary(mix(palette.light, (206, 152, 120), 0.55), rng, 6)
    plume = any_of(
        rng,
        (
            mix(palette.light, palette.cloud, 0.5),
            palette.light,
            mix(palette.light, any_of(rng, palette.accents), 0.35),
        ),
    )
    raised = scene.between(0.1, 1.0)
    for side in (-1, 1):
        _feathers(
            pen.at(0.08 * side, -0.5, 1.0, 0, side < 0),
            rng,
            plume,
            raised * scene.between(0.85, 1.15),
            palette.dark,
        )
    _robe(pen, rng, robe)
    _head(pen, rng, skin, palette.glow, any_of(rng, ((88, 54, 30), (164, 118, 56), (58, 40, 28))))
    _arms(scene, pen, robe, skin, armed)


def _feathers(pen: Pen, rng: np.random.Generator, plume: Colour, raised: float, dark: Colour) -> None:
    """One wing from its root at the origin, spread to the right; `raised` 0 (folded down) to 1 (lifted high)."""
    lift = 0.95 * raised
    arm = smooth(
        [(0, 0), (0.3, -0.14 - 0.3 * lift), (0.66, -0.16 - 0.62 * lift), (0.96, 0.02 - 0.62 * lift)],
        closed=False,
    )
    for row, (long, tone) in enumerate(((1.0, 0.74), (0.66, 0.88), (0.36, 1.0))):
        for along in np.linspace(1, 0.04, 13 - row * 2):
            root = arm[min(len(arm) - 1, int(along * (len(arm) - 1)))]
            angle = np.radians(96 - 70 * along**1.3 - 28 * lift * along)
            length = long * (0.42 + 0.5 * along) * rng.uniform(0.92, 1.06)
            tip = root + length * np.array([np.cos(angle), np.sin(angle)])
            bend = (root + tip) / 2 + length * 0.07 * np.array([np.sin(angle), -np.cos(angle)])
            colour = vary(mix(shade(plume, tone), dark, 0.1 * (2 - row) * along), rng, 5)
            pen.limb([root, bend, root + (tip - root) * 0.93, tip], [0.09, 0.13, 0.08, 0.01], colour)
    pen.limb(arm[::3], np.linspace(0.14, 0.06, len(arm[::3])), plume)


def _robe(pen: Pen, rng: np.random.Generator, robe: Colour) -> None:
    sway = float(rng.normal(0, 0.12))
    hem = [
        (-0.42 + sway, 0.9),
        (-0.2 + sway, 1.0),
        (0.05 + sway, 0.94),
        (0.3 + sway, 1.0),
        (0.44 + sway, 0.88),
    ]
    pen.blob(
        [
            (-0.2, -0.52),
            (-0.17, -0.1),
            (-0.3 + sway * 0.5, 0.45),
            *hem,
            (0.3 + sway * 0.5, 0.4),
            (0.17, -0.1),
            (0.2, -0.52),
            (0, -0.6),
        ],
        robe,
    )
    for start in np.linspace(-0.14, 0.15, 6):
        end = start * 2.4 + sway
        tone = shade(robe, 0.72 if rng.random() < 0.65 else 1.12)
        fold = smooth(
            [(start * 0.8, -0.12), (start * 1.3 + rng.normal(0, 0.03), 0.35), (end, 0.92)], closed=False
        )
        pen.limb(fold[::2], np.linspace(0.015, 0.07, len(fold[::2])), tone)
    pen.limb([(-0.17, -0.1), (0, -0.07), (0.17, -0.1)], [0.05, 0.06, 0.05], shade(robe, 0.6))


def _head(pen: Pen, rng: np.random.Generator, skin: Colour, gold: Colour, hair: Colour) -> None:
    tilt = float(rng.normal(0.02, 0.03))
    if rng.random() < 0.75:
        turn = np.linspace(0, 2 * np.pi, HALO)
        ring = np.stack([tilt + 0.25 * np.cos(turn), -0.84 + 0.23 * np.sin(turn)], axis=1)
        pen.line(ring, mix(gold, (255, 226, 130), 0.5), 0.035)
    pen.limb([(0, -0.52), (tilt, -0.7)], [0.11, 0.09], shade(skin, 0.85))
    pen.disc((tilt - 0.02, -0.85), 0.16, 0.17, hair)
    pen.blob([(tilt - 0.14, -0.82), (tilt - 0.17, -0.6), (tilt - 0.06, -0.66)], hair)
    pen.disc((tilt + 0.03, -0.82), 0.105, 0.13, skin)
    pen.blob(
        [(tilt + 0.0, -0.72), (tilt + 0.1, -0.76), (tilt + 0.11, -0.85), (tilt + 0.05, -0.78)],
        shade(skin, 0.86),
    )
    for eye in (0.02, 0.085):
        pen.disc((tilt + eye, -0.83), 0.013, 0.011, (44, 32, 28))


def _arms(scene: Scene, pen: Pen, robe: Colour, skin: Colour, armed: bool) -> None:
    palette, sleeve = scene.palette, shade(robe, 0.9)
    one, two = np.array([0.55, -0.55 - scene.between(0, 0.45)]), np.array([0.32, scene.between(-0.3, 0.1)])
    for shoulder, hand in (
        (np.array([0.16, -0.48]), one),
        (np.array([-0.16, -0.48]), two * (-1, 1) if armed else two),
    ):
        elbow = (shoulder + hand) / 2 + (0.03, 0.1)
        pen.limb([shoulder, elbow], [0.14, 0.17], sleeve)
        pen.limb([elbow, hand], [0.08, 0.055], skin)
    thing = "sword" if armed else scene.one_of("lily", "trumpet", "none", "none", "lily")
    if thing == "sword":
        pen.limb(
            [one + (-0.03, 0.1), one + (0.16, -0.62)], [0.05, 0.02], mix(palette.light, palette.sky, 0.3)
        )
        pen.line([one + (-0.1, 0.0), one + (0.1, 0.05)], palette.accents[2 % len(palette.accents)], 0.04)
        pen.disc(two * (-1, 1), 0.2, 0.24, any_of(scene.rng, palette.accents))
    elif thing == "lily":
        pen.line([one + (-0.03, 0.2), one + (0.05, -0.4)], palette.leaf, 0.022)
        for flower in range(4):
            pen.disc(one + (0.03 + 0.05 * (-1) ** flower, -0.4 + 0.1 * flower), 0.055, 0.045, palette.light)
    elif thing == "trumpet":
        pen.limb(
            [one + (-0.25, -0.12), one + (0.5, 0.02)], [0.03, 0.13], mix(palette.glow, (214, 166, 60), 0.6)
        )

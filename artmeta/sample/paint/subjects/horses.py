"""The horse's body, limb by limb, and the man on it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from artmeta.sample.paint.colour import Colour, Palette, any_of, mix, shade, vary
from artmeta.sample.paint.pen import Pen
from artmeta.sample.paint.scene import Scene
from artmeta.sample.paint.subjects.poses import Joints, Pose


@dataclass(frozen=True, slots=True)
class Coat:
    """The horse's body, its mane, tail and legs, and the white of its socks and blaze."""

    body: Colour
    points: Colour
    white: Colour


BODY = ((-0.46, -0.1), (-0.34, -0.2), (-0.14, -0.175), (0.06, -0.165), (0.24, -0.215), (0.38, -0.14), (0.45, -0.02),
        (0.41, 0.1), (0.26, 0.15), (0.0, 0.13), (-0.2, 0.07), (-0.36, 0.11), (-0.48, 0.04))  # fmt: skip


def horse_coat(scene: Scene) -> Coat:
    """Bay, chestnut, black or grey, warmed by the palette."""
    rng, palette = scene.rng, scene.palette
    bay: tuple[Colour, ...] = (
        (108, 62, 34),
        (136, 76, 38),
        (84, 50, 32),
        (48, 36, 32),
        (168, 164, 158),
        (120, 58, 30),
    )
    body = vary(mix(any_of(rng, bay), palette.glow, 0.08), rng, 8)
    return Coat(body, mix(body, palette.dark, 0.75), mix(palette.light, body, 0.1))


def draw_horse(pen: Pen, rng: np.random.Generator, coat: Coat, pose: Pose, low: bool) -> None:
    """Draw a horse looking right, its ground at 0.74; `low` stretches the neck as in a race."""
    far, near = pose[:2], pose[2:]
    for leg, hind in zip(far, (True, False), strict=True):
        _leg(pen, leg, hind, shade(coat.body, 0.66), shade(coat.points, 0.8))
    sway = float(rng.normal(0, 0.04))
    tail = [
        (-0.46, -0.1),
        (-0.62, -0.1 + sway),
        (-0.76, 0.04 if low else 0.2),
        (-0.86 if low else -0.66, 0.12 if low else 0.42),
    ]
    pen.limb(tail, [0.05, 0.1, 0.09, 0.02], coat.points)
    head = _neck(pen, rng, coat, low)
    pen.blob(BODY, coat.body)
    pen.blob(
        [(-0.4, 0.0), (-0.2, 0.05), (0.05, 0.1), (0.3, 0.13), (0.2, 0.15), (0.0, 0.13), (-0.2, 0.07)],
        shade(coat.body, 0.74),
    )
    pen.blob(
        [(-0.4, -0.12), (-0.3, -0.18), (-0.12, -0.15), (-0.28, -0.11)], mix(coat.body, (255, 240, 214), 0.26)
    )
    for leg, hind in zip(near, (True, False), strict=True):
        _leg(pen, leg, hind, coat.body, coat.white if rng.random() < 0.3 else coat.points)
    pen.line([(0.3, -0.19), head], mix(coat.points, (90, 50, 30), 0.4), 0.012)


def _neck(pen: Pen, rng: np.random.Generator, coat: Coat, low: bool) -> tuple[float, float]:
    poll = np.array([0.72, -0.4]) if low else np.array([0.6, -0.56])
    poll = poll + rng.normal(0, 0.02, 2)
    muzzle = poll + ((0.26, 0.15) if low else (0.2, 0.24)) + rng.normal(0, 0.015, 2)
    pen.limb([(0.24, -0.08), (0.46, (poll[1] - 0.1) * 0.56), tuple(poll)], [0.34, 0.22, 0.14], coat.body)
    pen.limb(
        [(0.2, -0.21), (0.4, poll[1] * 0.62 - 0.09), tuple(poll + (-0.03, -0.05))],
        [0.03, 0.07, 0.05],
        coat.points,
    )
    jaw = poll + (muzzle - poll) * 0.3
    pen.limb([poll, jaw, poll + (muzzle - poll) * 0.75, muzzle], [0.12, 0.16, 0.095, 0.08], coat.body)
    pen.polygon([poll + (-0.02, -0.02), poll + (0.0, -0.13), poll + (0.045, -0.03)], coat.body)
    pen.disc(poll + (muzzle - poll) * 0.36 + (0.012, -0.03), 0.014, 0.014, (20, 16, 14))
    pen.disc(muzzle, 0.032, 0.036, coat.points)
    if rng.random() < 0.4:  # a blaze
        pen.line([poll + (0.07, -0.01), muzzle + (0.02, -0.05)], coat.white, 0.025)
    return float(muzzle[0] - 0.04), float(muzzle[1])


def _leg(pen: Pen, joints: Joints, hind: bool, colour: Colour, foot: Colour) -> None:
    hip, knee, fetlock, hoof = (np.array(joint) for joint in joints)
    pen.limb(
        [hip, hip + (knee - hip) * 0.55, knee], [0.3 if hind else 0.22, 0.2 if hind else 0.13, 0.085], colour
    )
    pen.limb(
        [hip + (knee - hip) * 0.9, knee, knee + (fetlock - knee) * 0.5, fetlock],
        [0.08, 0.09, 0.052, 0.055],
        colour,
    )
    pen.limb([knee + (fetlock - knee) * 0.6, fetlock, hoof], [0.05, 0.058, 0.05], foot)
    along = (hoof - fetlock) / max(float(np.linalg.norm(hoof - fetlock)), 1e-6)
    pen.limb([hoof - along * 0.01, hoof + along * 0.05], [0.055, 0.085], (38, 30, 26))


def draw_jockey(pen: Pen, rng: np.random.Generator, palette: Palette, crouch: bool) -> None:
    """A jockey in silks on the horse of `draw_horse`."""
    silk, other = vary(any_of(rng, palette.accents), rng, 8), any_of(rng, (palette.light, *palette.accents))
    skin, breeches = mix(palette.light, (190, 130, 100), 0.6), mix(palette.light, (240, 236, 226), 0.5)
    pen.polygon([(-0.12, -0.19), (0.12, -0.19), (0.13, -0.02), (-0.14, -0.02)], vary(other, rng, 8))
    seat, shoulder = (
        (np.array([-0.1, -0.3]), np.array([0.2, -0.5]))
        if crouch
        else (np.array([0.0, -0.24]), np.array([0.05, -0.62]))
    )
    knee, boot = (
        (np.array([0.14, -0.16]), np.array([-0.02, 0.04]))
        if crouch
        else (np.array([0.16, -0.06]), np.array([0.1, 0.2]))
    )
    pen.limb([seat, knee], [0.15, 0.1], breeches)
    pen.limb([knee, boot], [0.085, 0.06], palette.dark)
    pen.limb([boot, boot + (0.1, 0.02)], [0.06, 0.04], palette.dark)
    pen.limb(
        [seat + (-0.03, 0.02), (seat + shoulder) / 2 + (-0.03, -0.03), shoulder], [0.16, 0.2, 0.15], silk
    )
    if rng.random() < 0.6:  # a sash or hoops
        pen.limb([seat + (0.02, -0.1), shoulder + (-0.08, 0.06)], [0.05, 0.05], other)
    hand = np.array([0.44, -0.3]) if crouch else np.array([0.3, -0.34])
    pen.limb([shoulder, (shoulder + hand) / 2 + (0.0, 0.06), hand], [0.09, 0.075, 0.05], silk)
    head = shoulder + ((0.11, -0.12) if crouch else (0.02, -0.14))
    pen.disc(head, 0.062, 0.072, skin)
    pen.blob([head + (-0.08, -0.01), head + (-0.05, -0.09), head + (0.03, -0.1), head + (0.08, -0.03)], other)
    pen.line([head + (0.03, -0.025), head + (0.13, -0.015)], other, 0.02)

"""Racehorses, angels and demons: flat figures with moving parts."""

from __future__ import annotations

import numpy as np

from artmeta.sample.paint.colour import Colour, mix, shade, vary
from artmeta.sample.paint.pen import FIGURES, Pen, Points, points, smooth
from artmeta.sample.paint.scene import Scene
from artmeta.sample.paint.surroundings import person, shadow

PHOTOGRAPHED = 1880  # from about this year on painters know the true gallop, and jockeys crouch
HORSE_HEIGHT = 0.74  # of a horse whose body is about 1 long


def racehorse(scene: Scene, x: float, foot: float, size: float, lift: float) -> None:
    """Draw a galloping horse with its jockey, in a leap where `lift` is more than 0."""
    shadow(scene, x, foot, size * 0.95, size * 0.12)
    turn = scene.between(-16, 6) if lift else float(scene.rng.normal(0, 2))
    pen = scene.pen.at(
        x * scene.wide + scene.rng.normal(0, 0.02), foot - lift - size * HORSE_HEIGHT, size, turn
    )
    pose = "rocking" if scene.year < PHOTOGRAPHED else scene.one_of(("gathered", "driving"))
    _horse(scene, pen, pose, "horse_stretched")
    pen.figure(
        "jockey_crouched" if scene.year >= PHOTOGRAPHED else "jockey_upright",
        scene.tints(silk="accent light", cap="accent"),
    )


def horse_portrait(scene: Scene, x: float, foot: float, size: float) -> None:
    """Draw a standing horse, mounted or held by a groom."""
    shadow(scene, x, foot, size * 0.9, size * 0.1)
    pen = scene.pen.at(x * scene.wide, foot - size * HORSE_HEIGHT, size)
    _horse(scene, pen, "standing", "horse_upright")
    if scene.chance(0.65):
        pen.figure("jockey_upright", scene.tints(silk="accent light", cap="accent"))
    if scene.chance(0.6):
        person(scene, x + size * 1.1 / scene.wide, foot + 0.02, size * 0.82)


def _horse(scene: Scene, pen: Pen, pose: str, neck: str) -> None:
    colours = scene.tints(coat="bay chestnut black grey brown")
    coat, mane = colours["coat"], mix(colours["coat"], colours["dark"], 0.7)
    colours["mane"], joints = mane, points(FIGURES[f"pose_{pose}"]).reshape(4, 4, 2)
    for number in (0, 1):
        _leg(pen, joints[number], number == 0, shade(coat, 0.66), shade(mane, 0.8))
    pen.figure(neck, colours)
    pen.figure("horse_body", colours)
    for number in (2, 3):
        _leg(pen, joints[number], number == 2, coat, mane)


def _leg(pen: Pen, joints: Points, hind: bool, colour: Colour, foot: Colour) -> None:
    hip, knee, fetlock, hoof = joints
    pen.limb([hip, (hip + knee) / 2, knee], [0.3, 0.2, 0.085] if hind else [0.22, 0.14, 0.085], colour)
    pen.limb(
        [hip + (knee - hip) * 0.9, knee, (knee + fetlock) / 2, fetlock], [0.08, 0.09, 0.052, 0.055], colour
    )
    pen.limb([(knee + fetlock * 2) / 3, fetlock, hoof], [0.05, 0.058, 0.07], foot)


def angel(scene: Scene, x: float, y: float, size: float, turn: float, armed: float) -> None:
    """Draw an angel, with sword and shield where `armed`."""
    pen = scene.pen.at(x * scene.wide, y, size, turn)
    colours = scene.tints(
        robe="light light accent", hair="brown fair eye", plume="cloud light light accent", shield="accent"
    )
    plume, raised = mix(colours["light"], colours["plume"], 0.4), scene.between(0.1, 1)
    for side in (-1, 1):
        _wing(pen.at(0.08 * side, -0.5, 1, 0, side < 0), scene.rng, plume, raised)
    for part in (
        "angel",
        "halo",
        "arms_armed" if armed else scene.one_of(("arms_spread", "arms_raised", "arms_trumpet")),
    ):
        pen.figure(part, colours)


def _wing(pen: Pen, rng: np.random.Generator, plume: Colour, raised: float) -> None:
    """Draw a wing, spread to the right of the origin; `raised` 0 (folded down) to 1 (lifted high)."""
    arm = points("0,0 .3,-.14 .66,-.16 .96,.02") - points("0,0 0,.28 0,.58 0,.58") * raised
    way = smooth(arm, closed=False)
    for long, tone in ((1.0, 0.7), (0.66, 0.86), (0.36, 1.0)):
        for along in np.linspace(1, 0.04, 10):
            root, angle = (
                way[int(along * (len(way) - 1))],
                np.radians(96 - 70 * along**1.3 - 28 * raised * along),
            )
            reach = (
                long
                * (0.42 + 0.5 * along)
                * rng.uniform(0.92, 1.06)
                * np.array([np.cos(angle), np.sin(angle)])
            )
            feather = [root, root + reach * 0.5 + (0.03, 0), root + reach * 0.93, root + reach]
            pen.limb(feather, [0.1, 0.14, 0.09, 0.01], vary(shade(plume, tone), rng, 5))
    pen.limb(arm, [0.14, 0.06], plume)


def demon(scene: Scene, x: float, y: float, size: float, turn: float) -> None:
    """Draw a demon."""
    pen, colours = scene.pen.at(x * scene.wide, y, size, turn), scene.tints(hide="accent leaf")
    colours["hide"] = mix(colours["dark"], colours["hide"], 0.45)
    colours |= {
        "wing": mix(colours["hide"], colours["dark"], 0.4),
        "bone": mix(colours["hide"], colours["bone"], 0.5),
    }
    for side in (-1, 1):
        pen.at(0.1 * side, -0.42, 1, scene.between(-20, 20), side < 0).figure("leather_wing", colours)
    pen.figure("demon", colours)

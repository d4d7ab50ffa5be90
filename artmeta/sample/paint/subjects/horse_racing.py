"""Horse racing: the gallop, the finish, a jump, a string at a walk, a portrait of one horse."""

from __future__ import annotations

from functools import cache

import numpy as np

from artmeta.sample.paint.colour import Colour, mix, shade, vary
from artmeta.sample.paint.pen import FIGURES, Pen, Points, points
from artmeta.sample.paint.scene import SKIN, Scene, countryside, person, tree

PHOTOGRAPHED, CROUCH = (
    1880,
    1900,
)  # from about these years on painters know the true gallop, and jockeys crouch
GROUND = 0.74  # below the origin of a horse, whose body is about 1 long
GALLOPS = ("rocking", "gathered", "driving")
COATS = ((108, 62, 34), (136, 76, 38), (84, 50, 32), (48, 36, 32), (168, 164, 158), (120, 58, 30))


def draw_horse_racing(scene: Scene) -> None:
    """Draw a race or racehorses on a course."""
    horizon, layout = (
        scene.between(0.4, 0.54),
        scene.one_of(("race", "race", "finish", "jump", "walk", "portrait")),
    )
    countryside(scene, horizon)
    if layout != "portrait":
        _course(scene, horizon)
    flip, foot = scene.chance(0.5), scene.between(0.74, 0.85)
    if layout == "portrait":
        return _portrait(scene, flip, foot)
    count, size = int(scene.rng.integers(2, 6)), scene.between(0.2, 0.3)
    spread = min(0.34, 0.75 * scene.wide / count)
    post = scene.wide * (0.12 if flip else 0.88)
    if layout == "finish":
        scene.pen.line([(post, horizon - 0.12), (post, foot + 0.12)], scene.palette.light, 0.018)
        scene.pen.disc((post, horizon - 0.13), 0.045, 0.045, scene.one_of(scene.palette.accents))
    if layout == "jump":
        for y in np.arange(foot - 0.12, foot + 0.12, 0.008):
            scene.pen.disc(
                (scene.wide / 2 + scene.between(-0.06, 0.06), y),
                0.04,
                0.03,
                vary(scene.palette.leaf, scene.rng),
            )
    for place in range(count):
        x = scene.wide / 2 + spread * (place - (count - 1) / 2) + scene.rng.normal(0, 0.03)
        y = foot - 0.05 + 0.13 * place / count
        _runner(scene, x, y, size * (0.92 + 0.12 * place / count), flip, layout)
    return _rail(scene, 0.93) if scene.chance(0.35) and scene.year > 1820 else None


def horse(scene: Scene, pen: Pen, pose: str, ridden: bool) -> None:
    """A horse that looks to the right, perhaps with a jockey, who crouches from 1900 on."""
    rng, palette, legs = scene.rng, scene.palette, pose_of(pose)
    coat = vary(mix(scene.one_of(COATS), palette.glow, 0.08), rng)
    silk, cap = (vary(scene.one_of((palette.light, *palette.accents)), rng) for _ in range(2))
    colours = {
        "coat": coat,
        "mane": mix(coat, palette.dark, 0.7),
        "eye": (20, 16, 14),
        "bridle": (70, 40, 26),
        "white": palette.light,
        "dark": palette.dark,
        "silk": silk,
        "cap": cap,
        "skin": mix(palette.light, SKIN, 0.6),
    }
    for number in (0, 1):
        _leg(pen, legs[number], number == 0, shade(coat, 0.66), shade(colours["mane"], 0.8))
    pen.figure("horse_stretched" if pose in GALLOPS else "horse_upright", colours)
    pen.figure("horse_body", colours)
    for number in (2, 3):
        _leg(pen, legs[number], number == 2, coat, colours["white" if scene.chance(0.3) else "mane"])
    if ridden:
        pen.figure("jockey_crouched" if scene.year >= CROUCH else "jockey_upright", colours)


@cache
def pose_of(name: str) -> Points:
    """The joints [4 legs, 4, 2] of a pose."""
    return points(FIGURES["poses"][name]).reshape(4, 4, 2)


def _leg(pen: Pen, joints: Points, hind: bool, colour: Colour, foot: Colour) -> None:
    hip, knee, fetlock, hoof = joints
    pen.limb([hip, (hip + knee) / 2, knee], [0.3, 0.2, 0.085] if hind else [0.22, 0.14, 0.085], colour)
    pen.limb(
        [hip + (knee - hip) * 0.9, knee, (knee + fetlock) / 2, fetlock], [0.08, 0.09, 0.052, 0.055], colour
    )
    pen.limb([(knee + fetlock * 2) / 3, fetlock, hoof], [0.05, 0.058, 0.07], foot)


def _runner(scene: Scene, x: float, foot: float, size: float, flip: bool, layout: str) -> None:
    lift, turn = (0.06, scene.between(-16, 6)) if layout == "jump" else (0.0, float(scene.rng.normal(0, 2)))
    scene.pen.glow(x, foot, size * 0.95, size * 0.12, shade(scene.palette.near, 0.45), 0.6)
    pen = scene.pen.at(x, foot - lift - size * GROUND, size, -turn if flip else turn, flip)
    gallop = "rocking" if scene.year < PHOTOGRAPHED else scene.one_of(GALLOPS[1:])
    horse(scene, pen, "walking" if layout == "walk" else gallop, ridden=True)


def _portrait(scene: Scene, flip: bool, foot: float) -> None:
    size, x, side = scene.between(0.38, 0.46), scene.wide * scene.between(0.44, 0.56), -1 if flip else 1
    tree(scene, scene.wide * (0.05 if flip else 0.95), foot - 0.04, scene.between(0.6, 0.85))
    scene.pen.glow(x, foot, size * 0.9, size * 0.1, shade(scene.palette.near, 0.4), 0.7)
    pen = scene.pen.at(x, foot - size * GROUND, size, 0, flip)
    horse(scene, pen, "standing", scene.chance(0.65))
    if scene.chance(0.6):
        person(scene, x + size * 1.1 * side, foot + 0.02, size * 0.82)


def _course(scene: Scene, horizon: float) -> None:
    """The crowd along the far side, perhaps a stand, and trees."""
    palette, rng = scene.palette, scene.rng
    for _ in range(int(rng.integers(0, 5))):
        tree(scene, scene.between(0, 1) * scene.wide, horizon + 0.06, scene.between(0.1, 0.22), 0.5)
    if scene.chance(0.45) and scene.year > 1780:
        left, wide, tall = (
            scene.between(0.05, 0.5) * scene.wide,
            scene.between(0.4, 0.7),
            scene.between(0.12, 0.18),
        )
        box = np.array([(0, 0), (wide, 0), (wide, -tall), (0, -tall)]) + (left, horizon + 0.05)
        scene.pen.polygon(box, scene.veiled(palette.wall, 0.4))
        scene.pen.polygon(
            box * (1, 0.3) + (0, (horizon + 0.05) * 0.7 - tall * 0.75), scene.veiled(palette.roof, 0.4)
        )
    colours = (*palette.accents, palette.light, palette.dark, palette.dark)
    for x in np.arange(0, scene.wide, 0.013):
        scene.pen.disc(
            (x, horizon + 0.05 + rng.normal(0, 0.006)),
            0.008,
            0.014,
            scene.veiled(scene.one_of(colours), 0.35),
        )
    _rail(scene, horizon + 0.06, 0.5)


def _rail(scene: Scene, height: float, size: float = 1.0) -> None:
    pale = mix(scene.palette.light, scene.palette.middle, 0.15)
    scene.pen.line([(0, height), (scene.wide, height)], pale, 0.012 * size)
    for x in np.arange(scene.between(0, 0.1), scene.wide, 0.16 * size):
        scene.pen.line([(x, height), (x, height + 0.06 * size)], pale, 0.01 * size)

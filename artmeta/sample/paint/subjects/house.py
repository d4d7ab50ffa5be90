"""Houses: cottages, mansions, town houses and modern ones, with gardens, in summer and in snow."""

from __future__ import annotations

import numpy as np

from artmeta.sample.paint.colour import Colour, contrast, mix, shade, vary
from artmeta.sample.paint.scene import Scene, countryside, path, person, reflection, tree, water
from artmeta.sample.paint.solid import Face, box, face, rotated, show

MODERN = 1930  # from this year on some houses have flat roofs
# Half width, depth, storeys, windows across, height of the roof; 0 is a flat roof.
SHAPES = {
    "cottage": (0.75, 0.8, 1, 3, 0.5),
    "farmhouse": (0.95, 0.8, 2, 4, 0.45),
    "mansion": (1.5, 0.9, 2, 7, 0.3),
    "town house": (0.6, 0.7, 3, 3, 0.35),
    "modern": (1.1, 0.9, 2, 3, 0.0),
}
STOREY, FAR, PIPE = 0.48, 0.5, 0.09  # height of a storey, of the trees behind, half width of a chimney


def draw_house(scene: Scene) -> None:
    """Draw a house or a street in its surroundings."""
    horizon, kind = scene.between(0.5, 0.64), kind_of(scene)
    countryside(scene, horizon)
    foot, snow = horizon + scene.between(0.12, 0.2), scene.chance(0.12)
    if snow:
        scene.pen.fade(
            scene.across(horizon + 0.04),
            mix(scene.palette.light, scene.palette.sky, 0.25),
            scene.palette.light,
        )
    for _ in range(int(scene.rng.integers(2, 7))):
        tree(scene, scene.between(0, 1) * scene.wide, horizon + 0.07, scene.between(0.2, 0.4), FAR)
    street = scene.chance(0.18)
    for place in range(3 if street else 1):
        size = (
            scene.between(0.2, 0.24)
            if street
            else scene.between(0.3, 0.38) / (1.25 if kind == "mansion" else 1)
        )
        x = scene.wide * (0.2 + 0.3 * place if street else scene.between(0.4, 0.6))
        _place(scene, kind if place == 0 else kind_of(scene), x, foot, size, snow)
    if scene.chance(0.25) and not snow:
        water(scene, foot + 0.08, 0.05)
        reflection(scene, foot + 0.08)
    elif scene.chance(0.6):
        path(scene, scene.wide / 2, foot + 0.02, mix(scene.palette.wall, scene.palette.near, 0.3))
    _foreground(scene, foot)


def kind_of(scene: Scene) -> str:
    """A house of the scene's year."""
    old = ("cottage", "farmhouse", "mansion", "town house")
    return scene.one_of((*old, "modern", "modern") if scene.year >= MODERN else old)


def house(scene: Scene, kind: str, snow: bool) -> list[Face]:
    """The faces of a house with its front towards the viewer and its foot at height 0."""
    half, deep, storeys, bays, rise = SHAPES[kind]
    rng, palette = scene.rng, scene.palette
    brick = mix(palette.roof, palette.wall, 0.4)
    wall = vary(scene.one_of((palette.wall, palette.wall, palette.light, brick)), rng)
    roof = palette.light if snow else contrast(vary(palette.roof, rng), wall, 35)
    high, glass, door = storeys * STOREY, mix(palette.dark, palette.sky, 0.25), scene.one_of(palette.accents)
    front, back, right, left, top = box((-half, 0, -deep / 2), (half, high, deep / 2), wall)
    openings = [
        _opening(x, floor * STOREY + 0.14, 0.36 * half / bays, 0.22, deep / 2, glass, palette.light)
        for floor in range(storeys)
        for x in half * (2 * np.arange(bays) + 1 - bays) / bays
        if floor or abs(x) > half / bays / 2
    ]
    openings.append(_opening(0.0 if bays % 2 else half / bays, 0.0, 0.1, 0.34, deep / 2, door, palette.light))
    parts = [back, right, left, top, face(front.points, wall, *openings)]
    return parts + (_roof(half, deep, high, rise, roof, wall, scene.chance(0.5)) if rise else [])


def _opening(x: float, y: float, half: float, tall: float, z: float, colour: Colour, frame: Colour) -> Face:
    def rectangle(wide: float, low: float, high: float) -> list[tuple[float, float, float]]:
        return [(x - wide, low, z), (x + wide, low, z), (x + wide, high, z), (x - wide, high, z)]

    bars = [face(rectangle(0.008, y, y + tall), frame)] if y else []
    inside = face(rectangle(half, y, y + tall), colour, *bars)
    return face(rectangle(half + 0.025, max(0, y - 0.025), y + tall + 0.025), frame, inside)


def _roof(
    half: float, deep: float, high: float, rise: float, roof: Colour, wall: Colour, hipped: bool
) -> list[Face]:
    over, ridge, top = 0.06, half * (0.6 if hipped else 1.04), high + rise
    out, z = half + over, deep / 2 + over
    inset, gable = (out, roof) if hipped else (half, wall)
    faces = []
    for s in (-1, 1):
        eaves = [(-out, high - 0.03, s * z), (out, high - 0.03, s * z)]
        faces.append(face([*eaves, (ridge, top, 0), (-ridge, top, 0)], roof))
        faces.append(face([(s * inset, high, -z), (s * inset, high, z), (s * ridge, top, 0)], gable))
        chimney = s * half * 0.55
        faces += box(
            (chimney - PIPE, top - 0.15, -PIPE), (chimney + PIPE, top + 0.16, PIPE), shade(wall, 0.75)
        )
    return faces


def _place(scene: Scene, kind: str, x: float, foot: float, size: float, snow: bool) -> None:
    half = SHAPES[kind][0]
    scene.pen.glow(x, foot + 0.01, size * half * 1.3, size * 0.22, shade(scene.palette.near, 0.5), 0.6)
    faces = rotated(house(scene, kind, snow), scene.between(-38, 38), scene.between(2, 9))
    show(scene.pen.at(x, foot, size), faces, scene.modelling)


def _foreground(scene: Scene, foot: float) -> None:
    for side in (0.06, 0.94):
        if scene.chance(0.5):
            x = scene.wide * (side + scene.between(-0.06, 0.06))
            tree(scene, x, foot + 0.06, scene.between(0.45, 0.7))
    for _ in range(int(scene.rng.integers(0, 3))):
        x, y = scene.wide * scene.between(0.15, 0.85), foot + scene.between(0.06, 0.16)
        person(scene, x, y, scene.between(0.09, 0.13))
    if scene.chance(0.3):
        pale = mix(scene.palette.wall, scene.palette.dark, 0.2)
        for height in (0.9, 0.93):
            scene.pen.line([(0, height), (scene.wide, height)], pale, 0.007)
        for x in np.arange(0.03, scene.wide, 0.09):
            scene.pen.line([(x, 0.88), (x, 0.96)], pale, 0.01)

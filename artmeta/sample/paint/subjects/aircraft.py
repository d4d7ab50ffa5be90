"""Aircraft of each decade from 1910 on: one, a pair or a formation in the air, or one on the ground."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from artmeta.sample.paint.colour import Colour, contrast, mix, shade, vary
from artmeta.sample.paint.scene import Scene, birds, countryside, fields, hill, person, sky, tree, water
from artmeta.sample.paint.solid import Face, rod, rotated, show, solid

PROPELLERS = {"biplane": (0.86, 0.36), "monoplane": (1.0, 0.3)}  # where it turns (x), its radius
ROUNDEL = {"blue": (38, 58, 120), "white": (236, 232, 222), "red": (186, 44, 40)}


def draw_aircraft(scene: Scene) -> None:
    """Draw aircraft of the year over land, sea or clouds, or on an airfield."""
    layout, kind = scene.one_of(("one", "one", "one", "one", "pair", "formation", "ground")), kind_of(scene)
    if layout == "ground":
        return _airfield(scene, kind)
    _background(scene)
    livery, yaw, one = _livery(scene), scene.between(-40, 40) + 180 * scene.chance(0.5), layout == "one"
    count = {"one": 1, "pair": 2}.get(layout) or int(scene.rng.integers(3, 7))
    size = scene.between(0.3, 0.44) if one else scene.between(0.2, 0.27) if count == 2 else 0.12
    pitch, roll = scene.between(24, 58) if one else 24, scene.between(-14, 14)
    for place in range(count):
        row = (place + 1) // 2 * (1 if place % 2 else -1)
        x, y = scene.wide / 2 + row * size * 1.9, scene.between(0.36, 0.46) + abs(row) * size * 0.8
        pen = scene.pen.at(x, y, size * scene.between(0.9, 1.1), scene.between(-6, 6) - 10 * one)
        show(pen, rotated(aeroplane(scene, kind, livery), yaw, pitch, roll), scene.modelling)
    return birds(scene, 0.3)


def kind_of(scene: Scene) -> str:
    """An aircraft of the scene's year."""
    if scene.year < 1922:
        return "biplane"
    late = ("monoplane", "airliner", "airliner", "fighter", "biplane")
    return scene.one_of(("biplane", "monoplane") if scene.year < 1952 else late)


def aeroplane(scene: Scene, kind: str, colours: Mapping[str, Colour]) -> list[Face]:
    """The faces of an aircraft, its propeller at any angle."""
    faces = solid(kind, colours)
    if kind in PROPELLERS:
        (x, radius), angle = PROPELLERS[kind], scene.between(0, 3.1)
        blade = np.array([0, np.cos(angle), np.sin(angle)]) * radius
        faces.append(rod(blade + (x, 0, 0), (x, 0, 0) - blade, colours["dark"], 0.06))
    return faces


def _livery(scene: Scene) -> Mapping[str, Colour]:
    palette = scene.palette
    body = scene.one_of((*palette.accents, palette.light, mix(palette.light, palette.leaf, 0.5)))
    trim = scene.one_of((palette.dark, *palette.accents))
    own = {"body": contrast(vary(body, scene.rng), palette.sky, 45), "trim": trim}
    return {**ROUNDEL, **own, "dark": palette.dark, "light": mix(palette.sky, palette.light, 0.5)}


def _background(scene: Scene) -> None:
    horizon, ground = scene.between(0.62, 0.85), scene.one_of(("fields", "sea", "clouds", "hills"))
    sky(scene, 1.0 if ground == "clouds" else horizon + 0.05, scene.between(0.2, 0.6))
    if ground == "fields":
        fields(scene, horizon)
    elif ground == "sea":
        water(scene, horizon, scene.between(0.1, 0.5))
    elif ground == "hills":
        for step in range(3):
            colour = scene.veiled(mix(scene.palette.far, scene.palette.middle, step / 2), 1 - step / 2)
            hill(scene, horizon + 0.07 * step, 0.08, colour, scene.palette.middle)


def _airfield(scene: Scene, kind: str) -> None:
    countryside(scene, scene.between(0.5, 0.62))
    for _ in range(int(scene.rng.integers(0, 4))):
        tree(scene, scene.between(0, 1) * scene.wide, 0.66, scene.between(0.12, 0.2), 0.5)
    x, y, size = scene.wide * scene.between(0.42, 0.58), scene.between(0.68, 0.74), scene.between(0.32, 0.42)
    scene.pen.glow(x, y + size * 0.4, size * 1.3, size * 0.2, shade(scene.palette.near, 0.45), 0.7)
    yaw = scene.between(-50, 50) + 180 * scene.chance(0.5)
    faces = rotated(aeroplane(scene, kind, _livery(scene)), yaw, 17)
    show(scene.pen.at(x, y, size), faces, scene.modelling)
    for _ in range(int(scene.rng.integers(0, 4))):
        x, y = scene.between(0.1, 0.9) * scene.wide, scene.between(0.84, 0.94)
        person(scene, x, y, scene.between(0.16, 0.22))

"""Vessels of each period: at sea, in a fleet, in a storm, or drawn up on a beach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np

from artmeta.sample.paint.colour import Colour, mix, shade, vary
from artmeta.sample.paint.scene import SKIN, Scene, birds, hill, plume, reflection, sky, water
from artmeta.sample.paint.solid import Face, face, rod, rotated, show, solid

STEAM, MOTORS = 1830, 1910  # from these years on steamers, then liners and few square sails
# Masts with square sails, as (x, height, width).
SQUARE = {
    "ship": ((-0.62, 1.05, 0.62), (0.0, 1.4, 0.8), (0.55, 1.22, 0.72)),
    "brig": ((-0.35, 1.2, 0.74), (0.4, 1.25, 0.74)),
}


def draw_boat(scene: Scene) -> None:
    """Draw boats of the year on calm or rough water."""
    layout, line = scene.one_of(("sea", "sea", "fleet", "storm", "beach")), scene.between(0.52, 0.7)
    rough = scene.between(0.7, 1.0) if layout == "storm" else scene.between(0.05, 0.5)
    sky(scene, line + 0.05, 0.75 if layout == "storm" else scene.between(0.2, 0.6))
    if layout != "storm" and scene.chance(0.6):
        far = scene.veiled(scene.palette.far, 0.7)
        hill(scene, line - scene.between(0.02, 0.07), 0.08, far, scene.veiled(scene.palette.middle, 0.6))
    water(scene, line, rough)
    for _ in range(5 if layout == "fleet" else int(scene.rng.integers(0, 4))):
        _sail(scene, scene.between(0.05, 0.95) * scene.wide, line + 0.012, scene.between(0.05, 0.11), 0)
    if layout == "beach":
        return _beach(scene, line)
    count = 2 if layout == "fleet" else 1
    for place in range(count):
        x = scene.wide * (
            scene.between(0.36, 0.64) if count == 1 else 0.28 + 0.4 * place + scene.between(-0.05, 0.05)
        )
        y = line + (1 - line) * scene.between(0.1, 0.3) * (1 + place)
        _sail(scene, x, y, scene.between(0.24, 0.36) / (1 + 0.3 * (count - 1)), rough)
    return birds(scene, line - 0.1)


def kind_of(scene: Scene) -> str:
    """A vessel of the scene's year."""
    if scene.year < MOTORS:
        old = ["ship", "ship", "brig", "lugger", "rowing", "sloop"]
        return scene.one_of([*old, "steamer"] if scene.year >= STEAM else old)
    return scene.one_of(("sloop", "sloop", "sloop", "rowing", "steamer", "lugger", "liner"))


def vessel(scene: Scene, kind: str) -> list[Face]:
    """The faces of a vessel, its waterline at height 0."""
    palette, rng = scene.palette, scene.rng
    hulls = [palette.dark, mix(palette.dark, palette.roof, 0.5), mix(palette.dark, palette.wall, 0.3)]
    hulls += [palette.light, *palette.accents] if scene.year > 1870 else []
    sails = (palette.light, palette.light, palette.cloud, mix(palette.roof, palette.light, 0.3))
    colours = {
        "hull": vary(scene.one_of(hulls), rng),
        "sail": vary(scene.one_of(sails), rng),
        "wood": mix(palette.dark, (96, 66, 40), 0.4),
        "stripe": scene.one_of(palette.accents),
        "coat": vary(scene.one_of(palette.accents), rng),
        "light": palette.light,
        "skin": mix(palette.light, SKIN, 0.6),
    }
    faces = _hull(colours, 0.62 if kind == "rowing" else 0.46, 0.26 if kind == "liner" else 0.2)
    courses, brace = int(rng.integers(2, 4)), scene.between(-42, 42)
    for x, top, wide in SQUARE.get(kind, ()):
        sail = rotated(_square_sails(top, wide, courses, colours), brace)
        faces += [replace(one, points=one.points + (x, 0, 0)) for one in sail]
    return faces + solid(kind, colours)


def _hull(colours: Mapping[str, Colour], beam: float, board: float) -> list[Face]:
    x = np.linspace(-1, 1, 11)
    z = np.where(x > 0, 1 - np.abs(x) ** 2.4, 1 - 0.3 * x**2) * beam / 2
    rail, faces = board + 0.12 * np.abs(x) ** 2.2, []
    deck = np.concatenate([np.stack([x, rail - 0.03, z], 1), np.stack([x, rail - 0.03, -z], 1)[::-1]])
    for side in (1, -1):
        top, low = np.stack([x, rail, side * z], 1), np.stack([x * 0.88, 0 * x - 0.03, side * z * 0.72], 1)
        for one, two, below, under in zip(top, top[1:], low[1:], low, strict=False):
            band = face([one, two, two - (0, 0.05, 0), one - (0, 0.05, 0)], colours["stripe"])
            faces.append(face([one, two, below, under], colours["hull"], band))
    return [*faces, face(deck, mix(colours["hull"], (150, 120, 80), 0.6))]


def _square_sails(top: float, wide: float, courses: int, colours: Mapping[str, Colour]) -> list[Face]:
    """Sails one above the other, blown forward, each with its yard."""
    faces = []
    for k, (low, high) in enumerate(pairwise(np.linspace(0.32, top, courses + 1))):
        half = wide / 2 * (1 - 0.18 * k)
        for (x, z), (u, w) in pairwise([(0, -half), (0.12, -half / 3), (0.12, half / 3), (0, half)]):
            upper = [(u * 0.4, high, w * 0.9), (x * 0.4, high, z * 0.9)]
            faces.append(face([(x, low + 0.03, z), (u, low + 0.03, w), *upper], colours["sail"]))
        faces.append(rod((0, high, -half), (0, high, half), colours["wood"], 0.014))
    return faces


def _sail(scene: Scene, x: float, y: float, size: float, rough: float) -> None:
    kind, rng = kind_of(scene), scene.rng
    heel = float(rng.normal(0, 2 + 9 * rough)) + (scene.between(-10, 10) if kind == "sloop" else 0)
    yaw = scene.between(-58, 58) + 180 * scene.chance(0.5)
    faces = rotated(vessel(scene, kind), yaw, scene.between(4, 12), heel)
    pen = scene.pen.at(x, y, size, float(rng.normal(0, 1 + 5 * rough)))
    show(pen, faces, scene.modelling, (scene.palette.horizon, max(0.0, 1 - size / 0.2) * scene.air))
    if kind in ("steamer", "liner"):
        plume(scene, pen, 0, -0.8, scene.between(-0.9, 0.9))
    if size > 0.2 and rough < 0.4:
        reflection(scene, min(0.97, y + size * 0.03))
    foam = mix(scene.palette.water, scene.palette.cloud, 0.55)
    for _ in range(round(6 + 14 * rough) if size > 0.12 else 3):
        left, long = x + rng.normal(0, size * 0.6), size * rng.uniform(0.1, 0.4)
        down, lift = y + size * rng.uniform(0, 0.09), size * (0.015 + 0.08 * rough) * rng.random()
        wave = [(left - long, down), (left, down - lift), (left + long, down), (left, down + size * 0.018)]
        scene.pen.polygon(wave, foam)


def _beach(scene: Scene, line: float) -> None:
    sand = mix(scene.palette.wall, scene.palette.near, 0.25)
    hill(scene, line + (1 - line) * 0.42, 0.05, mix(sand, scene.palette.light, 0.2), shade(sand, 0.8))
    for place in range(int(scene.rng.integers(1, 4))):
        x, y = (0.2 + 0.3 * place + scene.between(0, 0.12)) * scene.wide, scene.between(0.78, 0.9)
        size, kind = scene.between(0.2, 0.3), scene.one_of(("lugger", "rowing", "sloop"))
        scene.pen.glow(x, y, size * 1.1, size * 0.16, shade(sand, 0.45), 0.7)
        pen = scene.pen.at(x, y, size, scene.between(-9, 9))
        show(pen, rotated(vessel(scene, kind), scene.between(-50, 50), 10), scene.modelling)

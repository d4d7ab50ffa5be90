"""Aircraft, vessels and houses of the scene's year, each drawn as a solid thing."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from artmeta.sample.paint.colour import Colour, contrast, mix, shade, vary
from artmeta.sample.paint.scene import Scene
from artmeta.sample.paint.solid import Face, Solid, box, face, moved, rotated, show, solid
from artmeta.sample.paint.surroundings import shadow

# Kinds of a thing with their first and last years and weights.
KINDS: Mapping[str, tuple[tuple[str, int, int, int], ...]] = {
    "aeroplane": (
        ("biplane", 1700, 1921, 9),
        ("biplane", 1922, 1999, 2),
        ("monoplane", 1922, 1999, 2),
        ("airliner", 1952, 1999, 4),
    ),
    "vessel": (
        ("ship", 1700, 1909, 3),
        ("brig", 1700, 1909, 1),
        ("sloop", 1700, 1999, 2),
        ("rowing", 1700, 1999, 1),
        ("steamer", 1830, 1999, 1),
        ("sloop", 1910, 1999, 2),
    ),
    "house": (
        ("cottage", 1700, 1999, 2),
        ("farmhouse", 1700, 1999, 2),
        ("mansion", 1700, 1999, 2),
        ("town house", 1700, 1999, 2),
        ("modern", 1930, 1999, 4),
    ),
}
PROPELLERS = {"biplane": (0.86, 0.36), "monoplane": (1.0, 0.3)}  # where it turns (x), its radius
# Masts with square sails, as (x, height, width).
SQUARE = {
    "ship": ((-0.62, 1.05, 0.62), (0.0, 1.4, 0.8), (0.55, 1.22, 0.72)),
    "brig": ((-0.35, 1.2, 0.74), (0.4, 1.25, 0.74)),
}
# Half width, depth, storeys, windows across, height of the roof; 0 is a flat roof.
HOUSES = {
    "cottage": (0.75, 0.8, 1, 3, 0.5),
    "farmhouse": (0.95, 0.8, 2, 4, 0.45),
    "mansion": (1.4, 0.9, 2, 7, 0.3),
    "town house": (0.6, 0.7, 3, 3, 0.35),
    "modern": (1.1, 0.9, 2, 3, 0.0),
}
STOREY = 0.48  # height of a storey of a house


def kind_of(scene: Scene, thing: str) -> str:
    """Return a kind of a thing that there was in the scene's year."""
    return scene.one_of(
        [
            kind
            for kind, first, last, weight in KINDS[thing]
            if first <= scene.year <= last
            for _ in range(weight)
        ]
    )


def aeroplane(scene: Scene, x: float, y: float, size: float, pitch: float, roll: float) -> None:
    """Draw an aircraft of the scene's year, its nose to the left or to the right."""
    kind, colours = (
        kind_of(scene, "aeroplane"),
        scene.tints(body="accent accent light leaf", trim="accent dark"),
    )
    colours["body"] = contrast(colours["body"], colours["sky"])
    faces = solid(kind, colours)
    if kind in PROPELLERS:
        (axis, radius), angle = PROPELLERS[kind], scene.between(0, 3.1)
        blade = np.array([0, np.cos(angle), np.sin(angle)]) * radius
        faces.append(face([blade + (axis, 0, 0), (axis, 0, 0) - blade], colours["dark"], 0.06))
    yaw = scene.between(-40, 40) + 180 * scene.chance(0.5)
    pen = scene.pen.at(x * scene.wide, y, size, scene.between(-10, 4))
    show(pen, rotated(faces, yaw, pitch, roll), scene.modelling)


def vessel(scene: Scene, x: float, y: float, size: float, rough: float) -> None:
    """Draw a vessel of the scene's year with its waterline at y; steamers smoke."""
    kind, rng, x = kind_of(scene, "vessel"), scene.rng, x * scene.wide
    colours = scene.tints(
        hull="dark wood accent" if scene.year > 1870 else "dark wood",
        sail="light light cloud",
        stripe="accent",
        coat="accent",
    )
    faces, brace = _hull(colours, 0.62 if kind == "rowing" else 0.46), scene.between(-42, 42)
    for mast, top, wide in SQUARE.get(kind, ()):
        faces += moved(rotated(_square_sails(top, wide, colours), brace), np.eye(3), (mast, 0, 0))
    heel, yaw = float(rng.normal(0, 2 + 9 * rough)), scene.between(-55, 55) + 180 * scene.chance(0.5)
    pen = scene.pen.at(x, y, size, float(rng.normal(0, 1 + 5 * rough)))
    hazy = max(0.0, 1 - size / 0.2) * scene.air
    show(
        pen,
        rotated(faces + solid(kind, colours), yaw, scene.between(4, 12), heel),
        scene.modelling,
        scene.palette["horizon"],
        hazy,
    )
    drift = scene.between(-0.9, 0.9)
    for step in np.linspace(0, 1, 12 * (kind == "steamer")):
        tone = mix(mix(scene.palette["dark"], (120, 116, 110), 0.5), (225, 222, 214), step * 0.55)
        pen.glow(drift * step, -0.8 - 0.5 * step**0.8, 0.05 + 0.17 * step, 0.04 + 0.14 * step, tone, 0.6)


def _hull(colours: Mapping[str, Colour], beam: float) -> Solid:
    x = np.linspace(-1, 1, 11)
    z = np.where(x > 0, 1 - np.abs(x) ** 2.4, 1 - 0.3 * x**2) * beam / 2
    rim, faces = 0.2 + 0.12 * np.abs(x) ** 2.2, []
    deck = np.concatenate([np.stack([x, rim - 0.03, z], 1), np.stack([x, rim - 0.03, -z], 1)[::-1]])
    for side in (1, -1):
        top, low = np.stack([x, rim, side * z], 1), np.stack([x * 0.88, 0 * x - 0.03, side * z * 0.72], 1)
        for one, two, below, under in zip(top, top[1:], low[1:], low, strict=False):
            band = face([one, two, two - (0, 0.05, 0), one - (0, 0.05, 0)], colours["stripe"])
            faces.append(face([one, two, below, under], colours["hull"]) + band)
    return [*faces, face(deck, mix(colours["hull"], (150, 120, 80), 0.6))]


def _square_sails(top: float, wide: float, colours: Mapping[str, Colour]) -> Solid:
    """Return sails one above the other, blown forward, each with its yard."""
    faces = []
    for k, (low, high) in enumerate(pairwise(np.linspace(0.32, top, 4))):
        half = wide / 2 * (1 - 0.18 * k)
        for (x, z), (u, w) in pairwise([(0, -half), (0.12, -half / 3), (0.12, half / 3), (0, half)]):
            upper = [(u * 0.4, high, w * 0.9), (x * 0.4, high, z * 0.9)]
            faces.append(face([(x, low + 0.03, z), (u, low + 0.03, w), *upper], colours["sail"]))
        faces.append(face([(0, high, -half), (0, high, half)], colours["wood"], 0.014))
    return faces


def house(scene: Scene, x: float, foot: float, size: float) -> None:
    """Draw a house of the scene's year with its front towards the viewer."""
    kind = kind_of(scene, "house")
    half, deep, storeys, bays, rise = HOUSES[kind]
    colours = scene.tints(wall="wall wall light roof", door="accent")
    colours["roof"] = contrast(vary(colours["roof"], scene.rng), colours["wall"], 35)
    wall, glass, frame = colours["wall"], mix(colours["dark"], colours["sky"], 0.25), colours["light"]
    front, *walls = box((-half, 0, -deep / 2), (half, storeys * STOREY, deep / 2), wall)
    for floor in range(storeys):
        for place in half * (2 * np.arange(bays) + 1 - bays) / bays:
            if floor or abs(place) > half / bays / 2:
                front += _opening(
                    place, floor * STOREY + 0.14, 0.36 * half / bays, 0.22, deep / 2, glass, frame
                )
    front += _opening(0.0 if bays % 2 else half / bays, 0.0, 0.1, 0.34, deep / 2, colours["door"], frame)
    faces = [front, *walls] + (_roof(half, deep, storeys * STOREY, rise, colours) if rise else [])
    size /= 1.25 if kind == "mansion" else 1
    shadow(scene, x, foot + 0.01, size * half * 1.3, size * 0.22)
    pen = scene.pen.at(x * scene.wide, foot, size)
    show(pen, rotated(faces, scene.between(-38, 38), scene.between(2, 9)), scene.modelling)


def _opening(
    x: float, y: float, half: float, tall: float, z: float, colour: Colour, frame: Colour
) -> list[Face]:
    def rectangle(wide: float, low: float, high: float) -> list[tuple[float, float, float]]:
        return [(x - wide, low, z), (x + wide, low, z), (x + wide, high, z), (x - wide, high, z)]

    outer = face(rectangle(half + 0.025, max(0, y - 0.025), y + tall + 0.025), frame)
    return (
        outer
        + face(rectangle(half, y, y + tall), colour)
        + (face(rectangle(0.008, y, y + tall), frame) if y else [])
    )


def _roof(half: float, deep: float, high: float, rise: float, colours: Mapping[str, Colour]) -> Solid:
    out, ridge, top, z = half + 0.06, half * 1.04, high + rise, deep / 2 + 0.06
    faces = []
    for s in (-1, 1):
        eaves = [(-out, high - 0.03, s * z), (out, high - 0.03, s * z)]
        faces.append(face([*eaves, (ridge, top, 0), (-ridge, top, 0)], colours["roof"]))
        faces.append(face([(s * half, high, -z), (s * half, high, z), (s * ridge, top, 0)], colours["wall"]))
        x = s * half * 0.55
        faces += box(
            (x - 0.09, top - 0.15, -0.09), (x + 0.09, top + 0.16, 0.09), shade(colours["wall"], 0.75)
        )
    return faces

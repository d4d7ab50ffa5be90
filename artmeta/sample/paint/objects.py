"""Aircraft, vessels and houses of the scene's year, each drawn as a solid thing."""

from __future__ import annotations

import numpy as np

from artmeta.sample.paint.colour import contrast, mix, vary
from artmeta.sample.paint.scene import SCENES, Scene
from artmeta.sample.paint.solid import rotated, show, solid
from artmeta.sample.paint.surroundings import shadow


def kind_of(scene: Scene, thing: str) -> str:
    """Return a kind of a thing that there was in the scene's year."""
    rows = (line.split() for line in SCENES["kinds"][thing].strip().splitlines())
    there = [(kind, int(weight)) for kind, *years, weight in rows if scene.within(*map(int, years))]
    return scene.one_of([kind for kind, weight in there for _ in range(weight)])


def aeroplane(scene: Scene, x: float, y: float, size: float, pitch: float, roll: float) -> None:
    """Draw an aircraft of the scene's year, its nose to the left or to the right."""
    colours = scene.tints(body="accent accent light leaf", trim="accent dark")
    colours["body"] = contrast(colours["body"], colours["sky"])
    faces, yaw = solid(kind_of(scene, "aeroplane"), colours), scene.heading(40)
    pen = scene.pen.at(x * scene.wide, y, size, scene.between(-10, 4))
    show(pen, rotated(faces, yaw, pitch, roll), scene.modelling)


def vessel(scene: Scene, x: float, y: float, size: float, rough: float) -> None:
    """Draw a vessel of the scene's year with its waterline at y; steamers smoke."""
    kind, x = kind_of(scene, "vessel"), x * scene.wide
    hulls = "dark wood accent" if scene.year > 1870 else "dark wood"
    colours = scene.tints(hull=hulls, sail="light light cloud", stripe="accent", coat="accent")
    heel, list_to = scene.rng.normal(0, (1 + 5 * rough, 2 + 9 * rough)).tolist()
    pen, yaw = scene.pen.at(x, y, size, heel), scene.heading(55)
    faces = rotated(solid("hull", colours) + solid(kind, colours), yaw, scene.between(4, 12), list_to)
    show(pen, faces, scene.modelling)
    drift = scene.between(-0.9, 0.9)
    for step in np.linspace(0, 1, 12 * (kind == "steamer")):
        tone = mix(mix(scene.palette["dark"], (120, 116, 110), 0.5), (225, 222, 214), step * 0.55)
        pen.glow(drift * step, -0.8 - 0.5 * step**0.8, 0.05 + 0.17 * step, 0.04 + 0.14 * step, tone, 0.6)


def house(scene: Scene, x: float, foot: float, size: float) -> None:
    """Draw a house of the scene's year with its front towards the viewer."""
    kind, colours = kind_of(scene, "house"), scene.tints(wall="wall wall light roof", door="accent")
    colours["roof"] = contrast(vary(colours["roof"], scene.rng), colours["wall"], 35)
    colours["glass"] = mix(colours["dark"], colours["sky"], 0.25)
    shadow(scene, x, foot + 0.01, size * 1.2, size * 0.22)
    pen = scene.pen.at(x * scene.wide, foot, size)
    faces = rotated(solid(kind, colours), scene.between(-38, 38), scene.between(2, 9))
    show(pen, faces, scene.modelling)

"""The subjects: aircraft, vessels and houses as solid things, racehorses, angels and demons as flat figures."""

from __future__ import annotations

import numpy as np

from artmeta.sample.paint.colour import contrast, mix, shade, vary
from artmeta.sample.paint.pen import FIGURES, Pen, points, smooth
from artmeta.sample.paint.scene import SCENES, Scene
from artmeta.sample.paint.solid import rotated, show, solid
from artmeta.sample.paint.surroundings import shadow

PHOTOGRAPHED = 1880  # from about this year on painters know the true gallop, and jockeys crouch
HORSE_HEIGHT = 0.74  # of a horse whose body is about 1 long


def kind_of(scene: Scene, thing: str) -> str:
    """Return a kind of a thing that there was in the scene's year."""
    rows = (line.split() for line in SCENES["kinds"][thing].strip().splitlines())
    there = (row for row in rows if int(row[1]) <= scene.year <= int(row[2]))
    return scene.one_of([kind for kind, *_, weight in there for _ in range(int(weight))])


def aeroplane(scene: Scene, x: float, y: float, size: float, pitch: float, roll: float) -> None:
    """Draw an aircraft of the scene's year, its nose to the left or to the right."""
    colours = scene.tints(body="accent accent light leaf", trim="accent dark")
    colours["body"] = contrast(colours["body"], colours["sky"])
    faces = solid(kind_of(scene, "aeroplane"), colours)
    yaw = scene.between(-40, 40) + 180 * scene.chance(0.5)
    pen = scene.pen.at(x * scene.wide, y, size, scene.between(-10, 4))
    show(pen, rotated(faces, yaw, pitch, roll), scene.modelling)


def vessel(scene: Scene, x: float, y: float, size: float, rough: float) -> None:
    """Draw a vessel of the scene's year with its waterline at y; steamers smoke."""
    kind, x = kind_of(scene, "vessel"), x * scene.wide
    hulls = "dark wood accent" if scene.year > 1870 else "dark wood"
    colours = scene.tints(hull=hulls, sail="light light cloud", stripe="accent", coat="accent")
    heel, list_to = scene.rng.normal(0, (1 + 5 * rough, 2 + 9 * rough)).tolist()
    pen, yaw = scene.pen.at(x, y, size, heel), scene.between(-55, 55) + 180 * scene.chance(0.5)
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


def racehorse(scene: Scene, x: float, foot: float, size: float, lift: float) -> None:
    """Draw a galloping horse with its jockey, in a leap where `lift` is more than 0."""
    late = scene.year >= PHOTOGRAPHED
    turn = scene.between(-16, 6) if lift else scene.between(-3, 3)
    pose = scene.one_of(("gathered", "driving")) if late else "rocking"
    shadow(scene, x, foot, size * 0.95, size * 0.12)
    pen = scene.pen.at(x * scene.wide, foot - lift - size * HORSE_HEIGHT, size, turn)
    _horse(scene, pen, pose, "horse_stretched", "jockey_crouched" if late else "jockey_upright")


def horse_portrait(scene: Scene, x: float, foot: float, size: float) -> None:
    """Draw a standing horse with its jockey."""
    shadow(scene, x, foot, size * 0.9, size * 0.1)
    pen = scene.pen.at(x * scene.wide, foot - size * HORSE_HEIGHT, size)
    _horse(scene, pen, "standing", "horse_upright", "jockey_upright")


def _horse(scene: Scene, pen: Pen, pose: str, neck: str, jockey: str) -> None:
    colours = scene.tints(coat="bay chestnut black grey brown", silk="accent light", cap="accent")
    coat, joints = colours["coat"], points(FIGURES[f"pose_{pose}"]).reshape(4, 4, 2)
    colours["mane"] = mix(coat, colours["dark"], 0.7)
    for number, (hip, knee, fetlock, hoof) in enumerate(joints):
        if number == 2:  # between the far legs and the near ones
            pen.figure(neck, colours)
            pen.figure("horse_body", colours)
        leg = shade(coat, 0.66) if number < 2 else coat
        pen.limb([hip, (hip + knee) / 2, knee], [0.26, 0.17, 0.09], leg)
        pen.limb([knee, (knee + fetlock) / 2, fetlock], [0.09, 0.055, 0.055], leg)
        pen.limb([(knee + fetlock * 2) / 3, fetlock, hoof], [0.05, 0.058, 0.07], colours["mane"])
    pen.figure(jockey, colours)


def angel(scene: Scene, x: float, y: float, size: float, turn: float, armed: float) -> None:
    """Draw an angel, with sword and shield where `armed`."""
    hair, plumes = "brown fair eye", "cloud light light accent"
    colours = scene.tints(robe="light light accent", hair=hair, plume=plumes, shield="accent")
    colours["plume"], raised = mix(colours["light"], colours["plume"], 0.4), scene.between(0.1, 1)
    pen = scene.pen.at(x * scene.wide, y, size, turn)
    for side in (-1, 1):
        _wing(scene, pen.at(0.08 * side, -0.5, 1, 0, side < 0), colours["plume"], raised)
    arms = scene.one_of(("arms_spread", "arms_raised", "arms_trumpet"))
    for part in ("angel", "halo", "arms_armed" if armed else arms):
        pen.figure(part, colours)


def _wing(scene: Scene, pen: Pen, plume: tuple[int, int, int], raised: float) -> None:
    """Draw a wing, spread to the right of the origin; `raised` 0 (folded down) to 1 (lifted high)."""
    arm = points("0,0 .3,-.14 .66,-.16 .96,.02") - points("0,0 0,.28 0,.58 0,.58") * raised
    way = smooth(arm, closed=False)
    for long, tone in ((1.0, 0.7), (0.66, 0.86), (0.36, 1.0)):
        for along in np.linspace(1, 0.04, 10):
            root, angle = way[int(along * (len(way) - 1))], 1.68 - 1.22 * along**1.3 - 0.49 * raised * along
            reach = long * (0.42 + 0.5 * along) * np.array([np.cos(angle), np.sin(angle)])
            feather = [root, root + reach * 0.5 + (0.03, 0), root + reach * 0.93, root + reach]
            pen.limb(feather, [0.1, 0.14, 0.09, 0.01], vary(shade(plume, tone), scene.rng, 5))
    pen.limb(arm, [0.14, 0.06], plume)


def demon(scene: Scene, x: float, y: float, size: float, turn: float) -> None:
    """Draw a demon."""
    pen, colours = scene.pen.at(x * scene.wide, y, size, turn), scene.tints(hide="accent leaf")
    hide = colours["hide"] = mix(colours["dark"], colours["hide"], 0.45)
    colours["wing"], colours["bone"] = mix(hide, colours["dark"], 0.4), mix(hide, colours["bone"], 0.5)
    for side in (-1, 1):
        pen.at(0.1 * side, -0.42, 1, scene.between(-20, 20), side < 0).figure("leather_wing", colours)
    pen.figure("demon", colours)

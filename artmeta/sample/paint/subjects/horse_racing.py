"""Racehorses and jockeys: at the gallop, over a hedge, at the post, or standing for their portrait."""

from __future__ import annotations

import numpy as np

from artmeta.sample.paint.colour import any_of, mix, shade, vary
from artmeta.sample.paint.scene import Scene
from artmeta.sample.paint.subjects.horses import draw_horse, draw_jockey, horse_coat
from artmeta.sample.paint.subjects.nature import countryside, person, tree
from artmeta.sample.paint.subjects.poses import ROCKING, STANDING, TRUE_GALLOPS, WALKING

CROUCH = 1897  # the year from which jockeys of this museum ride crouched, with short stirrups


def draw_horse_racing(scene: Scene) -> None:
    """Compose a race, a steeplechase, a finish or a portrait of a winner."""
    layout = scene.one_of(
        "race", "race", "finish", "chase", "portrait" if scene.year < 1900 else "race", "walk"
    )
    horizon = scene.between(0.4, 0.54)
    countryside(scene, horizon, 2)
    _course(scene, horizon, layout)
    if layout == "portrait":
        return _portrait(scene, horizon)
    if layout == "walk":
        return _walk(scene, horizon)
    return _race(scene, horizon, layout)


def _course(scene: Scene, horizon: float, layout: str) -> None:
    """Stand, trees, crowd and the far rail."""
    rng, palette, pen = scene.rng, scene.palette, scene.pen
    for _ in range(int(rng.integers(0, 6))):
        tree(scene, scene.between(0, 1) * scene.wide, horizon + 0.05, scene.between(0.1, 0.24), 0.5)
    if layout != "portrait" and scene.chance(0.6):
        _stand(scene, horizon)
    if layout != "portrait" and scene.chance(0.7):
        for _ in range(60):
            x, y = scene.between(0, scene.wide), horizon + 0.075 + rng.normal(0, 0.008)
            coat = scene.veiled(
                vary(any_of(rng, (*palette.accents, palette.dark, palette.light)), rng, 14), 0.4
            )
            pen.blob([(x - 0.007, y), (x - 0.006, y - 0.03), (x + 0.006, y - 0.03), (x + 0.007, y)], coat)
            pen.disc((x, y - 0.036), 0.005, 0.006, mix(palette.light, (200, 150, 120), 0.5))
    if scene.year > 1820 and layout != "walk":  # rails came with enclosed courses
        _rail(scene, horizon + 0.1, 0.012)


def _rail(scene: Scene, level: float, thick: float) -> None:
    white, pen = mix(scene.palette.light, scene.palette.middle, 0.1), scene.pen
    pen.line([(-0.02, level), (scene.wide + 0.02, level)], white, thick * 0.7)
    for x in np.arange(scene.between(0, 0.1), scene.wide, thick * 14):
        pen.line([(x, level), (x, level + thick * 4.5)], shade(white, 0.92), thick * 0.6)


def _stand(scene: Scene, horizon: float) -> None:
    """A grandstand with its crowd, as rows of dabs."""
    rng, palette, pen = scene.rng, scene.palette, scene.pen
    left, wide, tall = (
        scene.between(-0.1, 0.8) * scene.wide,
        scene.between(0.35, 0.7),
        scene.between(0.12, 0.2),
    )
    foot = horizon + 0.06
    wall = scene.veiled(mix(palette.wall, palette.light, 0.3), 0.5)
    pen.polygon([(left, foot), (left, foot - tall), (left + wide, foot - tall), (left + wide, foot)], wall)
    for row in range(4):
        y = foot - tall * (0.16 + 0.2 * row)
        pen.polygon(
            [
                (left, y + 0.006),
                (left + wide, y + 0.006),
                (left + wide, y - tall * 0.1),
                (left, y - tall * 0.1),
            ],
            shade(wall, 0.7),
        )
        for x in np.arange(left + 0.008, left + wide, 0.015):
            pen.disc(
                (x + rng.normal(0, 0.002), y - 0.004),
                0.006,
                0.008,
                scene.veiled(
                    vary(any_of(rng, (*palette.accents, palette.light, palette.dark)), rng, 18), 0.3
                ),
            )
    roof = scene.veiled(palette.roof, 0.4)
    pen.polygon(
        [
            (left - 0.03, foot - tall),
            (left + 0.02, foot - tall * 1.28),
            (left + wide - 0.02, foot - tall * 1.28),
            (left + wide + 0.03, foot - tall),
        ],
        roof,
    )


def _race(scene: Scene, horizon: float, layout: str) -> None:
    rng, palette = scene.rng, scene.palette
    count = int(rng.integers(2, 6))
    flip, size = scene.chance(0.5), scene.between(0.22, 0.33) * (1.25 if count < 3 else 1.0)
    turf = scene.between(0.72, 0.86)
    if layout == "chase":
        _hedge(scene, turf)
    spread = min(0.3, 0.75 * scene.wide / count)
    start = (scene.wide - spread * (count - 1)) / 2 + rng.normal(0, 0.05)
    for place in range(count):
        x = start + spread * place + rng.normal(0, 0.03)
        foot = turf - 0.05 + 0.13 * place / count + rng.normal(0, 0.01)
        lift = scene.between(0.03, 0.1) if layout == "chase" else 0.0
        tilt = scene.between(-16, 6) if layout == "chase" else float(rng.normal(0, 2))
        _runner(scene, x, foot - lift, size * (0.92 + 0.1 * place / count), flip, tilt)
    if layout == "finish":
        post = (0.12 if flip else 0.88) * scene.wide
        scene.pen.line(
            [(post, horizon - 0.1), (post, turf + 0.12)], mix(palette.light, palette.accents[0], 0.2), 0.018
        )
        scene.pen.disc((post, horizon - 0.13), 0.045, 0.045, any_of(rng, palette.accents))
    if scene.chance(0.3) and scene.year > 1820:
        _rail(scene, 0.93, 0.024)


def _runner(scene: Scene, x: float, foot: float, size: float, flip: bool, tilt: float) -> None:
    rng = scene.rng
    scene.pen.glow(x, foot, size * 0.95, size * 0.12, shade(scene.palette.near, 0.45), 0.6)
    pen = scene.pen.at(x, foot - size * 0.74, size, tilt if not flip else -tilt, flip)
    early = scene.year < 1880  # before photography showed how horses run
    gallop = ROCKING if early and scene.chance(0.75) else TRUE_GALLOPS[int(rng.integers(len(TRUE_GALLOPS)))]
    draw_horse(pen, rng, horse_coat(scene), gallop, low=True)
    draw_jockey(pen, rng, scene.palette, crouch=scene.year >= CROUCH)


def _hedge(scene: Scene, turf: float) -> None:
    x, pen, rng = scene.between(0.35, 0.65) * scene.wide, scene.pen, scene.rng
    leaf = shade(scene.palette.leaf, 0.8)
    for _ in range(90):
        pen.disc(
            (x + rng.normal(0, 0.035), turf - 0.1 + rng.uniform(-0.08, 0.2)), 0.03, 0.022, vary(leaf, rng, 12)
        )


def _portrait(scene: Scene, horizon: float) -> None:
    """One horse standing, with its groom or its jockey."""
    rng = scene.rng
    size, flip, foot = scene.between(0.38, 0.48), scene.chance(0.5), scene.between(0.8, 0.88)
    x = scene.wide * scene.between(0.42, 0.58)
    if scene.chance(0.6):
        tree(scene, scene.wide * (0.05 if flip else 0.95), foot - 0.04, scene.between(0.6, 0.85))
    scene.pen.glow(x, foot, size * 0.9, size * 0.1, shade(scene.palette.near, 0.4), 0.7)
    pen = scene.pen.at(x, foot - size * 0.74, size, 0, flip)
    draw_horse(pen, rng, horse_coat(scene), STANDING, low=False)
    if scene.chance(0.65):
        draw_jockey(pen, rng, scene.palette, crouch=False)
    if scene.chance(0.6):
        person(scene, x + size * (-0.95 if flip else 0.95), foot + 0.02, size * 0.82)


def _walk(scene: Scene, horizon: float) -> None:
    """A string of horses walking to the post."""
    rng = scene.rng
    count, flip, size = int(rng.integers(2, 5)), scene.chance(0.5), scene.between(0.2, 0.3)
    for place in range(count):
        x = scene.wide * (0.18 + 0.66 * place / max(1, count - 1)) + rng.normal(0, 0.03)
        foot = scene.between(0.74, 0.82)
        scene.pen.glow(x, foot, size * 0.8, size * 0.09, shade(scene.palette.near, 0.45), 0.6)
        pen = scene.pen.at(x, foot - size * 0.74, size, 0, flip)
        draw_horse(pen, rng, horse_coat(scene), WALKING, low=False)
        draw_jockey(pen, rng, scene.palette, crouch=False)

"""Houses: cottages, country seats, terraces and white modern boxes, with what grows around them."""

from __future__ import annotations

import numpy as np

from artmeta.sample.paint.colour import any_of, mix, shade, vary
from artmeta.sample.paint.scene import Scene, paint_sky, reflect
from artmeta.sample.paint.solid import Face, show, turned
from artmeta.sample.paint.subjects.buildings import Materials, cottage, mansion, modern, townhouse
from artmeta.sample.paint.subjects.nature import countryside, person, smoke, tree, water


def draw_house(scene: Scene) -> None:
    """Compose one house in its garden, a row along a street, or a seat beyond its lake."""
    layout = scene.one_of("garden", "garden", "garden", "lake", "street", "hill")
    if layout == "street":
        return _street(scene)
    horizon = scene.between(0.5, 0.62)
    countryside(scene, horizon, 3)
    if scene.chance(0.14):
        _snow(scene, horizon)
    foot, size = horizon + scene.between(0.08, 0.16), scene.between(0.24, 0.36)
    x = scene.between(0.36, 0.64) * scene.wide
    if layout == "hill":
        foot, size = horizon + 0.02, scene.between(0.13, 0.2)
    _grove(scene, x, foot - 0.02, size, behind=True)
    _house(scene, x, foot, size)
    if layout == "lake":
        level = min(0.86, foot + 0.06)
        water(scene, level, 0.05)
        reflect(scene, level, 0.5)
    else:
        _path(scene, x, foot)
        _foreground(scene, foot)
    return None


def materials(scene: Scene) -> Materials:
    """Walls, roof and joinery of one house."""
    rng, palette = scene.rng, scene.palette
    wall = any_of(rng, (palette.wall, palette.wall, palette.light, mix(palette.roof, palette.wall, 0.45)))
    frame = any_of(rng, (palette.light, palette.dark, *palette.accents))
    roof = any_of(
        rng,
        (
            palette.roof,
            palette.roof,
            mix(palette.dark, palette.sky, 0.45),
            mix(palette.wall, palette.dark, 0.4),
        ),
    )
    return Materials(
        vary(wall, rng, 9),
        vary(roof, rng, 9),
        frame,
        mix(palette.dark, palette.sky, 0.28),
        any_of(rng, palette.accents),
    )


def _model(scene: Scene) -> list[Face]:
    rng, paint = scene.rng, materials(scene)
    if scene.year >= 1930 and scene.chance(0.5):  # the modern movement arrives
        return modern(paint, rng)
    kind = scene.one_of("cottage", "cottage", "mansion", "townhouse")
    return {"cottage": cottage, "mansion": mansion, "townhouse": townhouse}[kind](paint, rng)


def _house(scene: Scene, x: float, foot: float, size: float) -> None:
    scene.pen.glow(x, foot, size * 1.5, size * 0.16, shade(scene.palette.near, 0.5), 0.6)
    pen = scene.pen.at(x, foot, size)
    show(pen, turned(_model(scene), scene.between(-42, 42), scene.between(2, 9)), depth=scene.modelling)
    if scene.chance(0.4):
        smoke(pen, scene.rng, scene.between(-0.6, 0.6), -1.6, scene.between(-0.7, 0.7), (190, 186, 180), 0.6)


def _grove(scene: Scene, x: float, foot: float, size: float, behind: bool) -> None:
    for _ in range(int(scene.rng.integers(2, 7))):
        side = scene.between(-1, 1)
        at = x + side * size * 2.2 + (0.2 * np.sign(side) if not behind else 0)
        tree(scene, at, foot + scene.between(-0.01, 0.03), size * scene.between(0.9, 1.9), 0.25)


def _path(scene: Scene, x: float, foot: float) -> None:
    pale = mix(scene.palette.wall, scene.palette.near, 0.35)
    end, bend = scene.between(-0.1, 1.1) * scene.wide, scene.between(-0.15, 0.15)
    middle = ((x + end) / 2 + bend, (foot + 1.0) / 2)
    scene.pen.limb(
        [(x, foot), ((x + middle[0]) / 2 + bend * 0.3, (foot + middle[1]) / 2), middle, (end, 1.06)],
        [0.03, 0.06, 0.12, 0.26],
        vary(pale, scene.rng, 8),
    )


def _foreground(scene: Scene, foot: float) -> None:
    """A hedge, a fence, flowers or people before the house."""
    rng, palette, pen = scene.rng, scene.palette, scene.pen
    what = scene.one_of("flowers", "fence", "people", "tree", "flowers")
    if what == "flowers":
        for _ in range(90):
            down = scene.between(foot + 0.08, 1.0)
            size = 0.004 + 0.014 * (down - foot)
            pen.disc(
                (scene.between(0, scene.wide), down),
                size,
                size,
                vary(any_of(rng, (*palette.accents, palette.light)), rng, 14),
            )
    elif what == "fence":
        level = scene.between(foot + 0.12, 0.9)
        wood = mix(palette.wall, palette.dark, scene.between(0.1, 0.6))
        for rail in (0.0, 0.035):
            pen.line(
                [(-0.02, level + rail), (scene.wide + 0.02, level + rail + rng.normal(0, 0.01))], wood, 0.008
            )
        for x in np.arange(0, scene.wide, 0.12):
            pen.line([(x, level - 0.03), (x, level + 0.07)], shade(wood, 0.9), 0.012)
    elif what == "people":
        for _ in range(int(rng.integers(1, 4))):
            person(
                scene,
                scene.between(0.1, 0.9) * scene.wide,
                scene.between(foot + 0.08, 0.95),
                scene.between(0.1, 0.17),
            )
    side = -0.02 if scene.chance(0.5) else scene.wide + 0.02
    if what == "tree" or scene.chance(0.35):
        tree(scene, side + scene.between(-0.05, 0.05), 1.02, scene.between(0.75, 1.15))


def _street(scene: Scene) -> None:
    """A row of houses seen along a street."""
    rng, palette = scene.rng, scene.palette
    foot = scene.between(0.68, 0.8)
    paint_sky(scene, foot, cover=scene.between(0.2, 0.6))
    ground = mix(palette.wall, palette.dark, scene.between(0.2, 0.5))
    scene.pen.fade(
        [(-0.05, foot - 0.1), (scene.wide + 0.05, foot - 0.1), (scene.wide + 0.05, 1.05), (-0.05, 1.05)],
        ground,
        shade(ground, 0.75),
    )
    yaw, size, x = scene.between(-32, 32), scene.between(0.2, 0.3), scene.between(-0.05, 0.1)
    row = []
    while x < scene.wide + 0.1:
        row.append((x, size * scene.between(0.9, 1.15)))
        x += size * scene.between(1.25, 1.45)
    for at, tall in row if yaw > 0 else row[::-1]:
        model = townhouse(materials(scene), rng)
        show(scene.pen.at(at, foot, tall), turned(model, yaw, 3), depth=scene.modelling)
    for _ in range(int(rng.integers(1, 6))):
        person(
            scene,
            scene.between(0.05, 0.95) * scene.wide,
            scene.between(foot + 0.06, 0.97),
            scene.between(0.13, 0.2),
        )


def _snow(scene: Scene, horizon: float) -> None:
    white = mix(scene.palette.light, scene.palette.sky, 0.18)
    scene.pen.fade(
        [(-0.05, horizon), (scene.wide + 0.05, horizon), (scene.wide + 0.05, 1.05), (-0.05, 1.05)],
        shade(white, 0.96),
        white,
    )

"""Aeroplanes: built in space, so that they can be seen from any side, in the air over land, sea or cloud."""

from __future__ import annotations

from artmeta.sample.paint.colour import Colour, against, any_of, mix, shade, vary
from artmeta.sample.paint.scene import Scene, paint_sky
from artmeta.sample.paint.solid import show, turned
from artmeta.sample.paint.subjects.aeroplanes import build
from artmeta.sample.paint.subjects.nature import countryside, fields, person, tree, water

JET_AGE = 1952  # the first airliners with jets


def draw_aircraft(scene: Scene) -> None:
    """Compose aeroplanes of the year: one large, a pair, or a formation; flying or on the ground."""
    layout = scene.one_of("one", "one", "one", "one", "pair", "formation", "ground")
    if layout == "ground":
        return _on_the_ground(scene)
    _air(scene)
    kind, livery = _kind(scene), _livery(scene)
    if layout == "formation":
        return _formation(scene, kind, livery)
    if layout == "pair":
        _fly(
            scene,
            kind,
            livery,
            scene.between(0.15, 0.85),
            scene.between(0.15, 0.5),
            scene.between(0.08, 0.14),
        )
    size = scene.between(0.28, 0.46) if layout == "one" else scene.between(0.24, 0.36)
    _fly(scene, kind, livery, scene.between(0.36, 0.64), scene.between(0.3, 0.58), size)
    return None


def _kind(scene: Scene) -> str:
    if scene.year < 1930:  # then monoplanes come in
        return "biplane"
    if scene.year < JET_AGE:
        return scene.one_of("monoplane", "monoplane", "biplane")
    return scene.one_of("jet", "jet", "fighter", "monoplane")


def _livery(scene: Scene) -> tuple[Colour, Colour]:
    palette = scene.palette
    body = any_of(
        scene.rng, (palette.wall, palette.leaf, mix(palette.dark, palette.light, 0.6), *palette.accents)
    )
    return vary(against(body, palette.horizon), scene.rng, 8), any_of(scene.rng, palette.accents)


def _air(scene: Scene) -> None:
    """What the aeroplane flies over."""
    ground = scene.one_of("fields", "sea", "cloud", "cloud", "hills")
    horizon = scene.between(0.62, 0.84)
    if ground == "hills":
        countryside(scene, horizon, 3)
    elif ground == "cloud":
        paint_sky(scene, 1.0, cover=scene.between(0.35, 0.65))
    else:
        paint_sky(scene, horizon + 0.05, cover=scene.between(0.25, 0.55))
        fields(scene, horizon) if ground == "fields" else water(scene, horizon, 0.3)


def _fly(scene: Scene, kind: str, livery: tuple[Colour, Colour], x: float, y: float, size: float) -> None:
    rng = scene.rng
    yaw = scene.between(-62, 62) + (180 if scene.chance(0.5) else 0)
    model = turned(build(kind, livery, scene), yaw, scene.between(-24, 38), scene.between(-38, 38))
    far = max(0.0, 1 - size / 0.22)
    show(
        scene.pen.at(x * scene.wide, y, size, rng.normal(0, 7)),
        model,
        (scene.palette.horizon, far * scene.air),
        scene.modelling,
    )


def _formation(scene: Scene, kind: str, livery: tuple[Colour, Colour]) -> None:
    yaw, pitch, roll = scene.between(-50, 50), scene.between(-10, 32), scene.between(-20, 20)
    size, count = scene.between(0.1, 0.17), int(scene.rng.integers(3, 8))
    model = turned(build(kind, livery, scene), yaw + (180 if scene.chance(0.5) else 0), pitch, roll)
    x, y = scene.between(0.25, 0.6) * scene.wide, scene.between(0.18, 0.4)
    lean = scene.between(-0.6, 0.6)
    for place in range(count):
        step, side = (place + 1) // 2, 1 if place % 2 else -1
        near = size * (1 + 0.12 * step)
        show(
            scene.pen.at(x + side * step * size * 1.9, y + step * size * (1.0 + lean * side), near),
            model,
            depth=scene.modelling,
        )


def _on_the_ground(scene: Scene) -> None:
    """An aerodrome: a machine on the grass, a shed, people about."""
    rng, palette, horizon = scene.rng, scene.palette, scene.between(0.5, 0.64)
    countryside(scene, horizon, 2)
    shed, wide = scene.between(0.0, 0.6) * scene.wide, scene.between(0.3, 0.5)
    roof = [
        (shed, horizon + 0.02),
        (shed, horizon - 0.08),
        (shed + wide / 2, horizon - 0.16),
        (shed + wide, horizon - 0.08),
        (shed + wide, horizon + 0.02),
    ]
    scene.pen.fade(roof, mix(palette.roof, palette.horizon, 0.25), mix(palette.wall, palette.dark, 0.3))
    scene.pen.polygon(
        [
            (shed + 0.05, horizon + 0.02),
            (shed + 0.05, horizon - 0.06),
            (shed + wide - 0.05, horizon - 0.06),
            (shed + wide - 0.05, horizon + 0.02),
        ],
        shade(palette.dark, 1.2),
    )
    if scene.chance(0.5):
        tree(scene, scene.between(0, scene.wide), horizon + 0.04, scene.between(0.15, 0.25), 0.4)
    size = scene.between(0.32, 0.46)
    x, y = scene.between(0.4, 0.6) * scene.wide, horizon + size * 0.42
    scene.pen.glow(x, y + size * 0.3, size * 1.2, size * 0.16, shade(palette.near, 0.4), 0.75)
    model = turned(
        build(_kind(scene), _livery(scene), scene),
        scene.between(-50, 50) + (180 if scene.chance(0.5) else 0),
        10,
    )
    show(scene.pen.at(x, y, size), model, depth=scene.modelling)
    for _ in range(int(rng.integers(1, 5))):
        person(
            scene,
            scene.between(0.1, 0.9) * scene.wide,
            scene.between(y + 0.1, 0.97),
            scene.between(0.13, 0.2),
        )

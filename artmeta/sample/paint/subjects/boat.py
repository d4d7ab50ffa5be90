"""Ships and boats of every age, on calm and rough water, in harbour and on the beach."""

from __future__ import annotations

from artmeta.sample.paint.colour import any_of, mix, shade, vary
from artmeta.sample.paint.scene import Scene, land, paint_sky, reflect, ridge
from artmeta.sample.paint.solid import Face, show, turned
from artmeta.sample.paint.subjects.harbour import quay
from artmeta.sample.paint.subjects.nature import birds, smoke, water
from artmeta.sample.paint.subjects.ships import Paint, build

GAY_HULLS = 1870  # before, hulls are tarred or varnished


def draw_boat(scene: Scene) -> None:
    """Compose boats of the year: alone at sea, a fleet, in harbour, or drawn up on a beach."""
    layout = scene.one_of("sea", "sea", "fleet", "harbour", "storm", "beach")
    waterline = scene.between(0.52, 0.7)
    rough = {"storm": scene.between(0.7, 1.0), "harbour": 0.05}.get(layout, scene.between(0.05, 0.5))
    paint_sky(scene, waterline + 0.05, cover=0.75 if layout == "storm" else scene.between(0.2, 0.6))
    if layout == "harbour":
        quay(scene, waterline)
    elif scene.chance(0.55) and layout != "storm":
        coast = scene.veiled(scene.palette.far, 0.7)
        land(
            scene,
            ridge(scene, waterline - scene.between(0.02, 0.07), 0.08),
            coast,
            scene.veiled(scene.palette.middle, 0.6),
        )
    water(scene, waterline, rough)
    if layout == "beach":
        return _beach(scene, waterline)
    _far_boats(scene, waterline, 5 if layout == "fleet" else int(scene.rng.integers(0, 4)))
    _near_boats(scene, waterline, rough, 2 if layout in ("fleet", "harbour") else 1)
    return birds(scene, int(scene.rng.integers(0, 7)), waterline - 0.1)


def _near_boats(scene: Scene, waterline: float, rough: float, count: int) -> None:
    size = scene.between(0.24, 0.36) / (1 if count == 1 else 1.3)
    at = scene.between(0.36, 0.64) if count == 1 else scene.between(0.22, 0.36)
    for place in range(count):
        down = waterline + (1 - waterline) * scene.between(0.08, 0.3) * (1 + place)
        _sail(scene, kind_of(scene), at * scene.wide, down, size * (1 + 0.15 * place), rough)
        at += scene.between(0.28, 0.42)


def _far_boats(scene: Scene, waterline: float, count: int) -> None:
    for _ in range(count):
        size = scene.between(0.05, 0.11)
        _sail(
            scene, kind_of(scene), scene.between(0.05, 0.95) * scene.wide, waterline + size * 0.12, size, 0.0
        )


def kind_of(scene: Scene) -> str:
    """What sails in the scene's year."""
    if scene.year < 1830:  # before steam
        return scene.one_of("ship", "ship", "brig", "lugger", "rowing", "sloop")
    if scene.year < 1910:  # sail and steam together
        return scene.one_of("ship", "brig", "lugger", "rowing", "sloop", "sloop", "steamer")
    return scene.one_of("sloop", "sloop", "sloop", "rowing", "steamer", "lugger", "liner")


def paint_of(scene: Scene) -> Paint:
    """How this boat is painted."""
    rng, palette = scene.rng, scene.palette
    tarred = (palette.dark, mix(palette.dark, palette.roof, 0.5), mix(palette.dark, palette.wall, 0.3))
    painted = (palette.dark, palette.light, *palette.accents)
    hull = any_of(rng, tarred if scene.year < GAY_HULLS else painted)
    sail = any_of(rng, (palette.light, palette.light, palette.cloud, mix(palette.roof, palette.light, 0.3)))
    return Paint(
        vary(hull, rng, 8),
        vary(sail, rng, 6),
        any_of(rng, palette.accents),
        mix(palette.dark, (96, 66, 40), 0.4),
    )


def _sail(scene: Scene, kind: str, x: float, down: float, size: float, rough: float) -> None:
    rng, paint = scene.rng, paint_of(scene)
    yaw = scene.between(-58, 58) + (180 if scene.chance(0.5) else 0)
    heel = float(rng.normal(0, 2 + 9 * rough)) + (scene.between(-10, 10) if kind == "sloop" else 0)
    model = turned(build(kind, paint, rng), yaw, scene.between(4, 12), heel)
    far = max(0.0, 1 - size / 0.2)
    pen = scene.pen.at(x, down, size, float(rng.normal(0, 1 + 5 * rough)))
    show(pen, model, (scene.palette.horizon, far * scene.air), scene.modelling)
    if kind in ("steamer", "liner"):
        smoke(
            pen,
            rng,
            0.05,
            -0.75,
            scene.between(-0.9, 0.9),
            mix(scene.palette.dark, (120, 116, 110), 0.5),
            0.9,
        )
    if size > 0.2 and rough < 0.4:  # near, and the water calm enough to mirror
        reflect(scene, min(0.97, down + size * 0.03), 0.42)
    _wake(scene, x, down, size, rough)


def _wake(scene: Scene, x: float, down: float, size: float, rough: float) -> None:
    """The foam along a hull, which also hides its foot."""
    rng, foam = scene.rng, mix(scene.palette.water, scene.palette.cloud, 0.55)
    for _ in range(6 + round(14 * rough) if size > 0.12 else 3):
        across = x + rng.normal(0, size * 0.6)
        lift = size * (0.015 + 0.08 * rough) * rng.random()
        long = size * rng.uniform(0.1, 0.4)
        y = down + size * rng.uniform(0.0, 0.09)
        scene.pen.blob(
            [(across - long, y), (across, y - lift), (across + long, y), (across, y + size * 0.018)],
            vary(foam, rng, 6),
        )


def _beach(scene: Scene, waterline: float) -> None:
    """Boats drawn up on sand before the water."""
    rng, palette = scene.rng, scene.palette
    sand = mix(palette.wall, palette.near, 0.25)
    _far_boats(scene, waterline, int(rng.integers(1, 4)))
    shore = ridge(scene, waterline + (1 - waterline) * 0.42, 0.06)
    land(scene, shore, mix(sand, palette.light, 0.2), shade(sand, 0.8))
    scene.pen.line(shore, mix(palette.cloud, palette.water, 0.2), 0.012)
    for place in range(int(rng.integers(1, 4))):
        x = (0.2 + 0.3 * place + scene.between(0, 0.12)) * scene.wide
        y, size = scene.between(0.78, 0.9), scene.between(0.2, 0.3)
        scene.pen.glow(x, y, size * 1.1, size * 0.16, shade(sand, 0.45), 0.7)
        model: list[Face] = build(scene.one_of("lugger", "rowing", "sloop"), paint_of(scene), rng)
        tilt = scene.between(-9, 9)
        show(scene.pen.at(x, y, size, tilt), turned(model, scene.between(-50, 50), 10), depth=scene.modelling)

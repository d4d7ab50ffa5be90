"""What stands around a subject: trees, water, fields, smoke and birds."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from artmeta.sample.paint.colour import Colour, any_of, mix, shade, vary
from artmeta.sample.paint.pen import Pen
from artmeta.sample.paint.scene import Scene, land, paint_sky, ridge


def countryside(scene: Scene, horizon: float, hills: int = 3) -> None:
    """Sky, hills one behind the other, and open ground in front."""
    palette = scene.palette
    paint_sky(scene, horizon + 0.12, cover=scene.between(0.25, 0.6))
    for step in range(hills):
        nearness = step / max(1, hills - 1)
        colour = mix(palette.far, palette.middle, nearness)
        height = horizon - 0.07 * (1 - nearness) + 0.015 * step
        top = vary(scene.veiled(colour, 1 - nearness), scene.rng, 6)
        land(scene, ridge(scene, height, 0.07 * (1 - 0.6 * nearness)), top, mix(top, palette.middle, 0.5))
    land(
        scene,
        ridge(scene, horizon + 0.03, 0.015),
        vary(palette.middle, scene.rng, 8),
        vary(palette.near, scene.rng, 8),
    )


def tree(scene: Scene, x: float, foot: float, tall: float, distance: float = 0.0) -> None:
    """A tree of a kind that the scene's dice choose, its foot at (x, foot)."""
    pen, rng, palette = scene.pen.at(x, foot, tall), scene.rng, scene.palette
    leaf = scene.veiled(vary(palette.leaf, rng, 10), distance)
    trunk = scene.veiled(mix(palette.dark, palette.near, 0.3), distance)
    kind = rng.random()
    if kind < 0.2:  # a poplar or cypress
        pen.blob(
            [(0, 0), (-0.1, -0.3), (-0.08, -0.75), (0, -1), (0.08, -0.75), (0.1, -0.3)], shade(leaf, 0.85)
        )
        pen.blob([(-0.02, -0.1), (-0.08, -0.4), (-0.04, -0.8), (0.0, -0.5)], shade(leaf, 1.12))
        return
    pen.limb([(0, 0.02), (0.01, -0.3), (-0.02, -0.6)], [0.1, 0.06, 0.03], trunk)
    crown = rng.normal(0, 1, (11, 2)) * (0.19, 0.15) + (0, -0.66)
    for place, (across, up) in enumerate(crown[np.argsort(-crown[:, 1])]):
        light = 0.72 + 0.05 * place + (0.08 if across < 0 else -0.04)
        pen.disc((across, up), 0.17 + 0.05 * rng.random(), 0.14, vary(shade(leaf, light), rng, 5))


def water(scene: Scene, waterline: float, rough: float = 0.3) -> None:
    """Water from the waterline to the foot of the frame; `rough` 0 (a mirror) to 1 (a gale)."""
    pen, rng, palette = scene.pen, scene.rng, scene.palette
    far, near = mix(palette.water, palette.horizon, 0.45), shade(palette.water, 0.8)
    pen.fade(
        [(-0.05, waterline), (scene.wide + 0.05, waterline), (scene.wide + 0.05, 1.05), (-0.05, 1.05)],
        far,
        near,
    )
    for _ in range(round(50 + 70 * rough)):
        down = waterline + (1 - waterline) * rng.random() ** 1.5
        nearness = (down - waterline) / max(0.05, 1 - waterline)
        across, long = rng.uniform(-0.1, scene.wide), (0.04 + 0.2 * nearness) * rng.uniform(0.4, 1.4)
        light = palette.cloud if rng.random() < 0.45 else shade(palette.water, 0.62)
        tone = mix(mix(far, near, nearness), light, rng.uniform(0.15, 0.35 + 0.3 * rough))
        lift = (0.004 + 0.03 * rough * nearness) * rng.uniform(0.3, 1)
        wave = [
            (across, down),
            (across + long * 0.5, down - lift),
            (across + long, down),
            (across + long * 0.5, down + 0.004),
        ]
        pen.blob(wave, tone)


def smoke(
    pen: Pen, rng: np.random.Generator, x: float, y: float, drift: float, colour: Colour, length: float
) -> None:
    """A plume that rises from (x, y), drifts and widens."""
    for step in np.linspace(0, 1, 16):
        size = length * (0.05 + 0.17 * step)
        puff = rng.normal(0, size * 0.3, 2)
        tone = vary(mix(colour, (225, 222, 214), step * 0.55), rng, 5)
        pen.glow(
            x + drift * length * step + puff[0],
            y - length * 0.55 * step**0.8 + puff[1],
            size,
            size * 0.8,
            tone,
            0.6,
        )


def birds(scene: Scene, count: int, height: float) -> None:
    """A few gulls, as two strokes each."""
    for _ in range(count):
        x, y = scene.between(0.05, scene.wide - 0.05), scene.between(0.06, height)
        size = scene.between(0.008, 0.022)
        wing = [
            (x - size, y - size * 0.5),
            (x - size * 0.4, y - size * 0.6),
            (x, y),
            (x + size * 0.4, y - size * 0.6),
            (x + size, y - size * 0.4),
        ]
        scene.pen.line(wing, mix(scene.palette.dark, scene.palette.sky, 0.3), 0.004)


def person(scene: Scene, x: float, foot: float, tall: float, cloth: Colour | None = None) -> None:
    """A small standing figure, as staffage."""
    pen, rng, palette = scene.pen.at(x, foot, tall), scene.rng, scene.palette
    coat = cloth or vary(any_of(rng, (*palette.accents, palette.dark)), rng, 8)
    lean = rng.normal(0, 0.03)
    pen.limb([(-0.06, 0), (-0.04 + lean, -0.45)], [0.09, 0.12], shade(palette.dark, 0.9))
    pen.limb([(0.08, 0), (0.04 + lean, -0.45)], [0.09, 0.12], palette.dark)
    pen.blob(
        [(-0.14, -0.36), (-0.13 + lean, -0.78), (lean, -0.84), (0.13 + lean, -0.78), (0.14, -0.36)], coat
    )
    pen.disc((lean * 1.5, -0.91), 0.065, 0.08, mix(palette.light, (196, 148, 118), 0.6))
    pen.disc((lean * 1.5, -0.97), 0.09, 0.035, palette.dark)


def fields(scene: Scene, horizon: float) -> None:
    """Land seen from above: a quilt of fields that runs to a vanishing point, with hedges between."""
    pen, rng, palette = scene.pen, scene.rng, scene.palette
    rows = np.linspace(0.03, 1.15, 10) ** 1.6
    vanish = scene.between(0.1, 0.9) * scene.wide
    colours = (
        palette.middle,
        palette.near,
        palette.leaf,
        palette.far,
        mix(palette.glow, palette.middle, 0.5),
    )
    pen.polygon(
        [(0, horizon), (scene.wide, horizon), (scene.wide, 1.05), (0, 1.05)], scene.veiled(palette.far, 0.8)
    )
    for far, near in pairwise(rows):
        edges = np.arange(-9, 9.5) * 0.42 + rng.uniform(-0.16, 0.16, 19)
        for left, right in pairwise(edges):
            tone = scene.veiled(vary(any_of(rng, colours), rng, 8), 1 - near / 1.2)
            corners = _plan([(left, near), (right, near), (right, far), (left, far)], vanish, horizon)
            pen.polygon(corners, tone)
            pen.line(corners[:2], shade(tone, 0.75), 0.003 + 0.008 * near)
            pen.line(corners[1:3], shade(tone, 0.75), 0.002 + 0.006 * near)


def _plan(points: list[tuple[float, float]], vanish: float, horizon: float) -> list[tuple[float, float]]:
    """Points (sideways, nearness) of level ground as they are seen."""
    return [(vanish + x * 1.6 * near + x * 0.05, horizon + (1 - horizon) * near) for x, near in points]

"""A waterfront: quay, warehouses, and the houses of a small port behind."""

from __future__ import annotations

from artmeta.sample.paint.colour import any_of, mix, shade, vary
from artmeta.sample.paint.scene import Scene, land, ridge


def quay(scene: Scene, waterline: float) -> None:
    """A row of houses along the water, with hills behind them."""
    pen, rng, palette = scene.pen, scene.rng, scene.palette
    land(
        scene,
        ridge(scene, waterline - 0.16, 0.1),
        scene.veiled(palette.far, 0.8),
        scene.veiled(palette.middle, 0.7),
    )
    x = scene.between(-0.1, 0.3)
    end = scene.wide * scene.between(0.6, 1.1)
    while x < end:
        wide, tall = scene.between(0.07, 0.15), scene.between(0.09, 0.2)
        wall = scene.veiled(vary(any_of(rng, (palette.wall, palette.light, palette.roof)), rng, 12), 0.6)
        foot, top = waterline - 0.01, waterline - tall
        pen.polygon([(x, foot), (x, top), (x + wide, top), (x + wide, foot)], wall)
        roof = scene.veiled(vary(palette.roof, rng, 10), 0.6)
        pen.polygon([(x - 0.008, top), (x + wide * 0.5, top - wide * 0.45), (x + wide + 0.008, top)], roof)
        for row in range(1, int(tall / 0.05)):
            for column in (0.25, 0.65):
                left, high = x + wide * column, top + 0.05 * row - 0.025
                pen.polygon(
                    [(left, high), (left + 0.012, high), (left + 0.012, high + 0.02), (left, high + 0.02)],
                    shade(wall, 0.55),
                )
        x += wide * scene.between(0.98, 1.25)
    stone = mix(palette.wall, palette.dark, 0.45)
    pen.fade(
        [
            (-0.05, waterline - 0.02),
            (end + 0.1, waterline - 0.02),
            (end + 0.1, waterline + 0.02),
            (-0.05, waterline + 0.02),
        ],
        stone,
        shade(stone, 0.7),
    )

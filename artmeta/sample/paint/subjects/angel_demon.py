"""Angels and demons: in glory, in flight, bearing news, or at war with each other."""

from __future__ import annotations

import numpy as np
from PIL import Image

from artmeta.sample.paint.colour import Colour, mix, shade
from artmeta.sample.paint.noise import clouds
from artmeta.sample.paint.pen import Pen
from artmeta.sample.paint.scene import Scene, paint_sky
from artmeta.sample.paint.subjects.angels import draw_angel
from artmeta.sample.paint.subjects.demons import draw_demon
from artmeta.sample.paint.subjects.nature import countryside, person


def draw_angel_demon(scene: Scene) -> None:
    """Compose one angel or demon, a host of angels, or an angel above a demon."""
    layout = scene.one_of("angel", "angel", "flight", "demon", "battle", "host", "earth")
    if layout in ("demon", "battle"):
        _hell(scene)
    elif layout == "earth":
        countryside(scene, scene.between(0.62, 0.74), 3)
    else:
        _heaven(scene)
    {"angel": _one, "flight": _flight, "demon": _demon, "battle": _battle, "host": _host, "earth": _earth}[
        layout
    ](scene)


def _heaven(scene: Scene) -> None:
    """Clouds opened by light, or a dark ground with a glow."""
    palette = scene.palette
    if scene.chance(0.35):
        ground = mix(palette.dark, palette.near, scene.between(0.1, 0.5))
        scene.pen.fade(
            [(-0.05, -0.05), (scene.wide + 0.05, -0.05), (scene.wide + 0.05, 1.05), (-0.05, 1.05)],
            shade(ground, 1.3),
            ground,
        )
    else:
        paint_sky(scene, 1.0, cover=scene.between(0.5, 0.75))
    x, y = scene.wide / 2 + scene.between(-0.2, 0.2), scene.between(0.1, 0.35)
    scene.pen.glow(x, y, 0.75, 0.7, palette.glow, 0.75)
    if scene.chance(0.5):
        _rays(scene, x, y)


def _rays(scene: Scene, x: float, y: float) -> None:
    """Beams of light from one place, laid thinly over what is there."""
    light = Image.new("L", scene.image.size)
    pen = Pen(light, scene.pen.unit, scene.pen.matrix)
    for angle in scene.rng.uniform(0, 2 * np.pi, 14):
        spread = scene.between(0.02, 0.06)
        far = [(x + 1.8 * np.cos(angle + side), y + 1.8 * np.sin(angle + side)) for side in (-spread, spread)]
        pen.draw.polygon(pen.pixels([(x, y), *far]).ravel().tolist(), fill=70)
    scene.image.paste(scene.palette.light, (0, 0), light)


def _hell(scene: Scene) -> None:
    """Smoke and fire from below."""
    image, rng, palette = scene.image, scene.rng, scene.palette
    fire: Colour = mix(palette.accents[0], (232, 110, 30), 0.5)
    night = mix(palette.dark, palette.near, 0.25)
    width, height = max(2, image.width // 3), max(2, image.height // 3)
    billow = clouds(rng, width, height, stretch=0.8)[..., None]
    down = np.linspace(0, 1, height)[:, None, None] ** 1.4
    heat = np.clip(down * 1.15 + (billow - 0.5) * 0.8, 0, 1)
    ground = np.array(night) * (1 - heat) + np.array(fire) * heat
    ground += (np.array(palette.glow) - ground) * np.clip(heat - 0.72, 0, 1) * 1.8
    image.paste(
        Image.fromarray(np.clip(ground, 0, 255).astype(np.uint8)).resize(
            image.size, Image.Resampling.BILINEAR
        )
    )
    for _ in range(26):
        x, size = scene.between(0, scene.wide), scene.between(0.05, 0.2)
        flame = [
            (x - size * 0.25, 1.05),
            (x - size * 0.2, 1.0 - size * 0.4),
            (x + rng.normal(0, 0.03), 1.0 - size * 1.3),
            (x + size * 0.2, 1.0 - size * 0.3),
            (x + size * 0.25, 1.05),
        ]
        scene.pen.blob(flame, mix(fire, palette.glow, float(rng.random())))


def _one(scene: Scene) -> None:
    size = scene.between(0.36, 0.44)
    x, y = scene.wide * scene.between(0.42, 0.58), scene.between(0.5, 0.56)
    draw_angel(scene, scene.pen.at(x, y, size, scene.between(-8, 8), scene.chance(0.5)))
    if scene.chance(0.4):
        _cloud_bank(scene, 0.9)


def _flight(scene: Scene) -> None:
    side, size = scene.chance(0.5), scene.between(0.3, 0.38)
    draw_angel(
        scene,
        scene.pen.at(
            scene.wide * scene.between(0.45, 0.55),
            0.5,
            size,
            scene.between(35, 62) * (-1 if side else 1),
            side,
        ),
    )


def _demon(scene: Scene) -> None:
    size = scene.between(0.36, 0.45)
    draw_demon(
        scene,
        scene.pen.at(
            scene.wide * scene.between(0.4, 0.6),
            scene.between(0.52, 0.58),
            size,
            scene.between(-8, 8),
            scene.chance(0.5),
        ),
    )


def _battle(scene: Scene) -> None:
    flip = scene.chance(0.5)
    scene.pen.glow(scene.wide / 2, 0.25, 0.6, 0.5, scene.palette.glow, 0.7)
    draw_demon(
        scene,
        scene.pen.at(
            scene.wide * (0.36 if flip else 0.64), 0.74, scene.between(0.22, 0.28), 55 if flip else -55, flip
        ),
    )
    draw_angel(
        scene,
        scene.pen.at(
            scene.wide * (0.56 if flip else 0.44), 0.38, scene.between(0.3, 0.35), -14 if flip else 14, flip
        ),
        armed=True,
    )


def _host(scene: Scene) -> None:
    for place in range(int(scene.rng.integers(3, 7))):
        size = scene.between(0.13, 0.22)
        x = scene.wide * (0.14 + 0.72 * ((place * 0.618) % 1))
        y = 0.26 + 0.48 * ((place * 0.414) % 1)
        draw_angel(scene, scene.pen.at(x, y, size, scene.between(-30, 30), scene.chance(0.5)))
    _cloud_bank(scene, 0.92)


def _earth(scene: Scene) -> None:
    """An angel appearing to people in a landscape."""
    x = scene.wide * scene.between(0.3, 0.7)
    scene.pen.glow(x, 0.38, 0.5, 0.45, scene.palette.glow, 0.8)
    draw_angel(
        scene, scene.pen.at(x, 0.4, scene.between(0.24, 0.34), scene.between(-20, 20), scene.chance(0.5))
    )
    for _ in range(int(scene.rng.integers(1, 4))):
        person(
            scene, scene.wide * scene.between(0.1, 0.9), scene.between(0.9, 0.97), scene.between(0.16, 0.24)
        )


def _cloud_bank(scene: Scene, level: float) -> None:
    for _ in range(22):
        size = scene.between(0.07, 0.16)
        tone = mix(scene.palette.cloud, scene.palette.sky, scene.between(0, 0.35))
        scene.pen.glow(
            scene.between(0, scene.wide), level + scene.between(-0.05, 0.12), size * 1.5, size, tone, 0.85
        )

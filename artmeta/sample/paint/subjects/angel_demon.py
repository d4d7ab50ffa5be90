"""Angels and demons: one of them, an angel in flight or above people, a host of angels, or both in battle."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from artmeta.sample.paint.colour import Colour, mix, shade, vary
from artmeta.sample.paint.pen import Pen, points, smooth
from artmeta.sample.paint.scene import SKIN, Scene, countryside, person, sky
from artmeta.sample.paint.texture import clouds

GOLD, FIRE, BONE = (255, 226, 130), (232, 110, 30), (226, 206, 170)
FLAME = points("-.25,.3 -.2,-.4 0,-1.3 .2,-.3 .25,.3")
ARMS = ("arms_spread", "arms_raised", "arms_trumpet")


def draw_angel_demon(scene: Scene) -> None:
    """Draw angels in the sky or over land, demons in smoke and fire, or a battle."""
    layout = scene.one_of(("angel", "angel", "flight", "demon", "battle", "host", "earth"))
    flip, x = scene.chance(0.5), scene.wide * scene.between(0.43, 0.57)
    side, lean = (-1 if flip else 1), scene.between(-10, 10)
    if layout == "earth":
        countryside(scene, scene.between(0.62, 0.74))
        scene.pen.glow(x, 0.38, 0.5, 0.45, scene.palette.glow, 0.8)
    else:
        (hell if layout in ("demon", "battle") else heaven)(scene)
    if layout == "demon":
        demon(scene, scene.pen.at(x, 0.55, scene.between(0.36, 0.45), lean, flip))
    if layout == "battle":
        demon(scene, scene.pen.at(x + 0.16 * side, 0.74, 0.25, -55 * side, flip))
    if layout == "host":
        for place in range(int(scene.rng.integers(3, 7))):
            across, down = 0.14 + 0.72 * (place * 0.618 % 1), 0.26 + 0.48 * (place * 0.414 % 1)
            pen = scene.pen.at(scene.wide * across, down, scene.between(0.14, 0.22), scene.between(-30, 30))
            angel(scene, pen)
    elif layout != "demon":
        y, size = {"angel": (0.53, 0.4), "flight": (0.5, 0.34), "battle": (0.38, 0.32), "earth": (0.4, 0.3)}[
            layout
        ]
        turn = scene.between(35, 62) * side if layout == "flight" else lean
        angel(scene, scene.pen.at(x, y, size * scene.between(0.9, 1.1), turn, flip), layout == "battle")
    for _ in range(int(scene.rng.integers(1, 4)) if layout == "earth" else 0):
        person(
            scene, scene.wide * scene.between(0.1, 0.9), scene.between(0.9, 0.97), scene.between(0.16, 0.24)
        )


def angel(scene: Scene, pen: Pen, armed: bool = False) -> None:
    """Draw an angel, with sword and shield where `armed`."""
    rng, palette = scene.rng, scene.palette
    robe, skin = (
        scene.one_of((palette.light, palette.light, *palette.accents)),
        mix(palette.light, SKIN, 0.55),
    )
    hair = scene.one_of(((88, 54, 30), (164, 118, 56), (58, 40, 28)))
    colours = {
        "robe": vary(robe, rng),
        "skin": vary(skin, rng, 6),
        "hair": hair,
        "dark": (44, 32, 28),
        "gold": mix(palette.glow, GOLD, 0.5),
        "steel": mix(palette.light, palette.sky, 0.3),
        "shield": scene.one_of(palette.accents),
    }
    plume = mix(palette.light, scene.one_of((palette.cloud, palette.light, *palette.accents)), 0.35)
    raised = scene.between(0.1, 1)
    for side in (-1, 1):
        _feathers(pen.at(0.08 * side, -0.5, 1, 0, side < 0), rng, plume, raised * scene.between(0.85, 1.15))
    pen.figure("angel", colours)
    if scene.chance(0.75):
        pen.figure("halo", colours)
    pen.figure("arms_armed" if armed else scene.one_of(ARMS), colours)


def _feathers(pen: Pen, rng: np.random.Generator, plume: Colour, raised: float) -> None:
    """One wing, spread to the right of the origin; `raised` 0 (folded down) to 1 (lifted high)."""
    arm = (
        points("0,0 .3,-.14 .66,-.16 .96,.02") - np.array([[0, 0], [0, 0.28], [0, 0.58], [0, 0.58]]) * raised
    )
    way = smooth(arm, closed=False)
    for long, tone in ((1.0, 0.7), (0.66, 0.86), (0.36, 1.0)):
        for along in np.linspace(1, 0.04, 12):
            root, angle = (
                way[int(along * (len(way) - 1))],
                np.radians(96 - 70 * along**1.3 - 28 * raised * along),
            )
            reach = (
                long
                * (0.42 + 0.5 * along)
                * rng.uniform(0.92, 1.06)
                * np.array([np.cos(angle), np.sin(angle)])
            )
            feather = [root, root + reach * 0.5 + (0.03, 0), root + reach * 0.93, root + reach]
            pen.limb(feather, [0.09, 0.13, 0.08, 0.01], vary(shade(plume, tone), rng, 5))
    pen.limb(arm, [0.14, 0.06], plume)


def demon(scene: Scene, pen: Pen) -> None:
    """Draw a demon."""
    palette = scene.palette
    hide = mix(palette.dark, scene.one_of((palette.accents[0], palette.leaf, palette.accents[1])), 0.45)
    colours = {
        "hide": vary(hide, scene.rng),
        "wing": mix(hide, palette.dark, 0.4),
        "bone": mix(hide, BONE, 0.5),
        "gold": mix(palette.glow, GOLD, 0.6),
    }
    for side in (-1, 1):
        wing = pen.at(0.1 * side, -0.42, scene.between(0.9, 1.1), scene.between(-20, 20), side < 0)
        wing.figure("leather_wing", colours)
    pen.figure("demon", colours)


def heaven(scene: Scene) -> None:
    """Clouds opened by light, or a dark ground with a glow; perhaps beams of light."""
    palette, x, y = scene.palette, scene.wide / 2, scene.between(0.1, 0.35)
    if scene.chance(0.35):
        ground = mix(palette.dark, palette.near, scene.between(0.1, 0.5))
        scene.pen.fade(scene.across(-0.05), shade(ground, 1.3), ground)
    else:
        sky(scene, 1.0, scene.between(0.5, 0.75))
    scene.pen.glow(x, y, 0.75, 0.7, palette.glow, 0.75)
    if scene.chance(0.5):
        light = Image.new("L", scene.pen.image.size)
        for angle in scene.rng.uniform(0, 2 * np.pi, 14):
            far = [(x + 1.8 * np.cos(angle + side), y + 1.8 * np.sin(angle + side)) for side in (-0.04, 0.04)]
            ImageDraw.Draw(light).polygon(scene.pen.pixels([(x, y), *far]), fill=70)
        scene.pen.image.paste(palette.light, (0, 0), light)


def hell(scene: Scene) -> None:
    """Smoke, and fire from below."""
    image, palette = scene.pen.image, scene.palette
    size = max(2, image.width // 4), max(2, image.height // 4)
    fire, night = mix(palette.accents[0], FIRE, 0.5), mix(palette.dark, palette.near, 0.25)
    down = np.linspace(0, 1.15, size[1])[:, None] ** 1.4
    heat = np.clip(down + (clouds(scene.rng, size, 0.8) - 0.5) * 0.8, 0, 1)
    ground = np.array(night) + (np.array(fire) - night) * heat[..., None]
    image.paste(Image.fromarray(ground.astype(np.uint8)).resize(image.size, Image.Resampling.BILINEAR))
    for _ in range(26):
        place, tall = (scene.between(0, scene.wide), 1.0), scene.between(0.05, 0.2)
        scene.pen.blob(FLAME * tall + place, mix(fire, palette.glow, scene.between(-0.2, 0.5)))

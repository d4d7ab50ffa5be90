"""The surroundings of a subject: sky, land and sea, trees, people and a racecourse; heights are shares of the frame."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PIL import Image

from artmeta.sample.paint.colour import Colour, mix, shade, vary
from artmeta.sample.paint.pen import points, smooth
from artmeta.sample.paint.scene import FIXED, Scene
from artmeta.sample.paint.texture import clouds, image_of


def sky(scene: Scene, down_to: float, cover: float) -> None:
    """Fill the frame down to a height: a gradient, light about the sun, clouds over a share `cover`."""
    image, (high, low, white, sun) = (
        scene.pen.image,
        (np.array(scene.palette[name]) for name in ("sky", "horizon", "cloud", "glow")),
    )
    width, height = max(2, image.width // 4), max(2, round(image.height * down_to / 4))
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    near = np.exp(
        -(((x - scene.between(0.05, 0.95)) / 0.45) ** 2) - ((y - scene.between(0.25, 1)) / 0.55) ** 2
    )
    pixels = high + (low - high) * (y ** scene.between(0.7, 1.5))[..., None]
    pixels += (sun - pixels) * (near * scene.between(0.3, 0.9))[..., None]
    thick = (clouds(scene.rng, (width, height), scene.between(1.2, 3)) - (1 - cover)) * 2.6
    thick = np.clip(thick, 0, 1)[..., None]
    under = np.roll(thick, -max(1, height // 14), axis=0)  # a cloud shades what lies beneath it
    pixels += (white * (1 - 0.2 * under) - pixels) * thick * 0.85
    size = image.width, round(image.height * down_to) + 1
    image.paste(image_of(pixels).resize(size, Image.Resampling.BILINEAR), (0, 0))


def heaven(scene: Scene) -> None:
    """Draw clouds opened by light, or a dark ground with a glow; perhaps beams of light."""
    palette = scene.palette
    if scene.chance(0.35):
        ground = mix(palette["dark"], palette["near"], scene.between(0.1, 0.5))
        scene.pen.fade(scene.across(-0.05), shade(ground, 1.3), ground)
    else:
        sky(scene, 1.0, scene.between(0.5, 0.75))
    x, y = scene.wide / 2, scene.between(0.1, 0.35)
    for angle in scene.rng.uniform(0, 2 * np.pi, 14 * scene.chance(0.5)):
        far = [(x + 1.8 * np.cos(angle + side), y + 1.8 * np.sin(angle + side)) for side in (-0.03, 0.03)]
        scene.pen.polygon([(x, y), *far], mix(palette["sky"], palette["light"], 0.5))
    light(scene, 0.5, y, 0.75)


def hell(scene: Scene) -> None:
    """Draw smoke, and fire from below."""
    image, palette = scene.pen.image, scene.palette
    size = max(2, image.width // 4), max(2, image.height // 4)
    fire, night = mix(palette["accent1"], FIXED["fire"], 0.5), mix(palette["dark"], palette["near"], 0.25)
    heat = np.linspace(0, 1.15, size[1])[:, None] ** 1.4 + (clouds(scene.rng, size, 0.8) - 0.5) * 0.8
    ground = np.array(night) + (np.array(fire) - night) * np.clip(heat, 0, 1)[..., None]
    image.paste(image_of(ground).resize(image.size, Image.Resampling.BILINEAR))
    flame = smooth(points("-.25,.3 -.2,-.4 0,-1.3 .2,-.3 .25,.3"))
    for _ in range(26):
        place, tall = (scene.between(0, scene.wide), 1.0), scene.between(0.05, 0.2)
        scene.pen.polygon(flame * tall + place, mix(fire, palette["glow"], scene.between(-0.2, 0.5)))


def hill(scene: Scene, height: float, rough: float, distance: float = 1.0, top: Colour | None = None) -> None:
    """Draw land from a wavy skyline about a height down to the foot of the frame."""
    x = np.linspace(-0.05, scene.wide + 0.05, 42)
    rate, phase = scene.between(1.2, 3) * np.array([1, 2.1, 4.3, 8.7]), scene.rng.uniform(0, 6.3, 4)
    up = (np.sin(x[:, None] * rate + phase) / np.arange(1, 5) ** 1.2).sum(axis=1)
    skyline = np.stack([x, height + rough * up / 2], axis=1)
    colour = top or vary(
        scene.veiled(mix(scene.palette["middle"], scene.palette["far"], distance), distance), scene.rng
    )
    foot = scene.palette["middle" if distance else "near"]
    scene.pen.fade(np.concatenate([skyline, scene.across(1)[2:]]), colour, foot)


def hills(scene: Scene, horizon: float) -> None:
    """Draw sky, two ranges of hills, and open ground from the horizon on."""
    sky(scene, horizon + 0.12, scene.between(0.25, 0.6))
    for distance in (1.0, 0.5):
        hill(scene, horizon - 0.07 * distance, 0.03 + 0.05 * distance, distance)
    hill(scene, horizon + 0.03, 0.015, 0)


def beach(scene: Scene, height: float) -> None:
    """Draw sand below a height."""
    hill(scene, height, 0.05, 0, mix(scene.palette["wall"], scene.palette["near"], 0.25))


def snow(scene: Scene, horizon: float) -> None:
    """Lay snow on the ground."""
    pale = scene.palette["light"]
    scene.pen.fade(scene.across(horizon + 0.04), mix(pale, scene.palette["sky"], 0.25), pale)


def fields(scene: Scene, horizon: float) -> None:
    """Draw land seen from the air: fields that converge on the horizon."""
    vanishing, tones = scene.between(0.1, 0.9) * scene.wide, ("middle", "near", "leaf", "far", "glow")
    scene.pen.polygon(scene.across(horizon), scene.veiled(scene.palette["far"], 0.8))
    for far, near in pairwise(np.linspace(0.03, 1.15, 8) ** 1.6):
        for left, right in pairwise(np.arange(-8, 8.5) * 0.45 + scene.rng.uniform(-0.16, 0.16, 17)):
            plan = np.array([(left, near), (right, near), (right, far), (left, far)])
            x, y = vanishing + plan[:, 0] * (1.6 * plan[:, 1] + 0.05), horizon + (1 - horizon) * plan[:, 1]
            tone = vary(scene.palette[scene.one_of(tones)], scene.rng)
            scene.pen.polygon(np.stack([x, y], axis=1), scene.veiled(tone, 1 - near / 1.2))


def water(scene: Scene, level: float, rough: float) -> None:
    """Fill the frame below a height with water; `rough` 0 (calm) to 1 (storm)."""
    palette, rng = scene.palette, scene.rng
    far, near = mix(palette["water"], palette["horizon"], 0.45), shade(palette["water"], 0.75)
    scene.pen.fade(scene.across(level), far, near)
    for nearness in rng.random(round(40 + 60 * rough)) ** 1.5:
        x, y, long = rng.uniform(-0.1, scene.wide), level + (1 - level) * nearness, 0.03 + 0.2 * nearness
        tone = palette["cloud"] if scene.chance(0.45) else shade(palette["water"], 0.62)
        lift = (0.005 + 0.035 * rough * nearness) * rng.uniform(0.3, 1)
        colour = mix(mix(far, near, nearness), tone, rng.uniform(0.15, 0.35 + 0.3 * rough))
        scene.pen.polygon(
            [(x, y), (x + long / 2, y - lift), (x + long, y), (x + long / 2, y + 0.004)], colour
        )


def pond(scene: Scene, level: float) -> None:
    """Draw still water below a height, which mirrors what is above it."""
    water(scene, level, 0.05)
    image, line = scene.pen.image, round(level * scene.pen.image.height)
    mirrored = image.crop((0, max(0, 2 * line - image.height), image.width, line)).transpose(
        Image.Transpose.FLIP_TOP_BOTTOM
    )
    image.paste(mirrored, (0, line), Image.new("L", mirrored.size, 90))


def light(scene: Scene, x: float, y: float, size: float) -> None:
    """Draw a glow."""
    scene.pen.glow(x * scene.wide, y, size, size * 0.9, scene.palette["glow"], 0.8)


def shadow(scene: Scene, x: float, y: float, across: float, down: float) -> None:
    """Darken the ground under something."""
    scene.pen.glow(x * scene.wide, y, across, down, shade(scene.palette["near"], 0.45), 0.65)


def birds(scene: Scene, height: float) -> None:
    """Draw a few gulls above a height."""
    for _ in range(int(scene.rng.integers(0, 7))):
        place = scene.between(0.05, scene.wide - 0.05), scene.between(0.06, height)
        gull = points("-1,-.5 -.4,-.6 0,0 .4,-.6 1,-.4") * scene.between(0.008, 0.022) + place
        scene.pen.line(gull, mix(scene.palette["dark"], scene.palette["sky"], 0.3), 0.004)


def tree(scene: Scene, x: float, foot: float, tall: float, distance: float) -> None:
    """Draw a broad tree or a poplar with its foot at (x, foot)."""
    colours = {name: scene.veiled(colour, distance) for name, colour in scene.tints(leaf="leaf").items()}
    pen = scene.pen.at(x * scene.wide, foot, tall, scene.between(-5, 5), scene.chance(0.5))
    pen.figure("poplar" if scene.chance(0.2) else "tree", colours)


def bush(scene: Scene, x: float, y: float, size: float) -> None:
    """Draw a bush."""
    scene.pen.disc((x * scene.wide, y), size, size * 0.7, vary(scene.palette["leaf"], scene.rng, 14))


def person(scene: Scene, x: float, foot: float, tall: float) -> None:
    """Draw a small standing figure."""
    scene.pen.at(x * scene.wide, foot, tall).figure("person", scene.tints(coat="accent accent accent dark"))


def path(scene: Scene, x: float, start: float) -> None:
    """Draw a path that widens from (x, start) to the foot of the frame."""
    x, sway = x * scene.wide, scene.between(-0.3, 0.3)
    way = smooth([(x, start), (x + sway * 0.3, (start + 1) / 2), (x + sway, 1.05)], closed=False)
    scene.pen.limb(way, [0.03, 0.16], mix(scene.palette["wall"], scene.palette["near"], 0.3))


def rail(scene: Scene, height: float, size: float) -> None:
    """Draw a white rail across the frame."""
    pale = mix(scene.palette["light"], scene.palette["middle"], 0.15)
    scene.pen.line([(0, height), (scene.wide, height)], pale, 0.012 * size)
    for x in np.arange(scene.between(0, 0.1), scene.wide, 0.16 * size):
        scene.pen.line([(x, height), (x, height + 0.06 * size)], pale, 0.01 * size)


def post(scene: Scene, x: float, horizon: float) -> None:
    """Draw a winning post."""
    x = x * scene.wide
    scene.pen.line([(x, horizon - 0.12), (x, 0.9)], scene.palette["light"], 0.018)
    scene.pen.disc((x, horizon - 0.13), 0.045, 0.045, scene.palette["accent1"])


def course(scene: Scene, horizon: float) -> None:
    """Draw the far side of a course: trees, perhaps a stand, the crowd and a rail."""
    for _ in range(int(scene.rng.integers(0, 5))):
        tree(scene, scene.between(0, 1), horizon + 0.06, scene.between(0.1, 0.22), 0.5)
    if scene.chance(0.45) and scene.year > 1780:
        corners = points("0,.05 .55,.05 .55,-.1 .6,-.1 .6,-.15 -.05,-.15 -.05,-.1 0,-.1")
        scene.pen.polygon(
            corners + (scene.between(0.05, 0.5) * scene.wide, horizon),
            scene.veiled(scene.palette["wall"], 0.4),
        )
    colours = [
        scene.veiled(scene.palette[name], 0.35)
        for name in ("accent1", "accent2", "accent3", "light", "dark", "dark")
    ]
    for x in np.arange(0, scene.wide, 0.014):
        scene.pen.disc((x, horizon + 0.05 + scene.rng.normal(0, 0.006)), 0.008, 0.014, scene.one_of(colours))
    rail(scene, horizon + 0.06, 0.5)

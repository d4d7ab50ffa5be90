"""The surroundings of a subject: sky, land and sea, trees, people and a racecourse; heights are shares of the frame."""

from __future__ import annotations

import numpy as np
from PIL import Image

from artmeta.sample.paint.colour import FIXED, Colour, mix, shade, vary
from artmeta.sample.paint.pen import points, smooth
from artmeta.sample.paint.scene import Scene
from artmeta.sample.paint.texture import clouds, image_of


def sky(scene: Scene, down_to: float, cover: float) -> None:
    """Fill the frame down to a height: a gradient, light about the sun, clouds over a share `cover`."""
    image = scene.pen.image
    high, low, white, sun = (np.array(scene.palette[name]) for name in ("sky", "horizon", "cloud", "glow"))
    width, height = max(2, image.width // 4), max(2, round(image.height * down_to / 4))
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    near = np.exp(-(((x - scene.rng.random()) / 0.45) ** 2) - ((y - scene.between(0.25, 1)) / 0.55) ** 2)
    pixels = high + (low - high) * (y ** scene.between(0.7, 1.5))[..., None]
    pixels += (sun - pixels) * (near * scene.between(0.3, 0.9))[..., None]
    thick = (clouds(scene.rng, (width, height), scene.between(1.2, 3)) - (1 - cover)) * 2.6
    thick = np.clip(thick, 0, 1)[..., None]
    under = np.roll(thick, -max(1, height // 14), axis=0)  # a cloud shades what lies beneath it
    pixels += (white * (1 - 0.2 * under) - pixels) * thick * 0.85
    size = image.width, round(image.height * down_to) + 1
    image.paste(image_of(pixels).resize(size, Image.Resampling.BILINEAR), (0, 0))


def heaven(scene: Scene) -> None:
    """Draw clouds opened by light, or a dark ground with a glow."""
    if scene.chance(0.35):
        ground = mix(scene.palette["dark"], scene.palette["near"], scene.between(0.1, 0.5))
        scene.pen.fade(scene.across(-0.05), shade(ground, 1.3), ground)
    else:
        sky(scene, 1.0, scene.between(0.5, 0.75))
    light(scene, 0.5, scene.between(0.1, 0.35), 0.75)


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
    x, palette = np.linspace(-0.05, scene.wide + 0.05, 42), scene.palette
    rate, phase = scene.between(1.2, 3) * np.array([1, 2.1, 4.3, 8.7]), scene.rng.uniform(0, 6.3, 4)
    up = (np.sin(x[:, None] * rate + phase) / np.arange(1, 5) ** 1.2).sum(axis=1)
    skyline = np.stack([x, height + rough * up / 2], axis=1)
    land = vary(scene.veiled(mix(palette["middle"], palette["far"], distance), distance), scene.rng)
    foot = palette["middle" if distance else "near"]
    scene.pen.fade(np.concatenate([skyline, scene.across(1)[2:]]), top or land, foot)


def hills(scene: Scene, horizon: float) -> None:
    """Draw sky, two ranges of hills, and open ground from the horizon on."""
    sky(scene, horizon + 0.12, scene.between(0.25, 0.6))
    for distance in (1.0, 0.5):
        hill(scene, horizon - 0.07 * distance, 0.03 + 0.05 * distance, distance)
    hill(scene, horizon + 0.03, 0.015, 0)


def beach(scene: Scene, height: float) -> None:
    """Draw sand below a height."""
    hill(scene, height, 0.05, 0, mix(scene.palette["wall"], scene.palette["near"], 0.25))


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
        wave = [(x, y), (x + long / 2, y - lift), (x + long, y), (x + long / 2, y + 0.004)]
        scene.pen.polygon(wave, colour)


def light(scene: Scene, x: float, y: float, size: float) -> None:
    """Draw a glow."""
    scene.pen.glow(x * scene.wide, y, size, size * 0.9, scene.palette["glow"], 0.8)


def shadow(scene: Scene, x: float, y: float, across: float, down: float) -> None:
    """Darken the ground under something."""
    scene.pen.glow(x * scene.wide, y, across, down, shade(scene.palette["near"], 0.45), 0.65)


def figure(scene: Scene, name: str, x: float, foot: float, tall: float, distance: float = 0) -> None:
    """Draw a flat figure that stands at (x, foot): a tree, a bush, a person."""
    tints = scene.tints(coat="accent accent accent dark", leaf="leaf")
    colours = {tint: scene.veiled(colour, distance) for tint, colour in tints.items()}
    scene.pen.at(x * scene.wide, foot, tall, scene.between(-4, 4), scene.chance(0.5)).figure(name, colours)


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


def course(scene: Scene, horizon: float) -> None:
    """Draw the far side of a course: trees, the crowd and a rail."""
    for _ in range(int(scene.rng.integers(0, 5))):
        figure(scene, "tree", scene.between(0, 1), horizon + 0.06, scene.between(0.1, 0.22), 0.5)
    names = ("accent1", "accent2", "accent3", "light", "dark", "dark")
    colours = [scene.veiled(scene.palette[name], 0.35) for name in names]
    for x in np.arange(0, scene.wide, 0.014):
        scene.pen.disc((x, horizon + 0.05 + scene.rng.normal(0, 0.006)), 0.008, 0.014, scene.one_of(colours))
    rail(scene, horizon + 0.06, 0.5)

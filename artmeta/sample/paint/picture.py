"""A picture of a work: its topic drawn as a scene, then rendered in the style of its period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from PIL import Image, ImageOps

from artmeta.sample.paint import beings, objects, surroundings
from artmeta.sample.paint.colour import Palette, mixed_palette
from artmeta.sample.paint.odd import ODD
from artmeta.sample.paint.pen import Pen
from artmeta.sample.paint.scene import SCENES, Scene
from artmeta.sample.paint.styles import STYLES
from artmeta.sample.works import SampleWork, generator

SMALL = 200  # pixels of the longer side: a quarter of the time, for tests
LONGER_SIDES = (320, 360, 400, 400, 440, 480, 560, 640)  # pixels of the published files
ELEMENTS: Mapping[str, Callable[..., None]] = {
    name: function for room in (surroundings, objects, beings) for name, function in vars(room).items()
}


def paint(work: SampleWork, small: bool = False) -> Image.Image:
    """Draw a work (RGB, longer side 320 to 640 pixels; 200 where `small`)."""
    rng = generator(work.seed, work.number, "picture")
    wide = float(rng.uniform(0.8, 1.25) if work.topic == "angel_demon" else rng.uniform(1.18, 1.55))
    longer = LONGER_SIDES[int(rng.integers(len(LONGER_SIDES)))]
    longer = SMALL if small else longer
    size = (longer, round(longer / wide)) if wide > 1 else (round(longer * wide), longer)
    palette = mixed_palette(work.style, rng)
    return ODD[work.style](size, rng, palette) if work.style in ODD else _drawn(work, rng, palette, size)


def _drawn(
    work: SampleWork, rng: np.random.Generator, palette: Palette, size: tuple[int, int]
) -> Image.Image:
    style, layouts = STYLES[work.style], SCENES[work.topic]
    image = Image.new("RGB", (size[0] * style.enlarged, size[1] * style.enlarged), palette["middle"])
    pen = Pen(image, style.contour, palette["dark"])
    scene = Scene(pen, rng, palette, work.year, style.air, style.modelling)
    weights = np.array([float(key.split()[1]) for key in layouts])
    key = list(layouts)[int(rng.choice(len(layouts), p=weights / weights.sum()))]
    scene = replace(scene, horizon=scene.number(key.split()[2]))
    for line in layouts[key].strip().splitlines():
        for element, arguments in scene.elements(line):
            ELEMENTS[element](scene, *arguments)
    plain = image.reduce(style.enlarged)
    return style.render(ImageOps.mirror(plain) if scene.chance(0.5) else plain, rng, palette)

"""A picture of a work: its topic drawn as a scene, then filtered to the manner of its period."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image

from artmeta.sample.paint.colour import Palette, mixed_palette
from artmeta.sample.paint.manners import MANNERS, surface
from artmeta.sample.paint.odd import ODD
from artmeta.sample.paint.pen import Pen
from artmeta.sample.paint.scene import Scene
from artmeta.sample.paint.subjects.aircraft import draw_aircraft
from artmeta.sample.paint.subjects.angel_demon import draw_angel_demon
from artmeta.sample.paint.subjects.boat import draw_boat
from artmeta.sample.paint.subjects.horse_racing import draw_horse_racing
from artmeta.sample.paint.subjects.house import draw_house
from artmeta.sample.works import Work, generator

DRAWN, SMALL = 560, 200  # pixels of the longer side in drawing; SMALL is a third of the time, for tests
LONGER_SIDES = (400, 480, 560, 640, 720, 800, 800, 960, 1024, 1200, 1600)  # pixels of the published files
TOPICS: Mapping[str, Callable[[Scene], None]] = {
    "aircraft": draw_aircraft,
    "angel_demon": draw_angel_demon,
    "boat": draw_boat,
    "horse_racing": draw_horse_racing,
    "house": draw_house,
}


def paint(work: Work, small: bool = False) -> Image.Image:
    """Draw a work (RGB, longer side 400 to 1600 pixels; 200 where `small`)."""
    rng = generator(work.seed, work.number, "picture")
    wide = float(rng.uniform(0.8, 1.25) if work.topic == "angel_demon" else rng.uniform(1.18, 1.55))
    longer = LONGER_SIDES[int(rng.integers(len(LONGER_SIDES)))]
    palette, size = mixed_palette(work.manner, rng), _size(SMALL if small else DRAWN, wide)
    made = ODD[work.manner](size, rng, palette) if work.manner in ODD else _drawn(work, rng, palette, size)
    photographed = _size(SMALL if small else longer, wide)
    return surface(made, work.manner, rng).resize(photographed, Image.Resampling.BILINEAR)


def _size(longer: int, wide: float) -> tuple[int, int]:
    return (longer, round(longer / wide)) if wide > 1 else (round(longer * wide), longer)


def _drawn(work: Work, rng: np.random.Generator, palette: Palette, size: tuple[int, int]) -> Image.Image:
    manner = MANNERS[work.manner]
    width, height = (side * manner.enlarged for side in size)
    image = Image.new("RGB", (width, height), palette.middle)
    pen = Pen(image, height, manner.contour, palette.dark)
    TOPICS[work.topic](Scene(pen, rng, palette, work.year, width / height, manner.air, manner.modelling))
    return manner.paint(image.reduce(manner.enlarged), rng, palette)

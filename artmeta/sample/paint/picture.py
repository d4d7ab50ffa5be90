"""A picture of a work: its subject composed in a frame, then painted in the manner of its age."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image

from artmeta.sample.paint.colour import Palette
from artmeta.sample.paint.manners.abstracted import abstracted
from artmeta.sample.paint.manners.oils import aged, old_master, romantic, victorian, woven
from artmeta.sample.paint.manners.open_air import fauve, impressionist
from artmeta.sample.paint.manners.paper import engraving, watercolour
from artmeta.sample.paint.manners.poster import poster
from artmeta.sample.paint.odd import ODD
from artmeta.sample.paint.palettes import mixed_palette
from artmeta.sample.paint.pen import Pen
from artmeta.sample.paint.scene import Scene
from artmeta.sample.paint.subjects.aircraft import draw_aircraft
from artmeta.sample.paint.subjects.angel_demon import draw_angel_demon
from artmeta.sample.paint.subjects.boat import draw_boat
from artmeta.sample.paint.subjects.horse_racing import draw_horse_racing
from artmeta.sample.paint.subjects.house import draw_house
from artmeta.sample.works import Work, dice

STUDIO = 620  # pixels of the longer side on the easel; the photographer scales it afterwards
SMALL_STUDIO = 200  # the same for museums of thousands: about a tenth of the time
LONGER_SIDES = (400, 480, 560, 640, 720, 800, 800, 960, 1024, 1200, 1600)  # pixels of the published files
SUBJECTS: Mapping[str, Callable[[Scene], None]] = {
    "aircraft": draw_aircraft,
    "angel_demon": draw_angel_demon,
    "boat": draw_boat,
    "horse_racing": draw_horse_racing,
    "house": draw_house,
}
CONTOURS = {"fauve": 0.006, "watercolour": 0.0025, "engraving": 0.002}  # width of outlines, in frame heights
MODELLING = {"poster": 0.45, "abstracted": 0.7, "fauve": 0.35}
AIR = {"old_master": 0.45, "romantic": 0.75, "victorian": 0.5, "impressionist": 0.6}


def paint(work: Work, small: bool = False) -> Image.Image:
    """Paint a work (RGB, longer side 400 to 1600 pixels; 200 where `small`)."""
    rng = dice(work.seed, work.number, "picture")
    wide = float(rng.uniform(0.8, 1.25)) if work.topic == "angel_demon" else float(rng.uniform(1.18, 1.55))
    longer = LONGER_SIDES[int(rng.integers(len(LONGER_SIDES)))]
    studio, size = (SMALL_STUDIO, SMALL_STUDIO) if small else (STUDIO, longer)
    palette = mixed_palette(work.manner, rng)
    frame = _frame(studio, wide)
    easel = (
        ODD[work.manner](frame, rng, palette) if work.manner in ODD else _painted(work, rng, palette, frame)
    )
    return _surface(easel.resize(_frame(size, wide), Image.Resampling.BILINEAR), work.manner, rng)


def _frame(longer: int, wide: float) -> tuple[int, int]:
    return (longer, round(longer / wide)) if wide > 1 else (round(longer * wide), longer)


def _painted(work: Work, rng: np.random.Generator, palette: Palette, frame: tuple[int, int]) -> Image.Image:
    """Lay the scene out, twice as large where flat edges will show, and paint it."""
    fine = 2 if work.manner in ("poster", "watercolour", "abstracted", "engraving") else 1
    width, height = frame[0] * fine, frame[1] * fine
    ground = Image.new("RGB", (width, height), palette.middle)
    pen = Pen(
        ground, height, np.array([[1.0, 0, 0], [0, 1.0, 0]]), CONTOURS.get(work.manner, 0.0), palette.dark
    )
    scene = Scene(
        pen,
        rng,
        palette,
        work.year,
        width / height,
        AIR.get(work.manner, 0.35),
        MODELLING.get(work.manner, 0.6),
    )
    SUBJECTS[work.topic](scene)
    return _in_manner(ground.reduce(fine) if fine > 1 else ground, work.manner, rng, palette)


def _in_manner(image: Image.Image, manner: str, rng: np.random.Generator, palette: Palette) -> Image.Image:
    coloured = {"poster": poster, "abstracted": abstracted}
    if manner in coloured:
        return coloured[manner](image, rng, palette)
    plain = {
        "old_master": old_master, "romantic": romantic, "victorian": victorian, "impressionist": impressionist,
        "fauve": fauve, "watercolour": watercolour, "engraving": engraving,
    }  # fmt: skip
    return plain[manner](image, rng)


def _surface(image: Image.Image, manner: str, rng: np.random.Generator) -> Image.Image:
    """What the camera sees of canvas and old paint, at the final size."""
    if manner == "old_master":
        return aged(image, rng, float(rng.uniform(0.4, 1.0)))
    if manner in ("romantic", "victorian", "impressionist", "fauve"):
        return woven(image, rng)
    return image

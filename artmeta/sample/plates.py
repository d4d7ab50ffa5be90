"""Cheap pictures for museums of thousands: a few are painted, the others are printed from two of them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PIL import Image, ImageOps

from artmeta.sample.paint.picture import paint
from artmeta.sample.periods import TOPICS
from artmeta.sample.works import Work, generator, make_work

PLATES = 40  # paintings that the prints are pulled from: eight of each topic
SIZE = (200, 150)  # pixels of a print


def pull(work: Work) -> Image.Image:
    """Print a work (RGB, 200 x 150 pixels) over two plates that show its topic; no two prints are alike."""
    rng = generator(work.seed, work.number, "print")
    one, other = (
        plate(work.seed, work.topic or work.manner, int(rng.integers(PLATES // 5))) for _ in range(2)
    )
    return Image.blend(_inked(one, rng), _inked(other, rng), float(rng.uniform(0.15, 0.5)))


@lru_cache(maxsize=2 * PLATES)
def plate(seed: int, shows: str, place: int) -> Image.Image:
    """Paint plate number `place` of a topic, or of the manner of pictures that have none (letters, blank sheets)."""
    of = make_work(seed, 1_000_003 + place)  # far beyond any work, so that no plate is a work as well
    topic, manner = (shows, of.manner) if shows in TOPICS else ("", shows)
    return paint(Work(of.number, seed, of.year, topic, manner), small=True)


def _inked(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """A cut of a plate, perhaps mirrored, in an ink of its own."""
    width, height = image.size
    left, top, right, bottom = rng.uniform(0, 0.16, 4) * (width, height, width, height)
    cut = image.resize(SIZE, Image.Resampling.BILINEAR, (left, top, width - right, height - bottom))
    cut = ImageOps.mirror(cut) if rng.integers(2) else cut
    gains = rng.uniform(0.7, 1.15, 3)
    return cut.point([min(255, round(step * gain)) for gain in gains for step in range(256)])

"""Cheap pictures for museums of thousands: a few are painted, the others are blended from two of them."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageOps

from artmeta.sample.paint.picture import paint
from artmeta.sample.periods import TOPICS
from artmeta.sample.works import SampleWork, generator, make_work

A_TOPIC = 8  # paintings that the pictures of a topic are blended from
SIZE = (200, 150)  # pixels


def blend(work: SampleWork) -> Image.Image:
    """Blend a work (RGB, 200 x 150 pixels) from cuts of two paintings that show its topic; no two are alike."""
    rng, cuts = generator(work.seed, work.number, "print"), []
    for _ in range(2):
        image = painting(work.seed, work.topic or work.style, int(rng.integers(A_TOPIC)))
        left, top, right, bottom = rng.uniform(0, 0.16, 4) * (*image.size, *image.size)
        box = (left, top, image.width - right, image.height - bottom)
        cut = image.resize(SIZE, Image.Resampling.BILINEAR, box)
        cut = ImageOps.mirror(cut) if rng.integers(2) else cut
        gains = rng.uniform(0.7, 1.15, 3)
        cuts.append(cut.point([min(255, round(step * gain)) for gain in gains for step in range(256)]))
    return Image.blend(cuts[0], cuts[1], float(rng.uniform(0.15, 0.5)))


@lru_cache(maxsize=2 * A_TOPIC * len(TOPICS))
def painting(seed: int, shows: str, place: int) -> Image.Image:
    """Paint picture `place` of a topic, or of the style of pictures that have none (letters, blank sheets)."""
    other = make_work(seed, 1_000_003 + place)  # far beyond any work, so that no painting is a work as well
    topic, style = (shows, other.style) if shows in TOPICS else ("", shows)
    return paint(SampleWork(other.number, seed, other.year, topic, style), small=True)

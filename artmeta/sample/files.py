"""The picture files a museum publishes: JPEGs of every quality, and now and then something worse."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from PIL import Image, ImageOps

from artmeta.sample.defects import Defect, defect_of
from artmeta.sample.http_server import ServedResponse
from artmeta.sample.paint.picture import paint
from artmeta.sample.works import TOPICS, SampleWork, generator, make_work

JPEG, PLAIN = {"Content-Type": "image/jpeg"}, {"Content-Type": "text/plain; charset=utf-8"}
A_TOPIC = 8  # paintings that the pictures of a topic are blended from
BLENDED = (200, 150)  # pixels
TRUNCATED = 0.55  # share of its bytes that a truncated file still has
EXIF_ORIENTATION, LYING_LEFT = 0x0112, 6  # Exif 2.3: "the 0th row is the visual right-hand side"
STAND_IN = """<!doctype html><html lang="en"><title>Being digitised</title>
<p>This picture is being digitised. (The sample museum is drawn by a program; nothing is real.)</p></html>"""


def make_file(work: SampleWork, number: int, draw: Callable[[SampleWork], Image.Image]) -> ServedResponse:
    """Make the file of record `number`, which shows `work`, with the defect that the table states (0: none)."""
    defect, to = defect_of(number), io.BytesIO()
    if defect.kind == "missing_image":
        return ServedResponse(b"No such picture.\n", 404, PLAIN)
    if defect.kind == "html_instead":
        return ServedResponse(STAND_IN.encode(), headers={"Content-Type": "text/html; charset=utf-8"})
    quality = int(generator(work.seed, work.number, "jpeg").integers(70, 93))
    picture, options = _with_defect(draw(work), defect)
    picture.save(to, "JPEG", **{"quality": quality, "exif": Image.Exif(), **options})
    kept = int(to.tell() * TRUNCATED) if defect.kind == "truncated" else to.tell()
    return ServedResponse(to.getvalue()[:kept], headers=JPEG)


def _with_defect(picture: Image.Image, defect: Defect) -> tuple[Image.Image, dict[str, Any]]:
    """Return a picture with the defect that concerns its pixels, and the options of its encoding."""
    width, height = picture.size
    match defect.kind:
        case "cmyk" | "grey":
            return picture.convert("CMYK" if defect.kind == "cmyk" else "L"), {}
        case "exif_rotated":
            exif = Image.Exif()
            exif[EXIF_ORIENTATION] = LYING_LEFT
            return picture.transpose(Image.Transpose.ROTATE_90), {"exif": exif}
        case "one_pixel_high":
            return picture.resize((800, 1)), {}
        case "near_duplicate" if "cropped" in defect.sentence:
            across, down = round(width * 0.02), round(height * 0.02)
            return picture.crop((across, down, width - across, height - down)), {"quality": 70}
        case "near_duplicate":
            return picture.resize((round(width * 0.7), round(height * 0.7))), {"quality": 60}
    return picture, {}


def blend(work: SampleWork) -> Image.Image:
    """Blend a work (RGB, 200 x 150 pixels) from cuts of two paintings that show its topic; no two are alike."""
    rng, cuts = generator(work.seed, work.number, "print"), []
    for _ in range(2):
        image = painting(work.seed, work.topic or work.style, int(rng.integers(A_TOPIC)))
        left, top, right, bottom = rng.uniform(0, 0.16, 4) * (*image.size, *image.size)
        box = (left, top, image.width - right, image.height - bottom)
        cut = image.resize(BLENDED, Image.Resampling.BILINEAR, box)
        cut = ImageOps.mirror(cut) if rng.integers(2) else cut
        gains = rng.uniform(0.7, 1.15, 3)
        cuts.append(cut.point([min(255, round(step * gain)) for gain in gains for step in range(256)]))
    return Image.blend(cuts[0], cuts[1], float(rng.uniform(0.15, 0.5)))


@lru_cache(maxsize=2 * A_TOPIC * len(TOPICS))
def painting(seed: int, subject: str, place: int) -> Image.Image:
    """Paint picture `place` of a topic, or of the style of pictures that have none (letters, blank sheets)."""
    other = make_work(seed, 1_000_003 + place)  # far beyond any work, so that no painting is a work as well
    topic, style = (subject, other.style) if subject in TOPICS else ("", subject)
    return paint(SampleWork(other.number, seed, other.year, topic, style), small=True)

"""The picture files a museum publishes: JPEGs of every quality, and now and then something worse."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PIL import Image

from artmeta.sample.dirt import Dirt, dirt_of
from artmeta.sample.paint.picture import paint as paint_large
from artmeta.sample.works import Work, generator

Painter = Callable[[Work], Image.Image]
JPEG, PLAIN = "image/jpeg", "text/plain; charset=utf-8"
LEFT_OF_TRUNCATED = 0.55  # share of its bytes that a truncated file still has
EXIF_ORIENTATION, LYING_LEFT = 0x0112, 6  # Exif 2.3: "the 0th row is the visual right-hand side"
STAND_IN = """<!doctype html><html lang="en"><title>Being digitised</title>
<p>This picture is being digitised. (The sample museum is drawn by a program; nothing is real.)</p></html>"""


@dataclass(frozen=True, slots=True)
class File:
    """What the museum publishes at an address: bytes, media type, status and further headers."""

    content: bytes
    mime: str = JPEG
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def make_file(work: Work, number: int, paint: Painter = paint_large) -> File:
    """Make the file of record `number`, which shows `work`, with the fault that the table of dirt states."""
    dirt = dirt_of(number)
    kind = dirt.kind if dirt else ""
    if kind == "missing_image":
        return File(b"No such picture.\n", PLAIN, 404)
    if kind == "html_instead":
        return File(STAND_IN.encode(), "text/html; charset=utf-8")
    whole = _jpeg(_disturbed(paint(work), dirt), work, dirt)
    if kind == "truncated":
        return File(whole[: int(len(whole) * LEFT_OF_TRUNCATED)])
    return File(whole)


def _disturbed(picture: Image.Image, dirt: Dirt | None) -> Image.Image:
    """Lay the faults on that concern the pixels."""
    width, height = picture.size
    match dirt.kind if dirt else "":
        case "cmyk":
            picture = picture.convert("CMYK")
        case "grey":
            picture = picture.convert("L")
        case "exif_rotated":
            picture = picture.transpose(Image.Transpose.ROTATE_90)
        case "one_pixel_high":
            picture = picture.resize((800, 1))
        case "near_duplicate" if dirt and "cropped" in dirt.sentence:
            across, down = round(width * 0.02), round(height * 0.02)
            picture = picture.crop((across, down, width - across, height - down))
        case "near_duplicate":
            picture = picture.resize((round(width * 0.7), round(height * 0.7)))
    return picture


def _jpeg(picture: Image.Image, work: Work, dirt: Dirt | None) -> bytes:
    """Encode at the quality that this work's photographer chose (70 to 92)."""
    to = io.BytesIO()
    quality = int(generator(work.seed, work.number, "jpeg").integers(70, 93))
    exif = Image.Exif()
    if dirt and dirt.kind == "near_duplicate":
        quality = 70 if "cropped" in dirt.sentence else 60
    if dirt and dirt.kind == "exif_rotated":
        exif[EXIF_ORIENTATION] = LYING_LEFT
    picture.save(to, "JPEG", quality=quality, exif=exif)
    return to.getvalue()

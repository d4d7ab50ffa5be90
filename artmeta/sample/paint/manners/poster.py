"""Flat colour: the poster, printed from a few blocks, perhaps with a word beneath."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from artmeta.sample.paint.colour import Palette
from artmeta.sample.paint.noise import grain
from artmeta.sample.words import PLACES


def poster(image: Image.Image, rng: np.random.Generator, palette: Palette) -> Image.Image:
    """Reduce to a few flat inks; every third picture is a printed poster with its margin and a word."""
    inks = int(rng.integers(7, 15))
    flat = image.quantize(inks, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
    share = float(rng.uniform(0.6, 1.0))
    flat = Image.blend(image, flat, share)
    pixels = np.asarray(flat, dtype=np.float32) + grain(rng, *image.size)[..., None] * float(
        rng.uniform(1, 4)
    )
    printed = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    return _lettered(printed, rng, palette) if rng.random() < 0.34 else printed


def _lettered(image: Image.Image, rng: np.random.Generator, palette: Palette) -> Image.Image:
    """Set the picture in a margin with a place name in capitals below."""
    width, height = image.size
    border, foot = round(height * 0.035), round(height * 0.16)
    sheet = Image.new("RGB", (width, height), palette.light)
    sheet.paste(image.resize((width - 2 * border, height - border - foot)), (border, border))
    word = PLACES[int(rng.integers(len(PLACES)))].removeprefix("the ").upper()
    font = ImageFont.load_default(foot * 0.62)
    draw = ImageDraw.Draw(sheet)
    long = draw.textlength(word, font=font)
    if long < width - 2 * border:
        draw.text(((width - long) / 2, height - foot * 0.9), word, fill=palette.dark, font=font)
    return sheet

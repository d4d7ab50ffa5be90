"""Conversion of stored samples to 8-bit channels; greys of more bits are scaled by the range in use."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.Jpeg2KImagePlugin import Jpeg2KImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile

from artmeta.errors import ImageError
from artmeta.imaging import tiff
from artmeta.imaging.jpeg2000 import corrected

# Cameras and scanners sample 8, 10, 12 or 14 bits and store them in 16. Below 1/16 of white a picture is black to
# the eye, so samples that all lie there are taken as fewer bits; a quarter of white is a dark picture, so 14 bits are
# taken only where the brightest sample nearly fills them.
SURE_BITS = (8, 10, 12)
FULL_OF_14_BITS = (1 << 14) * 15 // 16
DARK_RGB = 15  # of 255: 16-bit colours that come out no brighter fill 12 bits or fewer
NOISE = 0.05  # of the brightest sample
# floating samples above 1 and all below this are light with highlights, not 8 bits (see above)
HIGH_RANGE = 16.0
# per cent of floating samples up to 1.0: the rest are highlights of a picture whose white is 1.0
FEW_BRIGHT = 99


def channels(name: str, image: Image.Image) -> Image.Image:
    """Load a picture as 8-bit L, RGB, RGBA, CMYK or LAB, without a change of colours.

    Raises ImageError where the range of the samples cannot be known.
    """
    if isinstance(image, Jpeg2KImageFile):
        image = corrected(name, image)
    if image.mode.startswith("I") or image.mode == "F":
        return _from_deep(name, image)
    if image.mode == "La":  # grey multiplied by its transparency; Pillow converts it to this alone
        image = image.convert("LA")
    if image.has_transparency_data:
        return image.convert("RGBA")
    deep = image.mode == "RGB" and _has_16_bits(image)
    image.load()
    if deep:
        _check_range(name, image)
    return (
        image
        if image.mode in ("L", "RGB", "CMYK", "LAB")
        else image.convert("L" if image.mode == "1" else "RGB")
    )


def _from_deep(name: str, image: Image.Image) -> Image.Image:
    """Scale integer and floating greys to 8 bits; what is not a number is black."""
    image.load()
    with np.errstate(invalid="ignore"):
        values = np.nan_to_num(_stored(image).astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    _check_sign(name, values)
    white = _float_white(values) if image.mode == "F" else _integer_white(image, float(values.max()))
    grey = values.clip(0, white) * (255.0 / white)
    if isinstance(image, TiffImageFile) and tiff.is_white_zero(image):
        grey = 255.0 - grey
    if isinstance(image.info.get("transparency"), int):
        grey[values == image.info["transparency"]] = 255.0
    return Image.fromarray(grey.round().astype(np.uint8))


def _stored(image: Image.Image) -> NDArray[np.generic]:
    """Return the samples of a grey; Pillow has signed integers alone where a TIFF has unsigned ones of 32 bits."""
    stored = np.asarray(image)
    unsigned = image.mode == "I" and isinstance(image, TiffImageFile) and not tiff.is_signed(image)
    return stored.view(np.uint32) if unsigned and stored.dtype == np.int32 else stored


def _check_sign(name: str, values: NDArray[np.float32]) -> None:
    """Refuse samples that are measurements around zero; a little below zero is the noise of black."""
    low, high = float(values.min()), float(values.max())
    if low < -NOISE * max(high, 0.0):
        raise ImageError(
            f"{name} holds samples from {low:g} to {high:g}: which of them is black is not known.",
            "Export it with unsigned samples, or as PNG or JPEG.",
        )


def _float_white(values: NDArray[np.float32]) -> float:
    """Return the value of white: 1.0 below a hundredth of highlights, else the smallest range that holds all."""
    top = float(values.max())
    if top <= 1 or np.percentile(values, FEW_BRIGHT) <= 1:
        return 1.0
    if top < HIGH_RANGE:
        return top
    return next((float((1 << bits) - 1) for bits in (*SURE_BITS, 16) if top < 1 << bits), top)


def _integer_white(image: Image.Image, top: float) -> float:
    """Return the value of white: as the format defines it or, in a TIFF or PNG, by the number of bits in use.

    A PNG should be scaled to all its bits; programs that keep a camera's 10 or 12 bits often leave that out.
    """
    if not isinstance(image, TiffImageFile | PngImageFile):  # JPEG 2000 and PNM are scaled as they say
        return max(65535.0, top)
    depth, signed, stated = 16, False, None
    if isinstance(image, TiffImageFile):
        depth, signed = tiff.bits_per_sample(image), tiff.is_signed(image)
        stated = tiff.stated_maximum(image)
    if stated is not None and top <= stated:
        bits = min(stated.bit_length(), 16)
    elif top > 1 and any(top < 1 << few for few in SURE_BITS):
        bits = next(few for few in SURE_BITS if top < 1 << few)
    elif FULL_OF_14_BITS <= top < 1 << 14:
        bits = 14
    else:
        bits = 16 if depth > 16 else depth - signed  # noqa: PLR2004
    return max(float((1 << bits) - 1), top)


def _has_16_bits(image: Image.Image) -> bool:
    """Return whether a file that is not loaded yet holds 16 bits a colour, of which the decoder keeps 8."""
    if isinstance(image, TiffImageFile):
        return tiff.bits_per_sample(image) == 16  # noqa: PLR2004
    return isinstance(image, PngImageFile) and any("16" in str(tile.args) for tile in image.tile)


def _check_range(name: str, image: Image.Image) -> None:
    """Refuse 16-bit colours of which the decoder keeps the upper half and that fill only the lower one."""
    if 0 < max(high for _, high in image.getextrema()) <= DARK_RGB:  # type: ignore[misc]
        raise ImageError(
            f"{name} holds 16-bit colours that use less than a sixteenth of their range.",
            "Export it with the full range, or as PNG or JPEG with 8 bits.",
        )

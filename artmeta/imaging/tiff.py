"""TIFF tags that define samples, where the decoder ignores them: files of scanners and microscopes."""

from __future__ import annotations

import io
import struct
from functools import cache
from typing import BinaryIO

from PIL import Image, TiffImagePlugin

from artmeta.errors import ImageError
from artmeta.quiet import quiet

SUBFILE, WIDTH, BITS, COMPRESSION, PHOTOMETRIC = 254, 256, 258, 259, 262
SAMPLES, MAX_SAMPLE, INK_SET, SAMPLE_FORMAT = 277, 281, 332, 339
DNG_VERSION = 50706
WHITE_IS_ZERO, CFA, LINEAR_RAW = 0, 32803, 34892
SIGNED = 2
REDUCED, MASK = 1, 4  # bits of the kind of a page (NewSubfileType, TIFF 6.0 page 36)
_COLOURS = {
    0: "grey (white is zero)",
    1: "grey",
    2: "RGB",
    3: "palette",
    4: "a mask",
    5: "inks",
    6: "YCbCr",
    8: "CIELAB",
    9: "ICC LAB",
    10: "ITU LAB",
    CFA: "camera raw",
    LINEAR_RAW: "linear camera raw",
}
_FORMATS = {
    1: "unsigned",
    SIGNED: "signed",
    3: "floating",
    4: "undefined",
    5: "complex",
    6: "complex floating",
}
# Compressions without a decoder here, by their numbers in the registry of libtiff's tiff.h.
_COMPRESSIONS = {
    33003: "JPEG 2000",
    33005: "JPEG 2000",
    34712: "JPEG 2000",
    34887: "LERC",
    34933: "PNG",
    34934: "JPEG XR",
    50002: "JPEG XL",
    52546: "JPEG XL",
}
_OPTIONAL = ("webp", "zstd", "lzma")  # of libtiff: a build may be without them
READ_TIFF = "Export it as TIFF with 8 or 16 bits a sample, grey or RGB, or as PNG or JPEG."

# Big-endian greys of 16 bits in which white is zero: as usual as the little-endian ones, and missing in Pillow 13.0.
TiffImagePlugin.OPEN_INFO.setdefault((b"MM", 0, (1,), 1, (16,), ()), ("I;16B", "I;16B"))
# Big-endian unsigned greys of 32 bits, which Pillow 13.0 has as little-endian ones only.
TiffImagePlugin.OPEN_INFO.setdefault((b"MM", 1, (1,), 1, (32,), ()), ("I", "I;32B"))
# libtiff gives samples in the order of this machine; Pillow 13.0 allows for that in samples of 16 bits only.
_NATIVE = {"F;32BF": "F;32NF", "I;32BS": "I;32NS", "I;32B": "I;32N"}


def go_to_whole_picture(image: TiffImagePlugin.TiffImageFile) -> None:
    """Go to the first page that is neither a smaller copy of another nor a mask; stay where there is none.

    Some scanner programs write a thumbnail before the picture. Camera raw says in the first page alone that it is such.
    """
    if not _kind(image) & REDUCED or DNG_VERSION in image.tag_v2:
        return
    for page in (*range(1, image.n_frames), 0):
        if page != image.tell():
            image.info.pop("icc_profile", None)  # Pillow keeps that of another page where a page has none
            image.seek(page)
        if not _kind(image) & (REDUCED | MASK):
            return


def _kind(image: TiffImagePlugin.TiffImageFile) -> int:
    return _first(image.tag_v2.get(SUBFILE, 0))


def check_readable(name: str, image: TiffImagePlugin.TiffImageFile) -> None:
    """Raise ImageError for a form that the decoder would read as something else."""
    tags = image.tag_v2
    photometric = tags.get(PHOTOMETRIC, 0)
    if DNG_VERSION in tags or photometric in (CFA, LINEAR_RAW):
        raise ImageError(f"{name}: camera raw is not read here.", "Convert it to JPEG, PNG or TIFF.")
    if _first(tags.get(SAMPLE_FORMAT, 1)) == SIGNED and _first(tags.get(BITS, 1)) <= 8:  # noqa: PLR2004
        raise ImageError(f"{name} is a TIFF of signed 8-bit samples, which are not read here.", READ_TIFF)
    compression = TiffImagePlugin.COMPRESSION_INFO.get(tags.get(COMPRESSION, 1), "")
    if compression in _OPTIONAL and not _is_decoded(compression):
        raise ImageError(
            f"{name} is a TIFF in a form that is not read here: compression {compression}.", READ_TIFF
        )
    if photometric == 5 and tags.get(INK_SET, 1) != 1:  # noqa: PLR2004
        raise ImageError(f"{name} is a TIFF of inks other than cyan, magenta, yellow and black.", READ_TIFF)


@cache
def _is_decoded(compression: str) -> bool:
    """Return whether Pillow's libtiff was built with a compression: then it can write it, too."""
    try:
        with quiet():  # libtiff writes that it lacks a compression
            Image.new("RGB", (8, 8)).save(io.BytesIO(), "TIFF", compression=compression)
    except OSError:
        return False
    return True


def set_native_order(image: TiffImagePlugin.TiffImageFile) -> None:
    """Let a file that is not loaded yet be read in this machine's order of bytes where libtiff decodes it."""
    image.tile = [
        tile._replace(args=(_NATIVE.get(str(tile.args[0]), tile.args[0]), *tile.args[1:]))
        if tile.codec_name == "libtiff" and isinstance(tile.args, tuple)
        else tile
        for tile in image.tile
    ]


def is_white_zero(image: TiffImagePlugin.TiffImageFile) -> bool:
    """Return whether the greys of a picture run from white to black (PhotometricInterpretation, TIFF 6.0 page 37)."""
    return bool(image.tag_v2.get(PHOTOMETRIC, 0) == WHITE_IS_ZERO)


def is_signed(image: TiffImagePlugin.TiffImageFile) -> bool:
    """Return whether samples are signed integers."""
    return _first(image.tag_v2.get(SAMPLE_FORMAT, 1)) == SIGNED


def bits_per_sample(image: TiffImagePlugin.TiffImageFile) -> int:
    """Return how many bits a sample is stored in."""
    return _first(image.tag_v2.get(BITS, 1))


def stated_maximum(image: TiffImagePlugin.TiffImageFile) -> int | None:
    """Return the largest sample that the file states (MaxSampleValue), None where it states none or no sound one."""
    maximum = _first(image.tag_v2.get(MAX_SAMPLE, 0))
    return maximum if maximum > 1 else None


def describe_unknown(file: BinaryIO) -> str:
    """Describe the first picture of a TIFF that no decoder took; '' if its directory cannot be read."""
    try:
        start = file.read(8)
        if start.startswith(b"MM\0+"):
            return "BigTIFF with the most significant byte first"
        tags = TiffImagePlugin.ImageFileDirectory_v2(start + (file.read(8) if start[2] == 43 else b""))  # noqa: PLR2004
        file.seek(tags.next)
        tags.load(file)
        return _description(tags)
    except (OSError, ValueError, SyntaxError, LookupError, TypeError, struct.error):
        return ""


def _description(tags: TiffImagePlugin.ImageFileDirectory_v2) -> str:
    if WIDTH not in tags:
        return ""
    bits, kind = tags.get(BITS, (1,)), _FORMATS.get(_first(tags.get(SAMPLE_FORMAT, 1)), "unknown")
    colours = _COLOURS.get(tags.get(PHOTOMETRIC, 0), f"colour space {tags.get(PHOTOMETRIC)}")
    number = tags.get(COMPRESSION, 1)
    compression = _COMPRESSIONS.get(number) or TiffImagePlugin.COMPRESSION_INFO.get(number, str(number))
    return (
        f"{colours}, {tags.get(SAMPLES, len(bits))} x {_first(bits)} bits {kind}, compression {compression}"
    )


def _first(value: object) -> int:
    """Return a tag's first value; a tag of another type counts as 0."""
    one = value[0] if isinstance(value, tuple) and value else value
    return int(one) if isinstance(one, int | float) else 0

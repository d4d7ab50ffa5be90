"""Opening of picture files: format and size are checked before pixels are read; every error is an ImageError."""

from __future__ import annotations

import re
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO

from PIL import Image, TiffImagePlugin, UnidentifiedImageError

from artmeta.errors import ImageError
from artmeta.imaging.code_points import note_code_points
from artmeta.imaging.jpeg import describe_unread
from artmeta.imaging.tiff import (
    READ_TIFF,
    check_readable,
    describe_unknown,
    go_to_whole_picture,
    set_native_order,
)
from artmeta.picture_formats import HEAD, PictureFormat, recognise, refusal

MAX_PIXELS = 120_000_000  # a 100-megapixel camera with room to spare; 480 MB in memory at 4 bytes a pixel
# What museums and the web publish. Formats that run another program (EPS) or draw (WMF) are left out; Pillow
# reads MPO, the stereo pictures of some cameras, as JPEG.
FORMATS = tuple("JPEG PNG WEBP GIF TIFF BMP DIB JPEG2000 AVIF ICO PPM PSD TGA SUN PCX SGI".split())
# What Pillow's readers raise on broken files: catching OSError alone lets one odd file in forty end a run.
FAULTS = (
    OSError,
    ValueError,
    TypeError,
    SyntaxError,
    EOFError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RuntimeError,
    AssertionError,
    BufferError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)
# Pillow takes an orientation from XMP where EXIF has none; browsers, ImageMagick and libvips do not.
_XMP = ("xmp", "XML:com.adobe.xmp", "Raw profile type xmp")
_SMALLER = f"At most {MAX_PIXELS:,} pixels are read; make a smaller copy."
_AGAIN = "Fetch or export it again."

Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2  # Pillow refuses above twice this, also inside frames and tiles
# Pillow's own reader scrambles uncompressed 16-bit colours stored plane by plane
TiffImagePlugin.READ_LIBTIFF = True
warnings.filterwarnings("ignore", module=r"PIL\.")  # odd metadata is not worth a line a picture


@contextmanager
def open_picture(path: Path, file: BinaryIO | None = None) -> Iterator[Image.Image]:
    """Open a picture, or read it from `file` where that is open; raise ImageError for every fault within the block."""
    try:
        if file is None and not path.is_file():
            raise ImageError(
                f"There is no picture file {path}.", "Was it moved or deleted since it was fetched?", "gone"
            )
        with Image.open(path if file is None else file, formats=FORMATS) as image:
            if isinstance(image, TiffImagePlugin.TiffImageFile):
                go_to_whole_picture(image)
            check_size(path.name, image)
            note_code_points(image)
            for key in _XMP:
                image.info.pop(key, None)
            if isinstance(image, TiffImagePlugin.TiffImageFile):
                check_readable(path.name, image)
                set_native_order(image)
                _check_format(path, file)
            yield image
    except UnidentifiedImageError:
        _check_format(path, file)
        raise _unidentified(path, file) from None
    except Image.DecompressionBombError as fault:
        raise _too_large(path.name, fault) from fault
    except FAULTS as fault:
        _check_format(path, file)
        raise _fault(path.name, fault) from fault


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Raise an ImageError that calls a picture `name` for every fault of its decoding within the block."""
    try:
        yield
    except FAULTS as fault:
        raise _fault(name, fault) from fault


def _fault(name: str, fault: Exception) -> ImageError:
    reason = str(fault) or type(fault).__name__
    if isinstance(fault, MemoryError) or getattr(fault, "errno", None):  # a fault of this machine
        return ImageError(f"{name} cannot be read now: {reason}.", "Run again later.", "busy")
    return ImageError(f"{name} is damaged or in an unusual form: {reason}.", _AGAIN)


def _check_format(path: Path, file: BinaryIO | None) -> None:
    """Refuse a format that is not decoded here by its name, whatever a decoder made of it."""
    form = recognise(_head(path, file), path)
    if form is not None and form.name == "JPEG":
        with _source(path, file) as source:
            unread = describe_unread(source)
        form = PictureFormat(unread, decoded=False) if unread else form
    if form is not None and not form.decoded:
        sentence, hint = refusal(form)
        raise ImageError(f"{path.name}: {sentence}.", hint)


def _head(path: Path, file: BinaryIO | None) -> bytes:
    """Return the first bytes of a file, none where it cannot be read."""
    try:
        with _source(path, file) as source:
            return source.read(HEAD)
    except OSError:
        return b""


@contextmanager
def _source(path: Path, file: BinaryIO | None) -> Iterator[BinaryIO]:
    """Yield a file from its beginning, opened where it is not open yet."""
    with path.open("rb") if file is None else nullcontext(file) as source:
        source.seek(0)
        yield source


def _too_large(name: str, fault: Image.DecompressionBombError) -> ImageError:
    """Say how many pixels Pillow found, in the file, a frame or a tile."""
    pixels = re.search(r"\d+", str(fault))
    number = f"{int(pixels[0]):,} pixels" if pixels else "more pixels than can be read"
    return ImageError(f"{name} is too large: {number}.", _SMALLER, "too_large")


def check_size(name: str, image: Image.Image) -> None:
    """Raise ImageError where a picture has too many pixels, or none."""
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise ImageError(f"{name} is too large: {width} x {height} pixels.", _SMALLER, "too_large")
    if width < 1 or height < 1:
        raise ImageError(f"{name} has no pixels: {width} x {height}.", _AGAIN)


def _unidentified(path: Path, file: BinaryIO | None) -> ImageError:
    """Say what a file is that no decoder took: a picture in an unusual form, or no picture."""
    head = _head(path, file)
    known_format = recognise(head, path)
    if known_format is None:
        return ImageError(
            f"{path.name} is not a picture: {_kind_of(head)}.", "Replace the file, or leave it out."
        )
    form = ""
    if known_format.name == "TIFF":
        with _source(path, file) as source:
            form = describe_unknown(source)
    if form:
        return ImageError(f"{path.name} is a TIFF in a form that is not read here: {form}.", READ_TIFF)
    return ImageError(
        f"{path.name} begins as {known_format.name} and is damaged, or in a form that is not read.", _AGAIN
    )


def _kind_of(head: bytes) -> str:
    """Name what a file seems to be that is not a picture."""
    start = head[:64].lstrip()
    if not start:
        return "the file is empty"
    if start[:1] == b"<":
        return "it is a web page or another text with mark-up"
    return (
        "it is plain text"
        if start.isascii() and start.decode().isprintable()
        else "its format is not known, or its beginning is damaged"
    )

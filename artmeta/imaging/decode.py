"""A picture file becomes pixels in one way only, so that a model serves what it was trained on."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, UnidentifiedImageError
from PIL import __version__ as pillow_version

from artmeta.errors import ImageError

Crop = Literal["centre", "stretch"]

# What a picture that cannot be read was tried with: another version tries it again. Raise the number when more is read.
DECODER = f"1, Pillow {pillow_version}"
MAX_PIXELS = 120_000_000  # a 100-megapixel camera with room to spare; 480 MB in memory at 4 bytes a pixel
# What museums and the web publish. Formats that run another program (EPS) or draw (WMF) are left out; Pillow
# reads MPO, the stereo pictures of some cameras, as JPEG.
FORMATS = (
    "JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "DIB", "JPEG2000", "AVIF", "ICO", "PPM", "PSD", "TGA", "SUN",
)  # fmt: skip
# What Pillow's readers raise on broken files: catching OSError alone lets one odd file in forty end a run.
FAULTS = (
    OSError, ValueError, TypeError, SyntaxError, EOFError, ArithmeticError, LookupError, AttributeError,
    RuntimeError, AssertionError, BufferError, MemoryError, struct.error, zlib.error,
    Image.DecompressionBombError,
)  # fmt: skip
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = 5  # EXIF orientations from 5 on exchange width and height
REDUCE_FIRST = (
    3.0  # shrink by whole steps down to 3 times the size wanted: many times faster, no visible difference
)
THUMBNAIL_QUALITY = 80  # JPEG quality that shows no blocks at thumbnail sizes

Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2  # Pillow refuses above twice this, also inside frames and tiles
warnings.filterwarnings("ignore", module=r"PIL\.")  # odd metadata is not worth a line a picture


def decode(path: Path, size: int = 224, crop: Crop = "centre") -> NDArray[np.uint8]:
    """Read a picture as sRGB pixels [size, size, 3]: its centre square, or the whole picture stretched.

    Turned as its EXIF data says; transparency lies on white; an animation gives its first frame. A large
    JPEG is decoded at the reduced scale that still covers `size`. Raises ImageError, and nothing else.
    """
    with _opened(path) as image:
        image.draft("RGB", (size, size))
        colours = _kept(_colours(image), crop)
        small = colours.resize((size, size), Image.Resampling.BILINEAR, reducing_gap=REDUCE_FIRST)
        return np.asarray(_turned(_on_white(small), image))


def inspect(path: Path, content: bytes | None = None) -> tuple[str, int, int]:
    """Read a picture's header: media type, width and height in pixels as it is meant to be seen.

    `content` is what the file holds, where that is still in hand: to open it again costs a seventh of a small fetch.
    Raises ImageError if this is no picture; damage further in only shows when it is decoded.
    """
    with _opened(path, content) as image:
        width, height = image.size
        if image.format != "TIFF" and _orientation(image) >= SIDEWAYS:  # Pillow turns TIFF sizes itself
            width, height = height, width
        return Image.MIME.get(image.format or "", "application/octet-stream"), width, height


def thumbnail(path: Path, size: int) -> bytes:
    """Make an upright JPEG that fits into size x size pixels, in the picture's proportions; raises ImageError."""
    with _opened(path) as image:
        image.draft("RGB", (size, size))
        colours = _colours(image)
        colours.thumbnail((size, size), Image.Resampling.BILINEAR, REDUCE_FIRST)
        jpeg = io.BytesIO()
        _turned(_on_white(colours), image).save(jpeg, "JPEG", quality=THUMBNAIL_QUALITY, optimize=True)
        return jpeg.getvalue()


def difference_hash(array: NDArray[np.uint8]) -> int:
    """Describe pixels [h, w, 3] in 64 bits that hardly change under scaling, compression and light.

    Each bit says whether a cell of an 8 x 8 grid is darker than its right neighbour (dHash, N. Krawetz 2013);
    copies of one picture differ in a few bits, different pictures in about 32.
    """
    grey = Image.fromarray(array).convert("L").resize((9, 8), Image.Resampling.BOX)
    cells = np.asarray(grey, dtype=np.int16)
    bits = np.packbits(cells[:, :-1] < cells[:, 1:])
    return int.from_bytes(bits.tobytes(), "big")


@contextmanager
def _opened(path: Path, content: bytes | None = None) -> Iterator[Image.Image]:
    """Open a picture, its size checked before any pixel is read; turn every fault into ImageError."""
    try:
        if content is None and not path.is_file():
            raise ImageError(
                f"There is no picture file {path}.", "Was it moved or deleted since it was fetched?", "gone"
            )
        with Image.open(path if content is None else io.BytesIO(content), formats=FORMATS) as image:
            _check_size(path, image)
            yield image
    except UnidentifiedImageError:
        raise ImageError(
            f"{path.name} is not a picture: {_what(path)}.", "Replace the file, or leave it out."
        ) from None
    except Image.DecompressionBombError as fault:
        raise ImageError(
            f"{path.name} claims more pixels than can be read.", _SMALLER, "too_large"
        ) from fault
    except FAULTS as fault:
        reason = str(fault) or type(fault).__name__
        if isinstance(fault, MemoryError) or getattr(
            fault, "errno", None
        ):  # of this machine, not of the bytes
            raise ImageError(
                f"{path.name} cannot be read now: {reason}.", "Run again later.", "busy"
            ) from fault
        raise ImageError(
            f"{path.name} is damaged or in an unusual form: {reason}.", "Fetch or export it again."
        ) from fault


_SMALLER = f"At most {MAX_PIXELS:,} pixels are read; make a smaller copy."


def _check_size(path: Path, image: Image.Image) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise ImageError(f"{path.name} is too large: {width} x {height} pixels.", _SMALLER, "too_large")
    if width < 1 or height < 1:
        raise ImageError(f"{path.name} has no pixels: {width} x {height}.", "Fetch or export it again.")


def _what(path: Path) -> str:
    """Say what a file seems to be that is not a picture."""
    with path.open("rb") as file:
        start = file.read(64).lstrip()
    if not start:
        return "the file is empty"
    if start[:1] == b"<":
        return "it is a web page or another text with mark-up"
    return (
        "it is plain text"
        if start.isascii() and start.decode().isprintable()
        else "its format is not known, or its beginning is damaged"
    )


def _colours(image: Image.Image) -> Image.Image:
    """Bring any mode to RGB, or to RGBA where something shines through."""
    if image.mode.startswith("I") or image.mode == "F":
        return _from_deep(image)
    if image.mode == "LAB":
        return _from_lab(image)
    if image.has_transparency_data:
        return image.convert("RGBA")
    image.load()
    return image if image.mode == "RGB" else image.convert("RGB")


def _from_deep(image: Image.Image) -> Image.Image:
    """Scale 16-bit, 32-bit and floating greys to 8 bits by the smallest usual range that holds them."""
    values = np.nan_to_num(np.asarray(image, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    top = float(values.max())
    usual = (65535.0,) if image.mode.startswith("I;16") else (1.0, 255.0, 65535.0)
    white = next((limit for limit in usual if top <= limit), top)
    grey = (values.clip(0, white) * (255.0 / white)).round().astype(np.uint8)
    return Image.fromarray(grey).convert("RGB")


def _from_lab(image: Image.Image) -> Image.Image:
    from PIL import ImageCms

    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    changed = ImageCms.profileToProfile(image, lab, srgb, outputMode="RGB")
    assert changed is not None  # noqa: S101  only `inPlace` gives None
    return changed


def _kept(image: Image.Image, crop: Crop) -> Image.Image:
    """Cut out the part of the picture that is kept; nothing outside it may colour its edge."""
    width, height = image.size
    side = min(width, height)
    left, upper = (width - side) // 2, (height - side) // 2
    return image if crop == "stretch" else image.crop((left, upper, left + side, upper + side))


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def _turned(image: Image.Image, source: Image.Image) -> Image.Image:
    """Turn a small picture as the large one's metadata says; much cheaper than turning the large one."""
    turn = TURNS.get(_orientation(source))
    return image if turn is None else image.transpose(turn)


def _orientation(image: Image.Image) -> int:
    """Read the EXIF orientation, 1 to 8; broken metadata leaves a picture as it is."""
    try:
        found = image.getexif().get(ExifTags.Base.Orientation, 1)
    except FAULTS:
        return 1
    return found if isinstance(found, int) else 1

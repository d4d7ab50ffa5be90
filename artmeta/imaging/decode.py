"""Decoding of pictures, the same for training and serving."""

from __future__ import annotations

import io
from pathlib import Path
from typing import IO, BinaryIO, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image
from PIL import __version__ as pillow_version
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile

from artmeta.errors import ImageError, InputError
from artmeta.imaging.colour import profile_of, to_srgb
from artmeta.imaging.opening import FAULTS, check_size, explained, open_picture
from artmeta.imaging.samples import channels

Crop = Literal["centre", "stretch"]
PictureInMemory = Image.Image | NDArray[np.uint8]
DecodedPicture = Image.Image  # for modules that do not import Pillow

# What a picture that cannot be read was tried with: another version tries it again. Raise the number when more is read.
DECODER = f"3, Pillow {pillow_version}"
PIXELS = 3  # raised when sound pictures come out with other pixels: vectors of older ones are computed again
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
# shrink by whole steps down to 3 times the target size: many times faster, no visible difference
REDUCE_FIRST = 3.0
AT_ONCE = 1 << 20  # bytes of a JPEG that are decoded at once: with Pillow's 64 kB, 130 kB take 0.1 ms more
GREY = 2  # dimensions of an array of grey pixels; colours are a third
THUMBNAIL_QUALITY = 80  # JPEG quality that shows no blocks at thumbnail sizes


def decode(path: Path, size: int = 224, crop: Crop = "centre") -> NDArray[np.uint8]:
    """Read a picture as sRGB pixels [size, size, 3], as `decode_square`."""
    return np.asarray(decode_square(path, size, crop))


def decode_square(
    path: Path, size: int = 224, crop: Crop = "centre", file: BinaryIO | None = None
) -> Image.Image:
    """Read a picture as an sRGB square of `size` pixels: its centre, or the whole picture stretched.

    Turned as its EXIF data says; converted from its colour profile; transparency lies on white; an animation gives its
    first frame. A large JPEG is decoded at the reduced scale that still covers `size`. `file` is what it is read from
    where it is open already. Raises ImageError, and nothing else.
    """
    with open_picture(path, file) as image:
        image.draft("RGB", (size, size))
        if isinstance(image, JpegImageFile):
            image.decodermaxblock = AT_ONCE
        return _square(path.name, image, size, crop)


def decode_image(picture: object, name: str, size: int = 224, crop: Crop = "centre") -> NDArray[np.uint8]:
    """Return the pixels [size, size, 3] of a Pillow image or a uint8 array [h, w], [h, w, 3] or [h, w, 4], as `decode`.

    An image that was opened and not yet loaded is read from its file, as `decode` does; what was loaded is reduced from
    its full size, which gives other pixels for a large JPEG. `name` stands for the picture in messages.
    Raises ImageError if it cannot be decoded, InputError if it is no picture by its type or shape.
    """
    if isinstance(picture, ImageFile) and picture.tile and picture.tell() == 0:
        file = picture.fp
        if file is not None and not file.closed:
            return np.asarray(decode_square(Path(name), size, crop, _content(file)))
    if isinstance(picture, np.ndarray):
        _check_array(picture, name)
    elif not isinstance(picture, Image.Image):
        raise InputError(
            f"{name} is of type {type(picture).__name__}.", "Give a path, a PIL image or a uint8 array."
        )
    with explained(name):
        image = Image.fromarray(picture) if isinstance(picture, np.ndarray) else picture
        check_size(name, image)
        return np.asarray(_square(name, image, size, crop))


def _content(file: IO[bytes]) -> BinaryIO:
    """Return a copy of an open file, which stays where it is."""
    place = file.tell()
    file.seek(0)
    content = io.BytesIO(file.read())
    file.seek(place)
    return content


def _check_array(array: NDArray[np.generic], name: str) -> None:
    colours = array.shape[2:]
    if array.dtype != np.uint8 or array.ndim not in (GREY, GREY + 1) or colours not in ((), (3,), (4,)):
        raise InputError(
            f"{name} is an array of {array.dtype} with the shape {array.shape}.",
            "Give uint8 values of 0 to 255 as [h, w], [h, w, 3] (RGB) or [h, w, 4] (RGBA).",
        )


def _square(name: str, image: Image.Image, size: int, crop: Crop) -> Image.Image:
    whole = _kept(channels(name, image), crop)
    small = whole.resize((size, size), Image.Resampling.BILINEAR, reducing_gap=REDUCE_FIRST)
    return _finished(small, image)


def inspect(path: Path, file: BinaryIO | None = None) -> tuple[str, int, int]:
    """Read a picture's header: media type, width and height in pixels as it is meant to be seen.

    `file` is what it is read from where it is open already: what was checked is then what is read, and opening it
    again would cost a seventh of a small fetch.
    Raises ImageError if this is no picture; damage further in only shows when it is decoded.
    """
    with open_picture(path, file) as image:
        width, height = image.size
        if image.format != "TIFF" and _orientation(image) >= SIDEWAYS:  # Pillow turns TIFF sizes itself
            width, height = height, width
        return Image.MIME.get(image.format or "", "application/octet-stream"), width, height


def thumbnail(path: Path, size: int) -> bytes:
    """Make an upright JPEG that fits into size x size pixels, in the picture's proportions; raises ImageError."""
    with open_picture(path) as image:
        image.draft("RGB", (size, size))
        small = channels(path.name, image)
        small.thumbnail((size, size), Image.Resampling.BILINEAR, REDUCE_FIRST)
        jpeg = io.BytesIO()
        _finished(small, image).save(jpeg, "JPEG", quality=THUMBNAIL_QUALITY, optimize=True)
        return jpeg.getvalue()


def readable_thumbnail(path: Path, size: int) -> bytes | None:
    """Make a thumbnail as `thumbnail` does; None where the picture cannot be read."""
    try:
        return thumbnail(path, size)
    except ImageError:
        return None


def difference_hash(picture: Image.Image) -> int:
    """Describe a picture in 64 bits that hardly change under scaling, compression and light.

    Each bit says whether a cell of an 8 x 8 grid is darker than its right neighbour (dHash, N. Krawetz 2013);
    copies of one picture differ in a few bits, different pictures in about 32.
    """
    grey = picture.convert("L").resize((9, 8), Image.Resampling.BOX)
    cells = np.asarray(grey, dtype=np.int16)
    bits = np.packbits(cells[:, :-1] < cells[:, 1:])
    return int.from_bytes(bits.tobytes(), "big")


def _kept(image: Image.Image, crop: Crop) -> Image.Image:
    """Cut out the part of the picture that is kept; nothing outside it may colour its edge."""
    width, height = image.size
    side = min(width, height)
    left, upper = (width - side) // 2, (height - side) // 2
    whole = crop == "stretch" or width == height
    return image if whole else image.crop((left, upper, left + side, upper + side))


def _finished(small: Image.Image, source: Image.Image) -> Image.Image:
    """Convert, flatten and turn a small picture: much cheaper than the large one."""
    return _turned(_on_white(to_srgb(small, profile_of(source))), source)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image).convert("RGB")


def _turned(image: Image.Image, source: Image.Image) -> Image.Image:
    """Turn a small picture as the large one's metadata says."""
    turn = TURNS.get(_orientation(source))
    return image if turn is None else image.transpose(turn)


def _orientation(image: Image.Image) -> int:
    """Read the EXIF orientation, 1 to 8; broken metadata leaves a picture as it is."""
    try:
        orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
    except FAULTS:
        return 1
    return orientation if isinstance(orientation, int) else 1


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Write pixels, grey [height, width] or RGB [height, width, 3], as a PNG without loss."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", optimize=True)
    return file.getvalue()

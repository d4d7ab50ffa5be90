"""JPEG 2000: samples of few bits, palettes and the order of channels are read as the file's boxes define them."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from artmeta.errors import ImageError
from artmeta.imaging.decode import decode, decode_image

SIDE = 224
COMPONENT_SIZES = 40  # bytes from the marker SIZ to the depth of the first component
RGB, GREY = 16, 17  # numbers of colour spaces

Values = NDArray[np.uint8]


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def codestream(values: Values, bits: int) -> bytes:
    """Encode values [h, w] or [h, w, channels] of `bits` bits without loss.

    The encoder takes 8 bits and subtracts 128; a decoder adds half the range of the depth that the file states.
    """
    buffer = io.BytesIO()
    Image.fromarray(values + np.uint8(128 - (1 << (bits - 1)))).save(buffer, "JPEG2000", no_jp2=True, mct=0)
    data = bytearray(buffer.getvalue())
    first = data.index(b"\xff\x51") + COMPONENT_SIZES
    for component in range(np.atleast_3d(values).shape[2]):
        data[first + 3 * component] = bits - 1
    return bytes(data)


def jp2(path: Path, values: Values, *more: bytes, bits: int = 8, space: int = RGB) -> Path:
    height, width, channels = np.atleast_3d(values).shape
    image_header = box(b"ihdr", struct.pack(">IIHBBBB", height, width, channels, bits - 1, 7, 0, 0))
    header = image_header + box(b"colr", struct.pack(">BBBI", 1, 0, 0, space)) + b"".join(more)
    signature, brand = box(b"jP  ", b"\r\n\x87\n"), box(b"ftyp", b"jp2 \0\0\0\0jp2 ")
    path.write_bytes(signature + brand + box(b"jp2h", header) + box(b"jp2c", codestream(values, bits)))
    return path


def definitions(*channels: tuple[int, int]) -> bytes:
    """Return a box of the kind and the colour of each channel."""
    rows = b"".join(struct.pack(">HHH", number, *channel) for number, channel in enumerate(channels))
    return box(b"cdef", struct.pack(">H", len(channels)) + rows)


def palette(colours: Values, depth: int = 8) -> bytes:
    entries, columns = colours.shape
    content = struct.pack(">HB", entries, columns) + bytes([depth - 1]) * columns + colours.tobytes()
    mapping = b"".join(struct.pack(">HBB", 0, 1, column) for column in range(columns))
    return box(b"pclr", content) + box(b"cmap", mapping)


def stripes(count: int) -> Values:
    return (np.arange(SIDE) * count // SIDE).astype(np.uint8)[None, :].repeat(SIDE, axis=0)


def colours(count: int) -> Values:
    return np.random.default_rng(5).integers(0, 256, (count, 3)).astype(np.uint8)


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_white_is_white_in_greys_of_any_depth(tmp_path: Path, bits: int) -> None:
    values = stripes(1 << bits)
    result = decode(jp2(tmp_path / "a.jp2", values, bits=bits, space=GREY))
    expected = (values * (255 / ((1 << bits) - 1))).round()
    np.testing.assert_array_equal(result, expected[..., None].repeat(3, axis=2))


@pytest.mark.parametrize("bits", [1, 4, 8])
def test_a_palette_gives_its_colours_also_where_one_occurs_twice(tmp_path: Path, bits: int) -> None:
    table = colours(1 << bits)
    table[1] = table[0]
    values = stripes(1 << bits)
    result = decode(jp2(tmp_path / "a.jp2", values, palette(table), bits=bits))
    np.testing.assert_array_equal(result, table[values])


def test_channels_are_taken_by_their_colours(tmp_path: Path) -> None:
    picture = colours(16)[stripes(16)]
    blue_first = jp2(tmp_path / "bgr.jp2", picture[..., ::-1].copy(), definitions((0, 3), (0, 2), (0, 1)))
    np.testing.assert_array_equal(decode(blue_first), picture)
    opaque = np.full_like(picture[..., :1], 255)
    opacity_first = np.concatenate([opaque, picture], axis=2)
    defined = definitions((1, 0), (0, 1), (0, 2), (0, 3))
    np.testing.assert_array_equal(decode(jp2(tmp_path / "argb.jp2", opacity_first, defined)), picture)


def test_a_channel_that_is_no_opacity_leaves_the_picture_opaque(tmp_path: Path) -> None:
    picture = colours(16)[stripes(16)]
    infrared = np.concatenate([picture, picture[..., :1]], axis=2)
    defined = definitions((0, 1), (0, 2), (0, 3), (65535, 65535))
    np.testing.assert_array_equal(decode(jp2(tmp_path / "a.jp2", infrared, defined)), picture)


def test_a_picture_one_pixel_wide_and_one_that_is_loaded_are_read(tmp_path: Path) -> None:
    column = jp2(tmp_path / "a.jp2", np.ones((SIDE, 1), np.uint8), bits=1, space=GREY)
    assert (decode(column) == 255).all()
    with Image.open(jp2(tmp_path / "b.jp2", stripes(256), space=GREY)) as image:
        image.load()
        np.testing.assert_array_equal(decode_image(image, "b"), decode(tmp_path / "b.jp2"))


def test_a_palette_of_more_than_8_bits_is_refused(tmp_path: Path) -> None:
    path = jp2(tmp_path / "a.jp2", stripes(16), palette(colours(16), depth=12), bits=4)
    with pytest.raises(ImageError, match="palette of more than 8 bits"):
        decode(path)

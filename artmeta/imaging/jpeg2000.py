"""Boxes of JPEG 2000 files that define samples, where the decoder ignores them (ISO/IEC 15444-1, annex I.5.3)."""

from __future__ import annotations

import struct
from typing import IO

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.Jpeg2KImagePlugin import BoxReader, Jpeg2KImageFile

from artmeta.errors import ImageError

BYTE = 8  # bits of the decoder's samples
# Kinds of a channel in the box cdef: a colour, and an opacity as it is or multiplied into the colours.
COLOUR, OPACITY = 0, (1, 2)

Pixels = NDArray[np.uint8]


def corrected(name: str, image: Jpeg2KImageFile) -> Image.Image:
    """Return a picture with its samples as its boxes define them; as it is if they change nothing, or if it is loaded.

    Pillow 13.0 leaves samples of fewer than 8 bits at the upper end of a byte (so white of 1 bit is 128, and an index
    into a palette of 16 colours is 16 times too large), drops palette entries that occur twice, and takes channels in
    the order of the file. Raises ImageError for a palette of more than 8 bits.
    """
    if image.codec != "jp2" or image.fp is None or image.mode.startswith("I") or image.mode == "CMYK":
        return image
    boxes = _boxes(image.fp)
    depth, palette = (boxes[b"ihdr"][10] & 0x7F) + 1, boxes.get(b"pclr")
    order = _order(boxes.get(b"cdef", b"\0\0"))
    if palette is None and depth >= BYTE and order in ([], list(range(len(image.getbands())))):
        return image
    table = _whole_range(depth) if palette is None else _colours(name, palette, boxes.get(b"cmap", b""))
    image.load()
    stored = np.asarray(image) >> np.uint8(max(BYTE - depth, 0))
    pixels: Pixels = np.atleast_3d(table[stored.clip(0, len(table) - 1)])
    channels = pixels[..., order] if order else pixels
    return Image.fromarray(channels[..., 0] if channels.shape[2] == 1 else channels)


def _boxes(file: IO[bytes]) -> dict[bytes, bytes]:
    """Return the boxes of the header by their types; of equal types the first."""
    place = file.tell()
    file.seek(0)
    reader, boxes = BoxReader(file), dict[bytes, bytes]()
    while reader.next_box_type() != b"jp2h":
        pass
    header = reader.read_boxes()
    while header.has_next_box():
        kind = header.next_box_type()
        (content,) = header.read_fields(f">{header.remaining_in_box}s")
        boxes.setdefault(kind, bytes(content))
    file.seek(place)
    return boxes


def _order(definitions: bytes) -> list[int]:
    """Return the numbers of the channels for red, green and blue, or grey, then for opacity; [] if not defined."""
    channels = list(struct.iter_unpack(">HHH", definitions[2:]))
    colours = sorted((colour, number) for number, kind, colour in channels if kind == COLOUR)
    opacity = [number for number, kind, colour in channels if kind in OPACITY and colour == 0]
    known = [colour for colour, _ in colours] in ([1], [1, 2, 3])
    return [number for _, number in colours] + opacity[:1] if known else []


def _whole_range(depth: int) -> Pixels:
    """Return the samples [values] of 8 bits for those of a depth."""
    return np.linspace(0, 255, 1 << min(depth, BYTE)).round().astype(np.uint8)


def _colours(name: str, palette: bytes, mapping: bytes) -> Pixels:
    """Return the colours [entries, channels] of a palette, its columns in the order of the mapping."""
    entries, columns = struct.unpack_from(">HB", palette)
    if max(palette[3 : 3 + columns]) >= BYTE:
        raise ImageError(
            f"{name} is a JPEG 2000 with a palette of more than 8 bits, which is not read here.",
            "Export it as TIFF, PNG or JPEG.",
        )
    table = np.frombuffer(palette, np.uint8, entries * columns, 3 + columns).reshape(entries, columns)
    mapped = [column for _, kind, column in struct.iter_unpack(">HBB", mapping) if kind == 1]
    return table[:, mapped] if mapped else table

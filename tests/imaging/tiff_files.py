"""TIFF files with the tags that a test chooses, as scanners and microscopes write them."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BITS, PHOTOMETRIC, SAMPLES, MAX_SAMPLE, PLANAR, EXTRA, FORMAT = 258, 262, 277, 281, 284, 338, 339
KINDS = {"u": 1, "i": 2, "f": 3}
Values = int | tuple[int, ...]


def write_tiff(
    path: Path,
    pixels: NDArray[np.generic],
    photometric: int = 1,
    big_endian: bool = False,
    planar: bool = False,
    more: dict[int, Values] | None = None,
) -> Path:
    """Write pixels [height, width] or [height, width, samples], uncompressed; `more` are further tags of 16 bits."""
    order = ">" if big_endian else "<"
    height, width = pixels.shape[:2]
    samples = pixels.shape[2] if pixels.ndim == 3 else 1
    planes = list(np.moveaxis(pixels, 2, 0)) if planar else [pixels]
    strips = [plane.astype(plane.dtype.newbyteorder(order)).tobytes() for plane in planes]
    tags: dict[int, Values] = {
        256: width,
        257: height,
        BITS: (pixels.dtype.itemsize * 8,) * samples,
        259: 1,
        PHOTOMETRIC: photometric,
        273: (0,) * len(strips),
        SAMPLES: samples,
        278: height,
        279: tuple(map(len, strips)),
        PLANAR: 2 if planar else 1,
        FORMAT: (KINDS[pixels.dtype.kind],) * samples,
        **(more or {}),
    }
    body = b"".join(strips)
    tags[273] = tuple(8 + sum(map(len, strips[:place])) for place in range(len(strips)))
    magic = b"MM\0*" if big_endian else b"II*\0"
    path.write_bytes(
        magic + struct.pack(order + "I", 8 + len(body)) + body + _directory(tags, order, 8 + len(body))
    )
    return path


def _directory(tags: dict[int, Values], order: str, start: int) -> bytes:
    rest, entries = b"", b""
    free = start + 2 + 12 * len(tags) + 4
    for tag, value in sorted(tags.items()):
        values = value if isinstance(value, tuple) else (value,)
        kind = (4, "I") if tag in (273, 279) else (3, "H")
        packed = struct.pack(f"{order}{len(values)}{kind[1]}", *values)
        held = packed.ljust(4, b"\0") if len(packed) <= 4 else struct.pack(order + "I", free + len(rest))
        rest += b"" if len(packed) <= 4 else packed
        entries += struct.pack(order + "HHI", tag, kind[0], len(values)) + held
    return struct.pack(order + "H", len(tags)) + entries + bytes(4) + rest

"""Colours that a PNG or AVIF file describes by code points instead of a profile: wide gamuts, and HDR.

The code points are those of ITU-T H.273; a PNG has them in its chunk cICP (PNG, third edition, 11.3.2.6), an AVIF file
in a box colr of the type nclx (ISO/IEC 23000-22).
"""

from __future__ import annotations

import re
import struct
from functools import lru_cache
from typing import IO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from artmeta.imaging.icc import D65, SRGB, Point, adapted_matrix, assemble, curve_table, xyz

KEY = "code_points"  # in the `info` of an opened picture
PRIMARIES: dict[int, tuple[tuple[Point, Point, Point], Point]] = {
    1: (SRGB, D65),
    9: (((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)), D65),  # BT.2020
    11: (((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)), (0.314, 0.351)),  # DCI-P3
    12: (((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)), D65),  # Display P3
}
LINEAR, PQ, HLG = 8, 16, 18
# Pictures with the curve of a camera (BT.709, BT.601, BT.2020) are shown as if it were that of sRGB, as browsers do.
LIKE_SRGB = frozenset((1, 6, 13, 14, 15))
WHITE = 203  # cd/m² of diffuse white in HDR, which becomes the white of sRGB (ITU-R BT.2408)
PEAK_PQ, PEAK_HLG, GAMMA_HLG = 10_000, 1_000, 1.2
STEPS = 4096
# bytes of a PNG: at its start, before and behind the content of a chunk
_SIGNATURE, _HEAD, _CHECKSUM = 8, 8, 4
_NCLX = re.compile(rb"colrnclx(.{4})", re.DOTALL)
_AVIF_HEAD = 1 << 16  # bytes in which an AVIF file has its boxes of properties
_SRGB_KNEE, _HLG_KNEE = 0.04045, 0.5  # values above which the curves are no longer a line and a square


def note_code_points(image: Image.Image) -> None:
    """Keep the primaries and the transfer of a picture in its `info`, before its file is read further."""
    file: IO[bytes] | None = getattr(image, "fp", None)
    if file is None or image.format not in ("PNG", "AVIF"):
        return
    place = file.tell()
    file.seek(0)
    found = _of_png(file) if image.format == "PNG" else _of_avif(file.read(_AVIF_HEAD))
    file.seek(place)
    if found:
        image.info[KEY] = found


def _of_png(file: IO[bytes]) -> tuple[int, int] | None:
    file.seek(_SIGNATURE)
    while len(head := file.read(_HEAD)) == _HEAD and not head.endswith((b"IDAT", b"IEND")):
        if head.endswith(b"cICP"):
            primaries, transfer = struct.unpack("2B", file.read(2))
            return primaries, transfer
        file.seek(int.from_bytes(head[:4]) + _CHECKSUM, 1)
    return None


def _of_avif(head: bytes) -> tuple[int, int] | None:
    found = _NCLX.search(head)
    return struct.unpack(">2H", found[1]) if found else None


@lru_cache(maxsize=16)
def code_point_profile(primaries: int, transfer: int) -> bytes | None:
    """Return a profile of these code points; None where they are those of sRGB, unspecified or not known."""
    if primaries not in PRIMARIES or (primaries == 1 and transfer in LIKE_SRGB):
        return None
    curve = _curve(transfer)
    if curve is None:
        return None
    columns = adapted_matrix(*PRIMARIES[primaries]).T
    places = {name: xyz(column) for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True)}
    return assemble(
        b"RGB ", b"XYZ ", {**places, **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve_table(curve))}
    )


def _curve(transfer: int) -> NDArray[np.float64] | None:
    """Return linear light, 0 to 1, for evenly spaced values; what is brighter than diffuse white is white."""
    value = np.linspace(0, 1, STEPS)
    if transfer in LIKE_SRGB:
        return np.where(value <= _SRGB_KNEE, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    if transfer == LINEAR:
        return value
    if transfer == PQ:
        return np.clip(_pq(value) * PEAK_PQ / WHITE, 0, 1)
    if transfer == HLG:
        return np.clip(_hlg(value) ** GAMMA_HLG * PEAK_HLG / WHITE, 0, 1)
    return None


def _pq(value: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the light of values of the perceptual quantiser, as a share of its peak (ITU-R BT.2100, table 4)."""
    power = value ** (1 / 78.84375)
    light: NDArray[np.float64] = (np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (
        1 / 0.1593017578125
    )
    return light


def _hlg(value: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the light of the scene, 0 to 1, for values of hybrid log-gamma (ITU-R BT.2100, table 5)."""
    bright = (np.exp((value - 0.55991073) / 0.17883277) + 0.28466892) / 12
    return np.where(value <= _HLG_KNEE, value**2 / 3, bright)

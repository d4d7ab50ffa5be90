"""An ICC profile is written for colours that a file describes without one, so that one engine converts them all.

The layout is that of ICC.1:2001-04 (version 2.4): a header of 128 bytes, a table of tags, and the tags.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]  # a chromaticity, x and y of CIE 1931

HEADER = 128  # bytes
VERSION = 0x02400000
D50 = (0.9642, 1.0, 0.8249)  # the white of the connection space, X, Y and Z
D65: Point = (0.3127, 0.3290)
SRGB: tuple[Point, Point, Point] = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
# Cone responses after Lam (1985), as ICC.1:2022 annex E adapts white points.
BRADFORD = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
FIXED = 65536  # an s15Fixed16Number counts 1/65536


def matrix_profile(primaries: Sequence[Point], white: Point, gamma: float) -> bytes:
    """Write the profile of RGB by its primaries, its white point and the exponent that makes its values linear.

    Raises ValueError if the points span no colours.
    """
    columns = adapted_matrix(primaries, white).T
    places = {name: xyz(column) for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True)}
    curves = dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), gamma_curve(gamma))
    return assemble(b"RGB ", b"XYZ ", {**places, **curves})


def adapted_matrix(primaries: Sequence[Point], white: Point) -> NDArray[np.float64]:
    """Return the matrix [3, 3] from linear RGB to XYZ, adapted from its white to D50; raise ValueError for none."""
    if min(y for _, y in (*primaries, white)) <= 0:
        raise ValueError("a chromaticity has no y")
    columns, source = np.array([_to_xyz(point) for point in primaries]).T, _to_xyz(white)
    try:
        matrix = columns * np.linalg.solve(columns, source)
    except np.linalg.LinAlgError:
        raise ValueError("the primaries lie on one line") from None
    gains = np.diag((BRADFORD @ np.array(D50)) / (BRADFORD @ source))
    adapted: NDArray[np.float64] = np.linalg.inv(BRADFORD) @ gains @ BRADFORD @ matrix
    return adapted


def gamma_curve(gamma: float) -> bytes:
    """Write the tag of a curve: one exponent, in steps of 1/256."""
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)


def curve_table(light: NDArray[np.float64]) -> bytes:
    """Write the tag of a curve by its linear light, 0 to 1, for evenly spaced values."""
    return b"curv" + bytes(4) + struct.pack(">I", len(light)) + np.rint(light * 65535).astype(">u2").tobytes()


def xyz(values: Sequence[float] | NDArray[np.float64]) -> bytes:
    """Write the tag of a colour in XYZ."""
    return b"XYZ " + bytes(4) + _fixed(values)


def assemble(space: bytes, connection: bytes, tags: Mapping[bytes, bytes], kind: bytes = b"mntr") -> bytes:
    """Write a profile from `space` (b"RGB ", b"GRAY", b"CMYK") to the connection space (b"XYZ ", b"Lab ")."""
    name = b"artmeta\0"
    described = b"desc" + bytes(4) + struct.pack(">I", len(name)) + name + bytes(78)
    whole = {b"desc": described, b"cprt": b"text" + bytes(4) + name, b"wtpt": xyz(D50), **tags}
    table, body, start = b"", b"", HEADER + 4 + 12 * len(whole)
    for tag, content in whole.items():
        table += tag + struct.pack(">2I", start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    size = HEADER + 4 + len(table) + len(body)
    header = struct.pack(">I4xI", size, VERSION) + kind + space + connection + bytes(12) + b"acsp"
    header = header.ljust(68, b"\0") + _fixed(D50)
    return header.ljust(HEADER, b"\0") + struct.pack(">I", len(whole)) + table + body


def _to_xyz(point: Point) -> NDArray[np.float64]:
    x, y = point
    return np.array([x / y, 1.0, (1 - x - y) / y])


def _fixed(values: Sequence[float] | NDArray[np.float64]) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(float(value) * FIXED) for value in values))

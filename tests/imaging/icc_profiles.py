"""Profiles as museums' pictures carry them, made from their published definitions."""

from __future__ import annotations

import itertools
import struct

import numpy as np

from artmeta.imaging.icc import D50, D65, SRGB, adapted_matrix, assemble, gamma_curve, matrix_profile

ADOBE_RGB = matrix_profile(((0.64, 0.33), (0.21, 0.71), (0.15, 0.06)), D65, 2.19921875)
DISPLAY_P3 = matrix_profile(((0.68, 0.32), (0.265, 0.69), (0.15, 0.06)), D65, 2.2)
PROPHOTO = matrix_profile(((0.7347, 0.2653), (0.1596, 0.8404), (0.0366, 0.0001)), (0.34567, 0.35850), 1.8)
POINTS = 5  # of a table, in each of four inks


def grey_profile(gamma: float) -> bytes:
    """Make a grey profile of one gamma."""
    return assemble(b"GRAY", b"XYZ ", {b"kTRC": gamma_curve(gamma)})


def cmyk_profile(strength: float) -> bytes:
    """Make a CMYK profile of a table: inks that multiply and absorb up to `strength` of the light, on white paper."""
    identity = struct.pack(">9i", *(65536 * (i % 4 == 0) for i in range(9)))
    steps = np.linspace(0, strength, POINTS)
    table = b"".join(bytes(_lab(*inks)) for inks in itertools.product(steps, repeat=4))
    straight = bytes(range(256))
    tag = b"mft1" + bytes(4) + bytes((4, 3, POINTS, 0)) + identity + straight * 4 + table + straight * 3
    return assemble(b"CMYK", b"Lab ", {b"A2B0": tag}, b"prtr")


def _lab(cyan: float, magenta: float, yellow: float, black: float) -> tuple[int, ...]:
    """Return inks printed over each other as 8-bit Lab."""
    light = np.array([1 - cyan, 1 - magenta, 1 - yellow]) * (1 - black)
    place = adapted_matrix(SRGB, D65) @ light / np.array(D50)
    x, y, z = np.where(place > 216 / 24389, np.cbrt(place), (24389 / 27 * place + 16) / 116)
    values = ((116 * y - 16) * 2.55, 500 * (x - y) + 128, 200 * (y - z) + 128)
    return tuple(int(np.clip(round(value), 0, 255)) for value in values)

"""Which pictures are the same to the eye: scaled, cropped, compressed or toned copies of one another."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

BITS = 64
NEAR = 8  # bits of 64: see docs/duplicates.md for how copies and different pictures were measured
PLAIN = 6  # fewer set or unset bits than this describe an even surface, which resembles every other one
BLOCK = 2_048  # pictures compared with one another at once: 4 million pairs, 32 MB


def near_pairs(hashes: NDArray[np.uint64], most: int = NEAR) -> NDArray[np.int64]:
    """Find all pairs of 64-bit difference hashes that differ in at most `most` bits.

    Returns [pairs, 3]: two places in `hashes`, the smaller first, and the bits by which they differ; sorted. Even
    surfaces (a blank page, a night sky) are left out. Pairs that differ in at most k bits agree wholly in one of
    k + 1 bands of bits (Manku et al., WWW 2007), so only pictures that share a band are compared.
    """
    ones = np.bitwise_count(hashes)
    telling = np.flatnonzero((ones >= PLAIN) & (ones <= BITS - PLAIN))
    found = [
        pairs for shift, mask in _bands(most + 1) for pairs in _of_band(hashes, telling, shift, mask, most)
    ]
    return np.unique(np.concatenate(found), axis=0) if found else np.empty((0, 3), dtype=np.int64)


def _bands(count: int) -> Iterator[tuple[np.uint64, np.uint64]]:
    """Cut the bits into bands as even as may be: how far each lies to the left, and its mask."""
    edges = np.linspace(0, BITS, count + 1).round().astype(int)
    for start, end in itertools.pairwise(edges):
        yield np.uint64(start), np.uint64((1 << int(end - start)) - 1)


def _of_band(
    hashes: NDArray[np.uint64], telling: NDArray[np.int64], shift: np.uint64, mask: np.uint64, most: int
) -> Iterator[NDArray[np.int64]]:
    """Compare the pictures that agree in one band."""
    band = (hashes[telling] >> shift) & mask
    order = np.argsort(band, kind="stable")
    groups = np.split(telling[order], np.flatnonzero(np.diff(band[order])) + 1)
    for group in groups:
        if len(group) > 1:
            yield from _within(hashes, group, most)


def _within(hashes: NDArray[np.uint64], places: NDArray[np.int64], most: int) -> Iterator[NDArray[np.int64]]:
    for first in range(0, len(places), BLOCK):
        left = places[first : first + BLOCK]
        for second in range(first, len(places), BLOCK):
            right = places[second : second + BLOCK]
            bits = np.bitwise_count(hashes[left][:, None] ^ hashes[right][None, :])
            rows, columns = np.nonzero((bits <= most) & (left[:, None] < right[None, :]))
            if len(rows):
                yield np.stack([left[rows], right[columns], bits[rows, columns].astype(np.int64)], axis=1)

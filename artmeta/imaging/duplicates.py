"""Near-duplicate detection by a perceptual hash (difference hash): scaled, compressed or recoloured copies."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Indices = NDArray[np.int64]

BITS = 64
NEAR = 8  # bits of 64: see docs/duplicates.md for how copies and different pictures were measured
PLAIN = 6  # fewer set or unset bits than this describe an even surface, which resembles every other one
BLOCK = 2_048  # hashes compared with one another at once: 4 million pairs, 32 MB
# near duplicates of one picture of which all pairs are listed; of more, a spanning forest, as pairs grow quadratically
MAX_CLIQUE = 32
MANY, VERY_MANY = 20_000, 200_000  # hashes from which an index over 2, over 3 bands takes less CPU time


def near_pairs(hashes: Hashes, most: int = NEAR) -> Indices:
    """Find the pairs of 64-bit difference hashes that differ in at most `most` bits.

    Returns [pairs, 3]: two indices into `hashes`, the smaller first, and the Hamming distance; sorted. Even
    surfaces (a blank page, a night sky) are left out. Where more than `MAX_CLIQUE` pictures are alike, such as a
    placeholder under thousands of works, the pairs of a minimum spanning forest are listed instead of all: every
    picture stands with one of its nearest, and the groups are the same.

    Hashes that differ in at most k bits agree in at least m - k of m bands of bits, so only hashes that agree in
    such a combination of bands are compared (Manku, Jain, Das Sarma, WWW 2007, section 3).
    """
    ones = np.bitwise_count(hashes)
    telling = np.flatnonzero((ones >= PLAIN) & (ones <= BITS - PLAIN))
    different, inverse = np.unique(hashes[telling], return_inverse=True)
    groups = _groups(telling, inverse, len(different))
    pairs = np.concatenate([_equal(groups), _between(groups, _different(different, most))])
    pairs[:, :2].sort(axis=1)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


@dataclass(frozen=True, slots=True)
class _Groups:
    """The pictures of each different hash: those of hash h are `members[start[h]:start[h] + size[h]]`."""

    members: Indices
    start: Indices
    size: Indices


def _groups(places: Indices, inverse: Indices, count: int) -> _Groups:
    order = np.argsort(inverse, kind="stable")
    size = np.bincount(inverse, minlength=count).astype(np.int64)
    return _Groups(places[order], np.cumsum(size) - size, size)


def _equal(groups: _Groups) -> Indices:
    """Pair the pictures of one hash: all pairs, or, of more than `MAX_CLIQUE`, each with the first."""
    all_pairs = [np.empty((0, 3), dtype=np.int64)]
    for start, size in zip(groups.start[groups.size > 1], groups.size[groups.size > 1], strict=True):
        members = groups.members[start : start + size]
        one, other = (
            np.triu_indices(size, 1) if size <= MAX_CLIQUE else (np.zeros(size - 1, int), np.arange(1, size))
        )
        all_pairs.append(np.stack([members[one], members[other], np.zeros(len(one), np.int64)], axis=1))
    return np.concatenate(all_pairs)


def _between(groups: _Groups, pairs: Indices) -> Indices:
    """Replace pairs of hashes by all pairs of their pictures; of more than `MAX_CLIQUE`, by a pair of the first."""
    size = np.where(groups.size > MAX_CLIQUE, 1, groups.size)
    count = size[pairs[:, 0]] * size[pairs[:, 1]]
    row = np.repeat(np.arange(len(pairs)), count)
    number = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    width = size[pairs[row, 1]]
    one = groups.members[groups.start[pairs[row, 0]] + number // width]
    other = groups.members[groups.start[pairs[row, 1]] + number % width]
    return np.stack([one, other, pairs[row, 2]], axis=1)


def _different(hashes: Hashes, most: int) -> Indices:
    """Find the near pairs of distinct hashes [pairs, 3]; of more than `MAX_CLIQUE`, a minimum spanning forest."""
    agreeing = 1 + (len(hashes) > MANY) + (len(hashes) > VERY_MANY)
    bands = _bands(min(most + agreeing, BITS))
    keys = itertools.combinations(range(len(bands)), min(agreeing, len(bands)))
    all_pairs = [pairs for chosen in keys for pairs in _of_key(hashes, bands, chosen, most)]
    return _thinned(np.concatenate(all_pairs or [np.empty((0, 3), dtype=np.int64)]))


def _bands(count: int) -> list[np.uint64]:
    """Cut the bits into bands as even as may be; return the mask of each."""
    edges = np.linspace(0, BITS, count + 1).round().astype(int)
    return [
        np.uint64(((1 << int(end - start)) - 1) << int(start)) for start, end in itertools.pairwise(edges)
    ]


def _of_key(hashes: Hashes, bands: list[np.uint64], chosen: tuple[int, ...], most: int) -> Iterator[Indices]:
    """Compare the hashes that agree in the chosen bands; a pair that agrees in earlier ones too is left to those."""
    key = hashes & np.bitwise_or.reduce([bands[one] for one in chosen])
    order = np.argsort(key, kind="stable")
    edges = np.flatnonzero(np.diff(key[order])) + 1
    starts, ends = np.r_[0, edges], np.r_[edges, len(order)]
    before = [bands[one] for one in range(chosen[-1]) if one not in chosen]
    sizes = ends - starts
    small = np.repeat(np.where(sizes <= BLOCK, ends, 0), sizes)
    large = zip(starts[sizes > BLOCK].tolist(), ends[sizes > BLOCK].tolist(), strict=True)
    blocks = (block for start, end in large for block in _blocks(hashes, order[start:end], most))
    for one, other in itertools.chain(_neighbours(hashes, order, small, most), blocks):
        differing = hashes[one] ^ hashes[other]
        new = np.all([differing & band != 0 for band in before], axis=0) if before else slice(None)
        bits = np.bitwise_count(differing[new]).astype(np.int64)
        yield _thinned(np.stack([one[new], other[new], bits], axis=1))


def _neighbours(hashes: Hashes, order: Indices, end: Indices, most: int) -> Iterator[tuple[Indices, Indices]]:
    """Compare within all small groups at once the hashes that stand one apart, two apart ...

    `end` [n] is where the group of each position in `order` ends, 0 for positions that are left out.
    """
    ordered, position = hashes[order], np.arange(len(order))
    for apart in itertools.count(1):
        position = position[position + apart < end[position]]
        if not len(position):
            return
        near = position[np.bitwise_count(ordered[position] ^ ordered[position + apart]) <= most]
        yield order[near], order[near + apart]


def _blocks(hashes: Hashes, group: Indices, most: int) -> Iterator[tuple[Indices, Indices]]:
    """Compare within a large group a block of hashes with a block of hashes."""
    cuts = range(0, len(group), BLOCK)
    for first, second in itertools.combinations_with_replacement(cuts, 2):
        left, right = group[first : first + BLOCK], group[second : second + BLOCK]
        near = np.bitwise_count(hashes[left][:, None] ^ hashes[right][None, :]) <= most
        rows, columns = np.nonzero(np.triu(near, 1) if first == second else near)
        yield left[rows], right[columns]


def _thinned(pairs: Indices) -> Indices:
    """Return the pairs [pairs, 3], those of pictures in more than `MAX_CLIQUE` replaced by a spanning forest."""
    if len(pairs) <= MAX_CLIQUE:
        return pairs
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

    places, index = np.unique(pairs[:, :2], return_inverse=True)
    index = index.reshape(-1, 2)
    crowded = np.bincount(index.ravel()) > MAX_CLIQUE
    if not crowded.any():
        return pairs
    graph = coo_array((pairs[:, 2].astype(np.float64), index.T), shape=(len(places),) * 2).tocsr()
    _, component = connected_components(graph, directed=False)
    dense = np.isin(component, component[crowded])
    tree = minimum_spanning_tree(graph).tocoo()
    forest = np.stack([places[tree.row], places[tree.col], tree.data.astype(np.int64)], axis=1)
    return np.concatenate([pairs[~dense[index[:, 0]]], forest[dense[tree.row]]])

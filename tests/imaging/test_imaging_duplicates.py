from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artmeta.imaging import duplicates
from artmeta.imaging.duplicates import BITS, PLAIN, near_pairs


def slowly(hashes: list[int], most: int) -> set[tuple[int, int, int]]:
    usual = [i for i, h in enumerate(hashes) if PLAIN <= h.bit_count() <= BITS - PLAIN]
    pairs = ((i, j, (hashes[i] ^ hashes[j]).bit_count()) for i in usual for j in usual if i < j)
    return {(i, j, bits) for i, j, bits in pairs if bits <= most}


FEW = st.integers(0, 2**64 - 1)
CLUSTERS = st.lists(
    st.tuples(
        st.sampled_from([0x0F0F_3C3C_5555_1234, 0xFFFF_0000_AAAA_9876, 0]),
        st.sets(st.integers(0, 63), max_size=12),
    ),
    max_size=25,
)


@settings(deadline=None)
@given(CLUSTERS, st.lists(FEW, max_size=20), st.integers(0, 12))
def test_all_near_pairs_are_found_and_no_other(
    near: list[tuple[int, set[int]]], few: list[int], most: int
) -> None:
    hashes = [seed ^ sum(1 << bit for bit in bits) for seed, bits in near] + few
    result = near_pairs(np.array(hashes, dtype=np.uint64), most)
    assert {tuple(pair) for pair in result.tolist()} == slowly(hashes, most)
    assert result.shape[1] == 3 and len(result) == len(np.unique(result, axis=0))


def test_even_surfaces_resemble_nothing() -> None:
    assert len(near_pairs(np.array([0, 0, 1, 2**64 - 1, 2**64 - 1], dtype=np.uint64))) == 0
    assert near_pairs(np.array([], dtype=np.uint64)).shape == (0, 3)


def test_blocks_do_not_lose_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(7)
    hashes = np.repeat(random.integers(0, 2**63, 40, dtype=np.uint64), 3) ^ (
        np.uint64(1) << random.integers(0, 60, 120, dtype=np.uint64)
    )
    whole = near_pairs(hashes, 4)
    monkeypatch.setattr(duplicates, "BLOCK", 2)
    assert np.array_equal(near_pairs(hashes, 4), whole)
    assert len(whole) >= 40


def components(pairs: np.ndarray, count: int) -> list[set[int]]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    labels = connected_components(graph, directed=False)[1]
    return sorted(({*np.flatnonzero(labels == one).tolist()} for one in np.unique(labels)), key=min)


@pytest.mark.parametrize("flipped", [0, 1, 2])
def test_a_crowd_is_listed_by_its_nearest_and_small_groups_by_all_their_pairs(flipped: int) -> None:
    random = np.random.default_rng(flipped)
    crowd = np.full(600, 0x0F0F_3C3C_5555_1234, dtype=np.uint64)
    for _ in range(flipped):
        crowd ^= np.uint64(1) << random.integers(0, 60, 600, dtype=np.uint64)
    small = np.uint64(0xFFFF_0000_AAAA_9876) ^ (np.uint64(1) << np.arange(5, dtype=np.uint64))
    far = random.integers(2**62, 2**63, 200, dtype=np.uint64)
    hashes = random.permutation(np.concatenate([crowd, small, far]))
    every = np.array(sorted(slowly(hashes.tolist(), 8)))
    result = near_pairs(hashes)
    assert components(result, len(hashes)) == components(every, len(hashes))
    assert {tuple(pair) for pair in result.tolist()} <= {tuple(pair) for pair in every.tolist()}
    assert len(every) >= 600 * 599 // 2 and len(result) < 600 * duplicates.MAX_CLIQUE // 2
    of_small = np.isin(hashes, small)
    both = of_small[result[:, 0]] & of_small[result[:, 1]]
    assert both.sum() == 10


@pytest.mark.parametrize("agreeing", [2, 3])
def test_an_index_over_more_bands_finds_the_same(agreeing: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(agreeing)
    hashes = np.repeat(random.integers(0, 2**63, 300, dtype=np.uint64), 3)
    for _ in range(4):
        hashes ^= np.uint64(1) << random.integers(0, 63, len(hashes), dtype=np.uint64)
    whole = near_pairs(hashes)
    monkeypatch.setattr(duplicates, "MANY", 0)
    monkeypatch.setattr(duplicates, "VERY_MANY", 0 if agreeing == 3 else 10**9)
    assert np.array_equal(near_pairs(hashes), whole) and len(whole) > 500

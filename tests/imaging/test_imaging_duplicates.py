from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from artmeta.imaging.duplicates import BITS, PLAIN, near_pairs


def slowly(hashes: list[int], most: int) -> set[tuple[int, int, int]]:
    told = [i for i, h in enumerate(hashes) if PLAIN <= h.bit_count() <= BITS - PLAIN]
    pairs = ((i, j, (hashes[i] ^ hashes[j]).bit_count()) for i in told for j in told if i < j)
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
    found = near_pairs(np.array(hashes, dtype=np.uint64), most)
    assert {tuple(pair) for pair in found.tolist()} == slowly(hashes, most)
    assert found.shape[1] == 3 and len(found) == len(np.unique(found, axis=0))


def test_even_surfaces_resemble_nothing() -> None:
    assert len(near_pairs(np.array([0, 0, 1, 2**64 - 1, 2**64 - 1], dtype=np.uint64))) == 0
    assert near_pairs(np.array([], dtype=np.uint64)).shape == (0, 3)


def test_blocks_do_not_lose_pairs(monkeypatch: object) -> None:
    random = np.random.default_rng(7)
    hashes = np.repeat(random.integers(0, 2**63, 40, dtype=np.uint64), 3) ^ (
        np.uint64(1) << random.integers(0, 60, 120, dtype=np.uint64)
    )
    from artmeta.imaging import duplicates

    whole = near_pairs(hashes, 4)
    monkeypatch.setattr(duplicates, "BLOCK", 2)  # type: ignore[attr-defined]
    assert np.array_equal(near_pairs(hashes, 4), whole)
    assert len(whole) >= 40

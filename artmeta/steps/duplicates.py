"""Copies: works that show the same picture, to the byte or to the eye."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from artmeta.imaging.duplicates import near_pairs
from artmeta.steps.context import RunContext
from artmeta.store.vectors import unpack

SURE = 3  # bits: no two different pictures of 513,591 pairs came so close; scaled and compressed copies do
PAIRS = 20_000  # compared at a time by their vectors: at most 40,000 of 5 kB
ALIKE = 0.85  # cosine of what the backbone saw: the likest two different pictures had 0.71 at up to 10 bits


def find_duplicates(context: RunContext) -> None:
    """List the pairs of works with the same or nearly the same picture; a group of equal files hangs on its first."""
    works = context.store.frame("hashed_pictures", collection=context.run.collection)
    rows = [*_exact(works), *_near(context, works)]
    with context.store.transaction():
        context.store.execute("delete_duplicates", collection=context.run.collection)
        if rows:
            context.store.insert("duplicates", pd.DataFrame([_row(context, *row) for row in rows]))


def same_pictures(hashes: NDArray[np.uint64], vectors: NDArray[np.float32]) -> NDArray[np.int64]:
    """Find the pairs of works that show the same picture to the eye: [pairs, 3], two places and the bits between.

    `hashes` [n] are difference hashes, `vectors` [n, width] what a backbone saw; it settles the doubtful ones.
    """
    pairs = near_pairs(hashes)
    kept: NDArray[np.int64] = pairs[(pairs[:, 2] <= SURE) | (_cosines(vectors, pairs[:, :2]) >= ALIKE)]
    return kept


def _exact(works: pd.DataFrame) -> list[tuple[str, str, str, int]]:
    same = works[works.duplicated("sha256", keep=False)]
    firsts = same.drop_duplicates("sha256").set_index("sha256")["artwork_id"]
    others = same[same.duplicated("sha256")]
    return [
        (firsts[sha256], other, "exact", 0)
        for other, sha256 in zip(others["artwork_id"], others["sha256"], strict=True)
    ]


def _near(context: RunContext, works: pd.DataFrame) -> list[tuple[str, str, str, int]]:
    """Compare different files by their hashes, and doubtful pairs by what the backbone saw in them."""
    files = works.drop_duplicates("sha256").reset_index(drop=True)
    pairs = near_pairs(files["dhash"].to_numpy(dtype=np.uint64))
    pairs = pairs[_alike(context, files["sha256"], pairs)]
    ids = files["artwork_id"]
    return [(ids[first], ids[second], "near", int(bits)) for first, second, bits in pairs.tolist()]


def _alike(context: RunContext, digests: pd.Series[str], pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say of each pair whether it is the same picture; a doubtful one that no backbone saw is not called so."""
    same: NDArray[np.bool_] = pairs[:, 2] <= SURE
    doubtful = np.flatnonzero(~same)
    for start in range(0, len(doubtful), PAIRS):
        some = doubtful[start : start + PAIRS]
        same[some] = _likenesses(context, digests, pairs[some, :2]) >= ALIKE
    return same


def _likenesses(
    context: RunContext, digests: pd.Series[str], pairs: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the cosine of each pair's vectors [pairs], -1 where one of them is not in the store."""
    wanted = digests.iloc[np.unique(pairs)]
    seen = context.store.frame("vectors_of_pictures", pictures=sorted(wanted))
    place = pd.Index(seen["sha256"]).get_indexer(pd.Index(digests))
    both = place[pairs]
    known = (both >= 0).all(axis=1)
    found = np.full(len(pairs), -1.0)
    if known.any():
        found[known] = _cosines(unpack(seen["vector"]), both[known])
    return found


def _cosines(vectors: NDArray[np.float32], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the cosine of each pair [pairs, 2] of vectors [n, width]."""
    norms = np.maximum(np.linalg.norm(vectors, axis=1), 1e-6)
    found = np.empty(len(pairs))
    for start in range(0, len(pairs), PAIRS):
        one, other = pairs[start : start + PAIRS].T
        products = np.einsum("ij,ij->i", vectors[one], vectors[other])
        found[start : start + PAIRS] = products / (norms[one] * norms[other])
    return found


def _row(context: RunContext, first: str, second: str, kind: str, distance: int) -> dict[str, Any]:
    one, other = sorted((first, second))
    return {
        "collection": context.run.collection,
        "artwork_id": one,
        "other_artwork_id": other,
        "kind": kind,
        "distance": distance,
        "run_id": context.id,
    }

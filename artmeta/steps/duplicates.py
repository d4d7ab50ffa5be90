"""Copies: works with the same picture, by file or by near-duplicate detection."""

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
ALIKE = 0.85  # cosine of embeddings: different pictures had at most 0.71 at up to 10 bits


def find_duplicates(context: RunContext) -> None:
    """Store the pairs of works with the same or nearly the same picture; equal files are paired with their first."""
    works = context.store.frame("hashed_pictures", collection=context.run.collection)
    rows = [*_exact(works), *_near(context, works)]
    with context.store.transaction():
        context.store.execute("delete_duplicates", collection=context.run.collection)
        context.store.insert("duplicates", [_row(context, *row) for row in rows])


def same_pictures(hashes: NDArray[np.uint64], vectors: NDArray[np.float32]) -> NDArray[np.int64]:
    """Find near-duplicates: [pairs, 3], two rows and the Hamming distance of their hashes.

    `hashes` [n] are difference hashes; `vectors` [n, width] are embeddings, which decide pairs of a larger distance.
    """
    pairs = near_pairs(hashes)
    return pairs[(pairs[:, 2] <= SURE) | (_cosines(vectors, pairs[:, :2]) >= ALIKE)]


def _exact(works: pd.DataFrame) -> list[tuple[str, str, str, int]]:
    same = works[works.duplicated("sha256", keep=False)]
    firsts = same.drop_duplicates("sha256").set_index("sha256")["artwork_id"]
    others = same[same.duplicated("sha256")]
    return [
        (firsts[sha256], other, "exact", 0)
        for other, sha256 in zip(others["artwork_id"], others["sha256"], strict=True)
    ]


def _near(context: RunContext, works: pd.DataFrame) -> list[tuple[str, str, str, int]]:
    """Compare different files by their hashes, and pairs of a larger distance by their embeddings."""
    files = works.drop_duplicates("sha256").reset_index(drop=True)
    pairs = near_pairs(files["dhash"].to_numpy(dtype=np.uint64))
    pairs = pairs[_alike(context, files["sha256"], pairs)]
    ids = files["artwork_id"]
    return [(ids[first], ids[second], "near", int(bits)) for first, second, bits in pairs.tolist()]


def _alike(context: RunContext, digests: pd.Series[str], pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which pairs are the same picture [pairs]; one without embeddings needs a small distance."""
    same: NDArray[np.bool_] = pairs[:, 2] <= SURE
    doubtful = np.flatnonzero(~same)
    for start in range(0, len(doubtful), PAIRS):
        batch = doubtful[start : start + PAIRS]
        same[batch] = _likenesses(context, digests, pairs[batch, :2]) >= ALIKE
    return same


def _likenesses(
    context: RunContext, digests: pd.Series[str], pairs: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the cosine of each pair's embeddings [pairs], -1 where one of them is not stored."""
    pictures = digests.iloc[np.unique(pairs)]
    stored = context.store.frame("vectors_of_pictures", pictures=sorted(pictures))
    place = pd.Index(stored["sha256"]).get_indexer(pd.Index(digests))
    pair_rows = place[pairs]
    complete = (pair_rows >= 0).all(axis=1)
    cosines = np.full(len(pairs), -1.0)
    if complete.any():
        cosines[complete] = _cosines(unpack(stored["vector"]), pair_rows[complete])
    return cosines


def _cosines(vectors: NDArray[np.float32], pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the cosine of each pair [pairs, 2] of vectors [n, width]."""
    norms = np.maximum(np.linalg.norm(vectors, axis=1), 1e-6)
    cosines = np.empty(len(pairs))
    for start in range(0, len(pairs), PAIRS):
        one, other = pairs[start : start + PAIRS].T
        products = np.einsum("ij,ij->i", vectors[one], vectors[other])
        cosines[start : start + PAIRS] = products / (norms[one] * norms[other])
    return cosines


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

"""Two-dimensional projection of embeddings (PCA, then UMAP) with the nearest neighbours of each, for a map of works."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.batches import batched
from artmeta.errors import ConfigError, InputError
from artmeta.vision.reference_embeddings import unit_vectors

COMPONENTS = 50  # principal components that UMAP sees: its neighbours are found in a fraction of the time
PCA_SAMPLE = 10_000  # pictures that the components are estimated on: 51 MB in float32
BATCH = 4096  # pictures transformed at a time
NEIGHBOURS = 15  # UMAP's default: between local detail and overall shape
MIN_DIST = 0.1  # UMAP's default: how closely points may lie on the map
EXACT = 20_000  # pictures up to which neighbours are searched exactly; Annoy's trees are ten times faster for 100,000
FEWEST = 10  # pictures; a layout of fewer shows nothing that a list would not

# keys of n pictures -> embeddings [n, width], in their order
Vectors = Callable[[Sequence[str]], NDArray[np.float32]]
Advance = Callable[[int], object]  # told the number of pictures that were transformed


@dataclass(frozen=True, slots=True)
class Projection:
    """Positions [n, 2] within -1 to 1 in float32, and the rows [n, k] of each picture's nearest neighbours in uint32.

    A picture is no neighbour of itself; the nearest comes first.
    """

    positions: NDArray[np.float32]
    neighbours: NDArray[np.uint32]


def project(
    keys: Sequence[str], vectors: Vectors, seed: int = 1, threads: int = 1, advance: Advance = lambda _: None
) -> Projection:
    """Lay out n pictures by their embeddings, alike pictures close together; one seed gives one layout.

    Embeddings are scaled to unit length (cosine likeness) and reduced to 50 principal components. UMAP: McInnes,
    Healy & Melville 2018, arXiv:1802.03426. Neighbours are exact up to 20,000 pictures, approximate
    above (Annoy). Raises InputError for fewer than 10 pictures, ConfigError where the extra `map` is not installed.
    """
    if len(keys) < FEWEST:
        raise InputError(
            f"A map needs at least {FEWEST} pictures, not {len(keys)}.", "Classify more works first."
        )
    reduced = _principal_components(keys, vectors, seed, advance)
    return _umap(reduced, seed, threads)


def _principal_components(
    keys: Sequence[str], vectors: Vectors, seed: int, advance: Advance
) -> NDArray[np.float32]:
    from sklearn.decomposition import PCA

    rows = np.sort(np.random.default_rng(seed).permutation(len(keys))[:PCA_SAMPLE])
    sample = unit_vectors(vectors([keys[row] for row in rows]))
    components = min(COMPONENTS, *sample.shape)
    model = PCA(components, svd_solver="randomized", random_state=seed).fit(sample)
    parts = []
    for part in batched(keys, BATCH):
        parts.append(model.transform(unit_vectors(vectors(part))).astype(np.float32))
        advance(len(part))
    return np.concatenate(parts)


def _umap(reduced: NDArray[np.float32], seed: int, threads: int) -> Projection:
    try:
        import knncolle
        import scranpy
    except ImportError:
        raise ConfigError(
            "The map needs the packages scranpy and knncolle, which are not installed.",
            "Install them: pip install 'artmeta[map]'.",
        ) from None
    search = knncolle.VptreeParameters() if len(reduced) <= EXACT else knncolle.AnnoyParameters()
    index = knncolle.build_index(search, np.ascontiguousarray(reduced, dtype=np.float64))
    nearest = knncolle.find_knn(index, num_neighbors=NEIGHBOURS, num_threads=threads)
    layout = scranpy.run_umap(
        nearest, min_dist=MIN_DIST, initialize_seed=seed, optimize_seed=seed, num_threads=threads
    )
    return Projection(_scaled(layout), nearest.index.astype(np.uint32))


def _scaled(layout: NDArray[np.float64]) -> NDArray[np.float32]:
    """Centre a layout and scale it into -1 to 1, its proportions kept."""
    low, high = layout.min(axis=0), layout.max(axis=0)
    extent = float((high - low).max()) / 2 or 1.0
    scaled: NDArray[np.float64] = (layout - (low + high) / 2) / extent
    return scaled.astype(np.float32)

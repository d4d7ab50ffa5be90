"""The layout of a map: positions and neighbours of pictures, computed once for the same pictures and kept."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from artmeta import files
from artmeta.progress import progress
from artmeta.steps.context import RunContext
from artmeta.store.vectors import unpack
from artmeta.vision.projection import Projection, project

METHOD = "1"  # raised when the same embeddings give another layout


def layout(context: RunContext, pictures: Sequence[str], backbone: str, seed: int) -> Projection:
    """Return the layout of pictures (n different digests, in order), from the cache where it was computed before."""
    digest = hashlib.sha256("\n".join((METHOD, str(seed), backbone, *pictures)).encode()).hexdigest()[:24]
    path = context.settings.cache_dir / "maps" / f"{digest}.npz"
    if (kept := _read(path)) is not None:
        return kept
    with progress("map", len(pictures), "pictures") as tick:
        made = project(
            pictures,
            lambda keys: _vectors(context, keys, backbone),
            seed,
            context.settings.workers,
            advance=tick,
        )
    with files.replacing(path, durable=False) as part, part.open("wb") as file:
        np.savez(file, positions=made.positions, neighbours=made.neighbours)
    return made


def _vectors(context: RunContext, pictures: Sequence[str], backbone: str) -> NDArray[np.float32]:
    """Return the embeddings [n, width] of pictures, in their order."""
    rows = context.store.rows("vectors_by_backbone", backbone=backbone, pictures=list(pictures))
    by_digest = {row["sha256"]: number for number, row in enumerate(rows)}
    return unpack(row["vector"] for row in rows)[[by_digest[picture] for picture in pictures]]


def _read(path: Path) -> Projection | None:
    """Return a kept layout; None where there is none, or where its file is damaged."""
    try:
        with np.load(path) as kept:
            return Projection(kept["positions"], kept["neighbours"])
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None

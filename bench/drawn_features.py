"""Embedding workers that draw random features: what is left of a run is the process that writes (`bench.writer`)."""

from __future__ import annotations

import numpy as np

from artmeta.imaging.properties import ImageProperties
from artmeta.steps.embedding_worker import EmbeddingResult, PictureFile
from artmeta.store.vectors import pack

WIDTH = 1280


def start(_: object) -> None:
    """Begin a worker without a network."""


def embed_batch(pictures: list[PictureFile]) -> list[EmbeddingResult]:
    """Draw random features for pictures."""
    digest = int(pictures[0].sha256[:12], 16)
    vectors = pack(np.random.default_rng(digest).random((len(pictures), WIDTH), dtype=np.float32))
    properties = ImageProperties(*np.random.default_rng(digest).random(7).tolist())
    return [
        EmbeddingResult(picture.sha256, vector, digest, properties=properties)
        for picture, vector in zip(pictures, vectors, strict=True)
    ]

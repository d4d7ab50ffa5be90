"""Embeddings of a model's training works, by which the works most similar to a new one are found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.vision.heads import Floats, Vectors
from artmeta.vision.packed_arrays import packed, unpacked
from artmeta.vision.targets import Targets, one_hot

BLOCK = 2_048  # works compared at once: with 10,000 references 80 MB of similarities


@dataclass(frozen=True, slots=True)
class ReferenceEmbeddings:
    """The training works of a head: features of length 1 [n, width] in float16, targets [n, topics], and names.

    `artwork_ids` and `sha256s` name work and picture.
    """

    embeddings: NDArray[np.float16]
    y_true: Targets
    artwork_ids: tuple[str, ...]
    sha256s: tuple[str, ...]

    def nearest(self, vectors: Vectors, count: int) -> tuple[NDArray[np.intp], Floats]:
        """Return places and cosines [m, count] of the works most similar to each of `vectors`, the nearest first.

        The features are not centred: sketches lack the common direction of paintings, and would hardly be told
        from them without it.
        """
        count = min(count, len(self.y_true))
        blocks = list(self._blocks(vectors, count))
        if not blocks:
            return np.zeros((0, count), np.intp), np.zeros((0, count))
        places, cosines = zip(*blocks, strict=True)
        return np.concatenate(places), np.concatenate(cosines)

    def joined(self, other: ReferenceEmbeddings) -> ReferenceEmbeddings:
        """Return these works and those of another, in this order; both have the same topics."""
        return ReferenceEmbeddings(
            np.concatenate([self.embeddings, other.embeddings]),
            np.concatenate([self.y_true, other.y_true]),
            (*self.artwork_ids, *other.artwork_ids),
            (*self.sha256s, *other.sha256s),
        )

    def named(self, place: int, names: Sequence[str]) -> str:
        """Return the topics of the work at a place, by `names` in the card's order, joined by a bar."""
        return "|".join(names[k] for k in np.flatnonzero(self.y_true[place]).tolist())

    def _blocks(self, vectors: Vectors, count: int) -> Iterator[tuple[NDArray[np.intp], Floats]]:
        known = self.embeddings.astype(np.float32).T
        for start in range(0, len(vectors), BLOCK):
            cosines = unit_vectors(vectors[start : start + BLOCK]) @ known
            best = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
            order = np.argsort(-np.take_along_axis(cosines, best, 1), axis=1, kind="stable")
            places = np.take_along_axis(best, order, 1)
            yield places, np.take_along_axis(cosines, places, 1).astype(np.float64)

    def packed(self) -> bytes:
        """Return the file that is stored beside a model."""
        names = {"artwork_ids": self.artwork_ids, "sha256s": self.sha256s}
        texts = {name: np.array(values, dtype=str) for name, values in names.items()}
        return packed({"directions": self.embeddings, "topics": self.y_true, **texts})

    @classmethod
    def unpacked(cls, data: bytes) -> ReferenceEmbeddings:
        """Read the file; models saved before 0.2 have topic numbers [n] in it. Raises ModelError if it is damaged."""
        with unpacked(data, "reference embeddings") as arrays:
            names = (tuple(map(str, arrays[name])) for name in ("artwork_ids", "sha256s"))
            topics = arrays["topics"]
            y_true = topics if topics.ndim > 1 else one_hot(topics, int(topics.max(initial=0)) + 1)
            return cls(arrays["directions"], y_true, *names)


def unit_vectors(vectors: Vectors) -> NDArray[np.float32]:
    """Scale features [n, width] to length 1; a row of zeros stays as it is."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)

"""What a model remembers of its training works: enough to say which resemble a new one, and how much."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import ModelError
from artmeta.vision.heads import Floats, Vectors

BLOCK = 2_048  # works compared at once: with 10,000 remembered works 80 MB of similarities


@dataclass(frozen=True, slots=True)
class ReferenceEmbeddings:
    """The works a head was trained on: features of length 1 [n, width] in float16, and who they are.

    `topics` [n] are numbers in the card's order, or [n, topics] say which of them a work shows; `artwork_ids` and
    `sha256s` name work and picture.
    """

    directions: NDArray[np.float16]
    topics: NDArray[np.intp] | NDArray[np.bool_]
    artwork_ids: tuple[str, ...]
    sha256s: tuple[str, ...]

    def nearest(self, vectors: Vectors, count: int) -> tuple[NDArray[np.intp], Floats]:
        """Find the `count` most similar works of each: their places [m, count] and cosines, the nearest first.

        The features are not centred: their common direction says how much a picture is a picture at all, and
        sketches lack it. Centred, they would be hardly told from paintings.
        """
        count = min(count, len(self.topics))
        found = list(self._blocks(vectors, count))
        if not found:
            return np.zeros((0, count), np.intp), np.zeros((0, count))
        return np.concatenate([places for places, _ in found]), np.concatenate(
            [cosines for _, cosines in found]
        )

    def named(self, place: int, names: Sequence[str]) -> str:
        """Return the topics of the work at a place, by `names` in the card's order; several are joined by a bar."""
        told = self.topics[place]
        return "|".join(names[int(k)] for k in np.flatnonzero(told)) if told.ndim else names[int(told)]

    def _blocks(self, vectors: Vectors, count: int) -> Iterator[tuple[NDArray[np.intp], Floats]]:
        known = self.directions.astype(np.float32).T
        for start in range(0, len(vectors), BLOCK):
            cosines = unit_vectors(vectors[start : start + BLOCK]) @ known
            best = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
            order = np.argsort(-np.take_along_axis(cosines, best, 1), axis=1, kind="stable")
            places = np.take_along_axis(best, order, 1)
            yield places, np.take_along_axis(cosines, places, 1).astype(np.float64)

    def packed(self) -> bytes:
        """Return the reference as the file that lies beside a model."""
        file = io.BytesIO()
        np.savez(
            file,
            directions=self.directions,
            topics=self.topics,
            artwork_ids=np.array(self.artwork_ids, dtype=str),
            sha256s=np.array(self.sha256s, dtype=str),
        )
        return file.getvalue()

    @classmethod
    def unpacked(cls, data: bytes) -> ReferenceEmbeddings:
        """Read a reference's file; raise ModelError if it is none."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                names = (tuple(map(str, arrays[name])) for name in ("artwork_ids", "sha256s"))
                return cls(arrays["directions"], arrays["topics"], *names)
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as fault:
            raise ModelError(f"The model's memory of its training works is damaged: {fault}.") from None


def unit_vectors(vectors: Vectors) -> NDArray[np.float32]:
    """Scale features [n, width] to length 1; a row of zeros stays as it is."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: NDArray[np.float32] = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return scaled

"""Whether a picture is of the kind a model knows: its topics, and its medium.

No single sign tells both. A sketch of a horse lies far from all paintings, and the classifier is sure of it; a painting
of a ship lies among the paintings, and only the classifier is in doubt. So two signs are made, one of distance and one
of doubt, and whichever speaks louder counts. docs/unfamiliar.md has the measurements.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import ModelError
from artmeta.stats import softmax
from artmeta.vision.heads import Floats, Vectors
from artmeta.vision.reference_embeddings import unit_vectors
from artmeta.vision.shrunk_covariance import ShrunkCovariance

FLAGGED = 0.05  # of the known works that may be called unfamiliar; a curator looks at one in twenty in vain
LEVELS = 257  # quantiles kept of each sign
BEYOND = (
    2.0  # how fast a sign grows beyond all known works, in standard deviations for the way from median to top
)
# Of the doubt: relative distance, entropy, angle. How loud it is beside the distance, and how much the louder of the
# two drowns the other: measured, so that no kind of unfamiliar picture is told worse than by one sign.
WEIGHTS, LOUDNESS, SHARPNESS = (1.0, 0.6, 0.8), 0.6, 2.0

Signs = NDArray[np.float64]  # [n, 4]: distance, relative distance, entropy, angle from the nearest topic


@dataclass(frozen=True, slots=True)
class OODDetector:
    """Where the known works lie, how they scatter, and how strange the strangest twentieth of them look.

    `centres` [topics, width] and `centre` [width] are means of features of length 1. `quantiles` [257, 4] are those of
    the signs of works that were not used to measure them. Above `threshold` a work is unfamiliar.
    """

    centre: NDArray[np.float32]
    centres: NDArray[np.float32]
    overall: ShrunkCovariance
    within: ShrunkCovariance
    quantiles: Signs
    threshold: float

    def score(self, vectors: Vectors, logits: Floats) -> Floats:
        """Return how unfamiliar each work looks: [n], near 0 for the usual, above `threshold` for the unfamiliar.

        Distances are Mahalanobis' (Lee et al. 2018) and their differences (Ren et al. 2021, "A Simple Fix to
        Mahalanobis Distance"), doubt is the entropy of the head's scores, the angle is that between a work and the
        nearest topic's centre, both seen from the centre of all works.
        """
        return _louder(_as_normal(_signs(self, vectors, logits), self.quantiles))

    def packed(self) -> bytes:
        """Return it as the file that lies beside a model."""
        arrays = self.overall.arrays("overall") | self.within.arrays("within")
        arrays |= {"centre": self.centre, "centres": self.centres, "quantiles": self.quantiles}
        file = io.BytesIO()
        np.savez(file, limit=np.array(self.threshold), **arrays)  # type: ignore[arg-type]
        return file.getvalue()

    @classmethod
    def unpacked(cls, data: bytes) -> OODDetector:
        """Read its file; raise ModelError if it is none."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                overall, within = (
                    ShrunkCovariance.from_arrays(arrays, name) for name in ("overall", "within")
                )
                quantiles, limit = arrays["quantiles"], float(arrays["limit"])
                return cls(arrays["centre"], arrays["centres"], overall, within, quantiles, limit)
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as fault:
            raise ModelError(f"What the model knows of familiar works is damaged: {fault}.") from None


def fit_ood_detector(
    vectors: Vectors,
    topics: NDArray[np.intp],
    logits: Floats,
    parts: Sequence[NDArray[np.bool_]],
    known: NDArray[np.bool_],
) -> OODDetector | None:
    """Learn what is familiar from works [n] with their topics and out-of-fold logits [n, topics].

    Each of `parts` [n] marks works that are looked at with what the other `known` works teach: folds of the known
    works, and works held out. `known` marks the works that the result is made of. Returns None where no part has a
    work, so that nothing says how strange a known work may look.
    """
    signs = np.full((len(topics), 4), np.nan)
    for part in parts:
        taught = known & ~part
        signs[part] = _signs(_fit_gaussians(vectors[taught], topics[taught]), vectors[part], logits[part])
    seen = signs[~np.isnan(signs).any(axis=1)]
    if not len(seen):
        return None
    quantiles = np.quantile(seen, np.linspace(0, 1, LEVELS), axis=0)
    threshold = float(np.quantile(_louder(_as_normal(seen, quantiles)), 1 - FLAGGED))
    return replace(_fit_gaussians(vectors[known], topics[known]), quantiles=quantiles, threshold=threshold)


def _fit_gaussians(vectors: Vectors, topics: NDArray[np.intp]) -> OODDetector:
    """Measure where works lie, without knowing yet what is strange."""
    ways = unit_vectors(vectors)
    present, places = np.unique(topics, return_inverse=True)
    centres = np.stack([ways[places == k].mean(axis=0) for k in range(len(present))])
    centre = ways.mean(axis=0)
    return OODDetector(
        centre,
        centres,
        ShrunkCovariance.of(ways - centre),
        ShrunkCovariance.of(ways - centres[places]),
        np.zeros((0, 4)),
        np.inf,
    )


def _signs(taught: OODDetector, vectors: Vectors, logits: Floats) -> Signs:
    ways = unit_vectors(vectors)
    distance = taught.overall.squared(ways - taught.centre)
    nearest = np.min([taught.within.squared(ways - centre) for centre in taught.centres], axis=0)
    scores = softmax(logits)
    entropy = -(scores * np.log(np.clip(scores, 1e-12, None))).sum(axis=1)
    cosines = unit_vectors(ways - taught.centre) @ unit_vectors(taught.centres - taught.centre).T
    return np.stack([distance, nearest - distance, entropy, 1 - cosines.max(axis=1)], axis=1)


def _as_normal(signs: Signs, quantiles: Signs) -> Signs:
    """Say of each sign how many standard deviations out of the known works' it is, whatever its own scale."""
    from scipy.special import ndtri

    levels = (np.arange(len(quantiles)) + 0.5) / len(quantiles)
    usual, columns = ndtri(levels), []
    for sign, known in zip(signs.T, quantiles.T, strict=True):
        slope = BEYOND / max(known[-1] - known[len(known) // 2], 1e-12)
        columns.append(np.interp(sign, known, usual) + np.maximum(sign - known[-1], 0) * slope)
    return np.stack(columns, axis=1)


def _louder(normal: Signs) -> Floats:
    """Take the larger of distance and doubt, smoothly."""
    doubt = LOUDNESS * (normal[:, 1:] @ np.array(WEIGHTS))
    louder: Floats = np.logaddexp(SHARPNESS * normal[:, 0], SHARPNESS * doubt) / SHARPNESS
    return louder

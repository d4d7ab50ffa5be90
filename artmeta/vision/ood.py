"""Out-of-distribution detection: whether a picture is of the topics and the medium of the training works.

No single score detects both. A sketch of a horse lies far from all paintings, and the classifier is sure of it; a
painting of a ship lies among the paintings, and only the classifier is uncertain. So a distance and an uncertainty are
combined by a smooth maximum. docs/unfamiliar.md has the measurements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from artmeta.stats import softmax
from artmeta.vision.heads import Floats, Vectors
from artmeta.vision.packed_arrays import packed, unpacked
from artmeta.vision.reference_embeddings import unit_vectors
from artmeta.vision.shrunk_covariance import ShrunkCovariance

FLAGGED = 0.05  # false-positive rate on in-distribution works: one in twenty is flagged as unfamiliar
LEVELS = 257  # quantiles kept of each feature
BEYOND = 2.0  # how fast a feature grows beyond the training works, in standard deviations for the way median to top
# Of the uncertainty: relative distance, entropy, angle; its factor beside the distance; and the sharpness of the
# maximum of the two. Measured, so that no kind of unfamiliar picture is detected worse than by one feature alone.
WEIGHTS, FACTOR, SHARPNESS = (1.0, 0.6, 0.8), 0.6, 2.0

Features = NDArray[np.float64]  # [n, 4]: distance, relative distance, entropy, angle from the nearest topic


@dataclass(frozen=True, slots=True)
class OODDetector:
    """Gaussians of the training works, and the distribution of their own scores.

    `centres` [topics, width] and `centre` [width] are means of features of length 1. `quantiles` [257, 4] are those of
    works that the Gaussians were not fitted to. Above `threshold` a work is unfamiliar.
    """

    centre: NDArray[np.float32]
    centres: NDArray[np.float32]
    overall: ShrunkCovariance
    within: ShrunkCovariance
    quantiles: Features
    threshold: float

    def score(self, vectors: Vectors, logits: Floats) -> Floats:
        """Return the OOD score of each work [n], near 0 for the usual, above `threshold` for the unfamiliar.

        Distances are Mahalanobis' (Lee et al. 2018) and their differences (Ren et al. 2021, "A Simple Fix to
        Mahalanobis Distance"), the entropy is of the head's scores, the angle is that between a work and the
        nearest topic's centre, both seen from the centre of all works.
        """
        return _combined(_standardized(_features(self, vectors, logits), self.quantiles))

    def packed(self) -> bytes:
        """Return the file that is stored beside a model."""
        arrays = self.overall.arrays("overall") | self.within.arrays("within")
        arrays |= {"centre": self.centre, "centres": self.centres, "quantiles": self.quantiles}
        return packed({"limit": self.threshold, **arrays})

    @classmethod
    def unpacked(cls, data: bytes) -> OODDetector:
        """Read the file; raise ModelError if it is damaged."""
        with unpacked(data, "the OOD detector") as arrays:
            overall, within = (ShrunkCovariance.from_arrays(arrays, name) for name in ("overall", "within"))
            quantiles, threshold = arrays["quantiles"], float(arrays["limit"])
            return cls(arrays["centre"], arrays["centres"], overall, within, quantiles, threshold)


def fit_ood_detector(
    vectors: Vectors,
    labels: NDArray[np.intp],
    logits: Floats,
    parts: Sequence[NDArray[np.bool_]],
    training: NDArray[np.bool_],
) -> tuple[OODDetector | None, Floats]:
    """Fit a detector to works with their topic numbers [n] and out-of-fold logits [n, topics].

    Each of `parts` [n] marks works that are scored by a detector fitted to the other `training` works: folds of the
    training works, or the validation split. `training` [n] marks the works that the result is fitted to. Returns the
    detector, None where no part has a work, so that no threshold can be chosen; and the OOD scores of the works in the
    parts [n], NaN for other works.
    """
    features = np.full((len(labels), 4), np.nan)
    for part in parts:
        others = training & ~part
        features[part] = _features(
            _fit_gaussians(vectors[others], labels[others]), vectors[part], logits[part]
        )
    scored, scores = ~np.isnan(features).any(axis=1), np.full(len(labels), np.nan)
    if not scored.any():
        return None, scores
    quantiles = np.quantile(features[scored], np.linspace(0, 1, LEVELS), axis=0)
    scores[scored] = _combined(_standardized(features[scored], quantiles))
    threshold = float(np.quantile(scores[scored], 1 - FLAGGED))
    fitted = _fit_gaussians(vectors[training], labels[training])
    return replace(fitted, quantiles=quantiles, threshold=threshold), scores


def _fit_gaussians(vectors: Vectors, labels: NDArray[np.intp]) -> OODDetector:
    """Fit the Gaussians alone; there are no quantiles yet, and no threshold."""
    units = unit_vectors(vectors)
    present, places = np.unique(labels, return_inverse=True)
    centres = np.stack([units[places == k].mean(axis=0) for k in range(len(present))])
    centre = units.mean(axis=0)
    overall, within = (ShrunkCovariance.of(units - mean) for mean in (centre, centres[places]))
    return OODDetector(centre, centres, overall, within, np.zeros((0, 4)), np.inf)


def _features(detector: OODDetector, vectors: Vectors, logits: Floats) -> Features:
    units = unit_vectors(vectors)
    offsets, centres = units - detector.centre, detector.centres - detector.centre
    distance = detector.overall.squared(offsets, np.zeros_like(centres[:1]))[:, 0]
    nearest = detector.within.squared(offsets, centres).min(axis=1)
    scores = softmax(logits)
    entropy = -(scores * np.log(np.clip(scores, 1e-12, None))).sum(axis=1)
    cosines = unit_vectors(offsets) @ unit_vectors(centres).T
    return np.stack([distance, nearest - distance, entropy, 1 - cosines.max(axis=1)], axis=1)


def _standardized(features: Features, quantiles: Features) -> Features:
    """Map each feature to the standard deviations of a normal distribution, by the quantiles of the training works."""
    normal, columns = _normal_quantiles(len(quantiles)), []
    for feature, known in zip(features.T, quantiles.T, strict=True):
        slope = BEYOND / max(known[-1] - known[len(known) // 2], 1e-12)
        columns.append(np.interp(feature, known, normal) + np.maximum(feature - known[-1], 0) * slope)
    return np.stack(columns, axis=1)


@cache
def _normal_quantiles(count: int) -> NDArray[np.float64]:
    """Return so many quantiles of the standard normal distribution; scipy would take 12 MB and 0.2 s for them."""
    normal = NormalDist()
    return np.array([normal.inv_cdf((place + 0.5) / count) for place in range(count)])


def _combined(standardized: Features) -> Floats:
    """Return the smooth maximum of distance and uncertainty [n]."""
    uncertainty = FACTOR * (standardized[:, 1:] @ np.array(WEIGHTS))
    combined: Floats = np.logaddexp(SHARPNESS * standardized[:, 0], SHARPNESS * uncertainty) / SHARPNESS
    return combined

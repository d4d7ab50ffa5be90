"""Drift: whether a collection's pictures and confidences are distributed as in training, and as in the last run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from artmeta.bias_audit.works import TINY, Booleans, Floats, Indices

ALPHA = 0.005  # of any false drift from training, and of any from the last run
LEAST_DISTANCE = 0.2  # of distribution functions: a fifth of the works is elsewhere
LEAST_CHANGE = 0.1  # of a histogram since the last run: a tenth of the works moved
MIN_WORKS = 50  # of each side
MOST = 4_000  # works of each side that are compared, drawn at random
PERMUTATIONS, ENOUGH = 999, 20
BINS = 10
TRAINING, LAST_RUN = "training", "last run"
MEASURES = {
    "confidence": "confidence",
    "brightness": "brightness of the pictures",
    "sharpness": "sharpness of the pictures",
    "saturation": "colourfulness of the pictures",
    "image_size": "size of the pictures",
    "topic": "mix of topics",
    "status": "mix of sure, unsure and unfamiliar works",
}


@dataclass(frozen=True, slots=True)
class Drift:
    """How far the distribution of a measure is from what it was: 0 is equal, 1 has nothing in common.

    The distance to training is that of the distribution functions (Kolmogorov and Smirnov), that to the last run the
    total variation of the histograms. `p_value` is adjusted for the number of measures (Bonferroni).
    """

    against: str
    measure: str
    works: int
    other_works: int
    distance: float
    p_value: float

    @property
    def drifted(self) -> bool:
        """Whether the distance is relevant and larger than chance explains."""
        least = LEAST_DISTANCE if self.against == TRAINING else LEAST_CHANGE
        return self.p_value <= ALPHA and self.distance >= least


@dataclass(frozen=True, slots=True)
class DriftSample:
    """Works of one side: measures [n] by name, NaN where not known, their predicted topic [n] and cluster [n]."""

    measures: Mapping[str, Floats]
    predicted: Indices
    cluster: Indices


def drift_from_training(collection: DriftSample, training: DriftSample) -> list[Drift]:
    """Compare a collection's works with the training works, whose confidences are out of fold.

    Confidences are compared as ranks among works of the same predicted topic, so that another mix of topics is no
    drift. The p value is that of a permutation of whole clusters between the two sides.
    """
    compared = []
    for name in collection.measures:
        sides = [_side(sample, name) for sample in (collection, training)]
        if min(len(values) for values, _, _ in sides) >= MIN_WORKS:
            (values, topic, cluster), (others, other_topic, other_cluster) = sides
            both = np.concatenate([values, others])
            if name == "confidence":
                both = _ranks_within(both, np.concatenate([topic, other_topic]))
            inside = np.arange(len(both)) < len(values)
            clusters = np.concatenate([cluster, other_cluster + int(cluster.max()) + 1])
            distance, p_value = permutation_test(both, inside, clusters)
            compared.append((name, len(values), len(others), distance, p_value))
    return [
        Drift(TRAINING, name, works, others, distance, min(1.0, p_value * len(compared)))
        for name, works, others, distance, p_value in compared
    ]


def _side(sample: DriftSample, name: str) -> tuple[Floats, Indices, Indices]:
    """Return a measure's known values [m] with topics and clusters: of at most MOST works."""
    values = sample.measures[name]
    known = np.flatnonzero(np.isfinite(values))
    if len(known) > MOST:
        known = np.sort(np.random.default_rng(1).choice(known, MOST, replace=False))
    _, cluster = np.unique(sample.cluster[known], return_inverse=True)
    return values[known], sample.predicted[known], cluster


def _ranks_within(values: Floats, group: Indices) -> Floats:
    """Return the mid-rank of each value [n] among those of its group, 0 to 1."""
    ranks = np.empty(len(values))
    for each in np.unique(group):
        own = group == each
        _, place, ties = np.unique(values[own], return_inverse=True, return_counts=True)
        ranks[own] = (np.cumsum(ties) - ties / 2)[place] / own.sum()
    return ranks


def permutation_test(values: Floats, inside: Booleans, cluster: Indices) -> tuple[float, float]:
    """Return the Kolmogorov-Smirnov distance of values [n] inside and outside, and its p value.

    In each permutation, as many clusters as there are inside are drawn to be inside. Permutations end as soon as
    `ENOUGH` of them have a distance as large (Besag and Clifford 1991, "Sequential Monte Carlo p-values").
    """
    order = np.argsort(values, kind="stable")
    # of equal values, where the distribution functions have risen
    last = np.append(np.diff(values[order]) > 0, True)
    owner = cluster[order]
    first_side = np.zeros(int(cluster.max()) + 1, dtype=bool)
    first_side[cluster[inside]] = True
    distance, rng = _distance(first_side[owner], last), np.random.default_rng(1)
    larger = 0
    for number in range(1, PERMUTATIONS + 1):
        larger += _distance(rng.permutation(first_side)[owner], last) >= distance - TINY
        if larger == ENOUGH:
            return distance, larger / number
    return distance, (1 + larger) / (1 + PERMUTATIONS)


def _distance(inside: Booleans, last: Booleans) -> float:
    works = int(inside.sum())
    if works in (0, len(inside)):
        return 0.0
    one, other = np.cumsum(inside) / works, np.cumsum(~inside) / (len(inside) - works)
    return float(np.abs(one - other)[last].max())


Profile = Mapping[str, Mapping[str, int]]


def profile(
    sample: DriftSample, topics: tuple[str, ...], status: NDArray[np.str_]
) -> dict[str, dict[str, int]]:
    """Return the number of works in each bin of each measure, which the next run is compared with.

    Measures from 0 to 1 have ten bins of equal width; sizes are binned by powers of two.
    """
    names = np.array([*topics, ""])[sample.predicted]
    binned: dict[str, NDArray[Any]] = {"topic": names, "status": status}
    for name, values in sample.measures.items():
        known = values[np.isfinite(values)]
        steps = np.log2(np.maximum(known, 1)) if name == "image_size" else np.minimum(known * BINS, BINS - 1)
        binned[name] = steps.astype(np.int16)
    return {name: _counts(values) for name, values in binned.items()}


def _counts(values: NDArray[Any]) -> dict[str, int]:
    names, counts = np.unique(values, return_counts=True)
    return {str(name): int(count) for name, count in zip(names, counts, strict=True) if str(name)}


def drift_from_last_run(now: Profile, before: Profile) -> list[Drift]:
    """Compare two runs' profiles by chi-squared tests; where works are the same in both, they err to no drift."""
    names = [name for name in now if min(_total(now, name), _total(before, name)) >= MIN_WORKS]
    return [_change(name, now[name], before[name], len(names)) for name in names]


def _total(histogram: Profile, name: str) -> int:
    return sum(histogram.get(name, {}).values())


def _change(name: str, now: Mapping[str, int], before: Mapping[str, int], tests: int) -> Drift:
    from scipy.special import chdtrc

    bins = sorted({*now, *before})
    counts = np.array([[side.get(each, 0) for each in bins] for side in (now, before)], dtype=float)
    totals = counts.sum(axis=1, keepdims=True)
    shares = counts / totals
    expected = totals * counts.sum(axis=0) / totals.sum()
    statistic = float(((counts - expected) ** 2 / np.maximum(expected, TINY)).sum())
    p_value = float(chdtrc(max(len(bins) - 1, 1), statistic))
    distance = float(np.abs(shares[0] - shares[1]).sum() / 2)
    return Drift(LAST_RUN, name, int(totals[0, 0]), int(totals[1, 0]), distance, min(1.0, p_value * tests))

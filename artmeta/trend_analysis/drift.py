"""Drift: whether works of a group look less certain and less familiar to a classifier than works of known topics do."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from artmeta.trend_analysis.bins import TINY, Floats, Ints, sum_by
from artmeta.trend_analysis.calibration import CalibrationSet, Recalibration, fit_recalibration
from artmeta.trend_analysis.quantification import emq

MOST = 5_000  # works of a group that its topic shares are estimated from: they are then known to a point


@dataclass(frozen=True)
class Reference:
    """Works of known topics, judged out of fold: their calibration set and their scores.

    `scores` [m, scores] are larger for works that are less certain or less familiar, such as 1 - confidence and the
    OOD score.
    """

    known: CalibrationSet
    scores: Floats

    @cached_property
    def recalibration(self) -> Recalibration:
        """The recalibration, fitted when it is first needed: small collections have no group that is tested."""
        return fit_recalibration(self.known.confidences, self.known.y_true)

    def weights(self, confidences: Floats) -> Floats:
        """Return weights [m], with mean about 1, that give the reference the topic shares of works [n, topics].

        The shares are estimated by EMQ on recalibrated confidences.
        """
        step = -(-len(confidences) // MOST)
        shares = emq(self.recalibration.apply(confidences[::step]), self.known.prior)
        return (shares / self.known.prior)[self.known.y_true]


@dataclass(frozen=True, slots=True)
class Drift:
    """How often a work of a group scores higher than one of the reference (0.5: no drift), and its standard error."""

    size: float
    error: float

    @property
    def p_value(self) -> float:
        """One-sided: of a drift so large where there is none."""
        # `scipy.special.ndtr` takes 0.1 CPU s to import
        return math.erfc((self.size - 0.5) / max(self.error, TINY) / math.sqrt(2)) / 2


def drift(scores: Floats, weights: Floats, reference: Floats, cluster: Ints) -> Drift:
    """Compare scores [n, k] of a group with those of a reference [m, k] that has `weights` [m].

    For each score it is the probability that a work of the group scores higher than one of the reference, ties counting
    half (Mann and Whitney 1947); the scores' probabilities are averaged. The standard error is that of DeLong, DeLong
    and Clarke-Pearson 1988, for clusters [n] of dependent works by the sums of their placements (Obuchowski 1997).
    That differences between scores of a black-box classifier show a shift of its inputs: Lipton, Wang, Smola 2018;
    Rabanser, Guennemann, Lipton 2019, "Failing Loudly".
    """
    parts = weights / max(weights.sum(), TINY)
    columns = range(scores.shape[1])
    above = np.mean([_placements(scores[:, k], reference[:, k], parts) for k in columns], axis=0)
    equal = np.full(len(scores), 1 / len(scores))
    below = 1 - np.mean([_placements(reference[:, k], scores[:, k], equal) for k in columns], axis=0)
    size = float(above.mean())
    _, index = np.unique(cluster, return_inverse=True)
    sums = sum_by(index, above - size, int(index.max()) + 1)
    within = (sums**2).sum() / len(scores) ** 2 * len(sums) / max(len(sums) - 1, 1)
    return Drift(size, float(np.sqrt(within + (parts**2 * (below - size) ** 2).sum())))


def _placements(values: Floats, others: Floats, parts: Floats) -> Floats:
    """Return the part of `others` [m], weighted by `parts` [m], that lies below each value [n]; ties count half."""
    order = np.argsort(others, kind="stable")
    total = np.append(0.0, np.cumsum(parts[order]))
    sides = (np.searchsorted(others[order], values, side=side) for side in ("left", "right"))
    placements: Floats = sum(total[places] for places in sides) / 2  # type: ignore[assignment]
    return placements

"""The shares of topics in each bin by every method that the calibration set allows, and which of them is reported."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from artmeta.trend_analysis.bins import TINY, Floats, Ints, YearDistribution, sum_by
from artmeta.trend_analysis.calibration import (
    CalibrationCheck,
    CalibrationSet,
    check_calibration,
    confusion_rates,
    fit_recalibration,
)
from artmeta.trend_analysis.quantification import (
    adjusted_count,
    bin_means,
    emq,
    emq_by_bin,
    predicted_one_hot,
    shift_prior,
    shifted_pairs,
)
from artmeta.trend_options import Method

RCOND = 1e-3  # singular values below this part of the largest are noise of the confusion rates, not signal
UNCORRECTED = ("counted", "weighted")


@dataclass(frozen=True)  # without slots, which a cached property cannot have
class PreparedScores:
    """A model's confidences [works, topics], recalibrated where the calibration set allows it, and the method.

    `calibration_set` holds the out-of-fold confidences recalibrated alike; None if there is none.
    """

    raw: Floats
    confidences: Floats
    calibration_set: CalibrationSet | None
    calibration: CalibrationCheck | None
    method: Method

    @cached_property
    def overall(self) -> Floats:
        """The EMQ shares of topics [topics] among all works; a calibration set that is not `hard` is needed."""
        if self.calibration_set is None or self.calibration_set.hard:
            raise ValueError("EMQ needs out-of-fold confidences")
        return emq(self.confidences, self.calibration_set.prior)

    @cached_property
    def unbiased(self) -> tuple[Floats, CalibrationSet | None]:
        """Scores [works, topics] whose mean is an unbiased share in any group of works, and the set scored alike.

        Confidences shifted to the shares of the whole collection, corrected by the out-of-fold confusion of
        confidences shifted alike. Near those shares their variance is smallest, so they are the scores to test a
        change with.
        """
        known = self.calibration_set
        if known is None:
            return predicted_one_hot(self.raw), None
        works, labelled = self.confidences, known.confidences
        if not known.hard:
            works = shift_prior(works, known.prior, self.overall)
            labelled = shift_prior(labelled, known.prior, self.overall)
        inverse = pseudo_inverse(confusion_rates(labelled, known.y_true))
        return works @ inverse.T, CalibrationSet(labelled @ inverse.T, known.y_true, known.hard)


@dataclass(frozen=True, slots=True)
class ShareEstimate:
    """Shares [bins, topics] by method; `share` is the reported one.

    Its errors are linear near the estimate: `share` moves by `inverse` [bins, topics, topics] times the change
    in the bin's mean of `features` [pairs, topics], less the change in the mean features of the works with known
    topics (`labelled` [bins, m, topics], `labelled_topics` [m]).
    """

    distribution: YearDistribution
    works: Floats
    shares: dict[Method, Floats]
    method: Method
    features: Floats
    inverse: Floats
    labelled: Floats | None = None
    labelled_topics: Ints | None = None
    corrected: Floats | None = None

    @property
    def share(self) -> Floats:
        """The reported shares [bins, topics]: by the method, or `corrected` by the museum's own topics."""
        return self.shares[self.method] if self.corrected is None else self.corrected


def prepare(
    confidences: Floats, calibration_set: CalibrationSet | None, method: Method | None = None, seed: int = 1
) -> PreparedScores:
    """Choose the method that the calibration set allows, unless one is given, and recalibrate [works, topics].

    EMQ needs calibrated confidences: it is chosen only where recalibrated ones pass the check by
    cross-validation; else PACC, with only a confusion matrix ACC; without a calibration set nothing can be corrected
    and works are counted. Where a method is given, nothing is checked.
    """
    if calibration_set is None or len(calibration_set.y_true) == 0:
        return PreparedScores(confidences, confidences, None, None, method or "counted")
    if calibration_set.hard:
        return PreparedScores(
            confidences, predicted_one_hot(confidences), calibration_set, None, method or "acc"
        )
    check = None if method else check_calibration(calibration_set, seed)
    recalibration = fit_recalibration(calibration_set.confidences, calibration_set.y_true)
    chosen: Method = method or ("emq" if check is not None and check.passed else "pacc")
    recalibrated = recalibration.apply(confidences), recalibration.of_set(calibration_set)
    return PreparedScores(confidences, *recalibrated, check, chosen)


def estimate(prepared: PreparedScores, distribution: YearDistribution, count: int) -> ShareEstimate:
    """Estimate the shares of topics in each of `count` bins, by every method the calibration set allows."""
    shares: dict[Method, Floats] = {
        "counted": bin_means(predicted_one_hot(prepared.raw), distribution, count),
        "weighted": bin_means(prepared.raw, distribution, count),
    }
    known, confidences = prepared.calibration_set, prepared.confidences
    if known is None:
        return _uncorrected(prepared, distribution, shares)
    rates = confusion_rates(known.confidences, known.y_true)
    adjusted: Method = "acc" if known.hard else "pacc"
    unbiased = confidences @ pseudo_inverse(rates).T
    shares[adjusted] = adjusted_count(bin_means(unbiased, distribution, count) @ rates.T, rates)
    if not known.hard:
        shares["emq"] = emq_by_bin(confidences, distribution, count, known.prior, prepared.overall)
    if prepared.method in UNCORRECTED:
        return _uncorrected(prepared, distribution, shares)
    linearise = _linearised_emq if prepared.method == "emq" else _linearised_adjusted_count
    works = work_totals(prepared, distribution, count)
    parts = linearise(prepared, known, distribution, shares[prepared.method])
    return ShareEstimate(distribution, works, shares, prepared.method, *parts, known.y_true)


def work_totals(prepared: PreparedScores, distribution: YearDistribution, count: int) -> Floats:
    """Return how many works each of `count` bins holds; parts that differ by topic count by the unbiased scores."""
    if distribution.mass.ndim == 1:
        return distribution.totals(count)
    scores, _ = prepared.unbiased
    mass = np.einsum("pk,pk->p", scores[distribution.work], distribution.mass)
    works = sum_by(distribution.bin, mass, count)
    return np.maximum(works, 0.0)


def _uncorrected(
    prepared: PreparedScores, distribution: YearDistribution, shares: dict[Method, Floats]
) -> ShareEstimate:
    rows = predicted_one_hot(prepared.raw) if prepared.method == "counted" else prepared.raw
    count, topics = shares["counted"].shape
    identity = np.broadcast_to(np.eye(topics), (count, topics, topics))
    works, features = work_totals(prepared, distribution, count), rows[distribution.work]
    return ShareEstimate(distribution, works, shares, prepared.method, features, identity)


def _linearised_adjusted_count(
    prepared: PreparedScores, known: CalibrationSet, distribution: YearDistribution, share: Floats
) -> tuple[Floats, Floats, Floats]:
    inverse = pseudo_inverse(confusion_rates(known.confidences, known.y_true))
    identity = np.eye(len(inverse))
    return (
        (prepared.confidences @ inverse.T)[distribution.work],
        np.broadcast_to(identity, (len(share), *identity.shape)),
        np.broadcast_to(known.confidences @ inverse.T, (len(share), *known.confidences.shape)),
    )


def _linearised_emq(
    prepared: PreparedScores, known: CalibrationSet, distribution: YearDistribution, share: Floats
) -> tuple[Floats, Floats, Floats]:
    bin_ = distribution.bin
    features = shifted_pairs(prepared.confidences, distribution, known.prior, share)
    labelled = np.stack([shift_prior(known.confidences, known.prior, row) for row in share])
    mass = distribution.mass
    if mass.ndim > 1:
        mass = np.einsum("pk,pk->p", features, mass)
    slopes = [_emq_jacobian(features[bin_ == b], mass[bin_ == b], row) for b, row in enumerate(share)]
    return features, np.stack([pseudo_inverse(slope) for slope in slopes]), labelled


def _emq_jacobian(features: Floats, mass: Floats, share: Floats) -> Floats:
    """Return I minus the derivative of the mean shifted confidence by the share it is shifted to: [topics, topics]."""
    weights: Floats = mass / max(float(mass.sum()), TINY)
    cross: Floats = (features * weights[:, None]).T @ features
    derivative = (np.diag(weights @ features) - cross) / np.maximum(share, TINY)
    return np.eye(len(share)) - derivative


def pseudo_inverse(matrix: Floats) -> Floats:
    """Return the inverse of a matrix that noise may have made nearly singular."""
    return np.linalg.pinv(matrix, rcond=RCOND).astype(np.float64)

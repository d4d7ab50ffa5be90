"""The shares of topics in each bin by every method that the evidence allows, and which of them is believed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.trend_options import Method
from artmeta.trends.bins import Spread
from artmeta.trends.evidence import Evidence, confusion_of
from artmeta.trends.quantification import (
    adapted,
    adjusted,
    maximised,
    means,
    overall_mix,
    said,
)
from artmeta.trends.recalibration import CalibrationCheck, check, fit

Floats = NDArray[np.float64]
STEEPEST = 1e-3  # singular values below this part of the largest are noise of the confusion, not signal


@dataclass(frozen=True, slots=True)
class Reading:
    """A model's confidences [works, topics] made ready: mended where the evidence allows it, with their prior.

    `evidence` holds the out-of-fold confidences mended alike; None if there is none.
    """

    raw: Floats
    confidences: Floats
    evidence: Evidence | None
    calibration: CalibrationCheck | None
    method: Method


@dataclass(frozen=True, slots=True)
class Estimate:
    """Shares [bins, topics] by method; `share` is the believed one.

    What its error is made of is linear near the estimate: `share` moves by `inverse` [bins, topics,
    topics] times the change in the bin's mean of `features` [pairs, topics], less the change in the
    mean features of works of known topic (`known` [bins, m, topics]).
    """

    part: Spread
    works: Floats
    shares: dict[Method, Floats]
    method: Method
    features: Floats
    inverse: Floats
    known: Floats | None
    known_topics: NDArray[np.int64] | None
    checked: Floats | None = None

    @property
    def share(self) -> Floats:
        """The shares that are believed [bins, topics]: by the method, or `checked` by the museum's own topics."""
        return self.shares[self.method] if self.checked is None else self.checked


def prepare(
    confidences: Floats, evidence: Evidence | None, method: Method | None = None, seed: int = 1
) -> Reading:
    """Choose the method that the evidence allows, unless one is asked for, and mend the confidences [works, topics].

    EMQ needs confidences that are frequencies: it is chosen only where recalibrated ones pass the check
    on works that did not calibrate them; else PACC, with only a confusion matrix ACC; without
    evidence nothing can be corrected and works are counted. Where a method is asked for, nothing is checked.
    """
    if evidence is None or len(evidence.topics) == 0:
        return Reading(confidences, confidences, None, None, method or "counted")
    if evidence.hard:
        return Reading(confidences, said(confidences), evidence, None, method or "acc")
    verdict = None if method else check(evidence, seed)
    mending = fit(evidence.confidences, evidence.topics)
    mended = Evidence(mending.apply(evidence.confidences), evidence.topics)
    chosen: Method = method or ("emq" if verdict is not None and verdict.passed else "pacc")
    return Reading(confidences, mending.apply(confidences), mended, verdict, chosen)


def estimate(reading: Reading, part: Spread, count: int) -> Estimate:
    """Estimate the shares of topics in each of `count` bins, by every method the evidence allows."""
    works = part.total(count)
    shares: dict[Method, Floats] = {
        "counted": means(said(reading.raw), part, count),
        "weighted": means(reading.raw, part, count),
    }
    evidence = reading.evidence
    if evidence is None:
        features = (said(reading.raw) if reading.method == "counted" else reading.raw)[part.work]
        return Estimate(
            part, works, shares, reading.method, features, _identities(count, features), None, None
        )
    confusion = confusion_of(evidence.confidences, evidence.topics)
    corrected: Method = "acc" if evidence.hard else "pacc"
    shares[corrected] = adjusted(means(reading.confidences, part, count), confusion)
    if not evidence.hard:
        mix = overall_mix(reading.confidences, evidence.prior)
        shares["emq"] = maximised(reading.confidences, part, count, evidence.prior, mix)
    return _believed(reading, evidence, part, works, shares, confusion)


def _believed(
    reading: Reading,
    evidence: Evidence,
    part: Spread,
    works: Floats,
    shares: dict[Method, Floats],
    confusion: Floats,
) -> Estimate:
    count, told = len(works), reading.confidences[part.work]
    known = np.broadcast_to(evidence.confidences, (count, *evidence.confidences.shape))
    if reading.method in {"acc", "pacc"}:
        inverse = np.broadcast_to(inverted(confusion), (count, *confusion.shape))
        return Estimate(part, works, shares, reading.method, told, inverse, known, evidence.topics)
    if reading.method == "emq":
        share = shares["emq"]
        features = adapted(told, evidence.prior, share[part.bin])
        known = np.stack([adapted(evidence.confidences, evidence.prior, row) for row in share])
        inverse = np.stack(
            [
                inverted(_sensitivity(features[part.bin == b], part.mass[part.bin == b], share[b]))
                for b in range(count)
            ]
        )
        return Estimate(part, works, shares, "emq", features, inverse, known, evidence.topics)
    features = said(reading.raw)[part.work] if reading.method == "counted" else reading.raw[part.work]
    return Estimate(part, works, shares, reading.method, features, _identities(count, features), None, None)


def _sensitivity(features: Floats, mass: Floats, share: Floats) -> Floats:
    """Return I minus the derivative of the mean adapted confidence by the share it is adapted to: [topics, topics]."""
    weights: Floats = mass / max(float(mass.sum()), np.finfo(float).tiny)
    mean: Floats = weights @ features
    cross: Floats = (features * weights[:, None]).T @ features
    derivative = (np.diag(mean) - cross) / np.maximum(share, np.finfo(float).tiny)
    result: Floats = np.eye(len(share)) - derivative
    return result


def inverted(matrix: Floats) -> Floats:
    """Invert a matrix that noise may have made nearly singular."""
    result: Floats = np.linalg.pinv(matrix, rcond=STEEPEST).astype(np.float64)
    return result


def _identities(count: int, features: Floats) -> Floats:
    return np.broadcast_to(np.eye(features.shape[1]), (count, features.shape[1], features.shape[1]))


def scores(reading: Reading) -> tuple[Floats, Evidence | None]:
    """Return how much each work counts for each topic [works, topics], and the works of known topic scored alike.

    The mean of the scores over any group of works is an unbiased share of each topic, whatever the group's mix:
    confidences adapted to the collection's mix, put right by the out-of-fold confusion of confidences adapted
    alike. Near the mix of the collection they lose least, so they are the scores to test a change with.
    """
    evidence = reading.evidence
    if evidence is None:
        return said(reading.raw), None
    mine, theirs = reading.confidences, evidence.confidences
    if not evidence.hard:
        mix = overall_mix(mine, evidence.prior)
        mine, theirs = adapted(mine, evidence.prior, mix), adapted(theirs, evidence.prior, mix)
    inverse = inverted(confusion_of(theirs, evidence.topics))
    return mine @ inverse.T, Evidence(theirs @ inverse.T, evidence.topics, evidence.hard)

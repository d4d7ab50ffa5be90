"""Whether confidences are frequencies, and how they become so."""

from __future__ import annotations

import numpy as np
from known_museum import Museum

from artmeta.stats import top_calibration_error
from artmeta.trends.estimation import prepare
from artmeta.trends.evidence import Evidence
from artmeta.trends.recalibration import check, fit


def sharpened(evidence: Evidence, power: float) -> Evidence:
    raised = evidence.confidences**power
    return Evidence(raised / raised.sum(axis=1, keepdims=True), evidence.topics)


def test_calibrated_confidences_stay_as_they_are(museum: Museum, random: np.random.Generator) -> None:
    evidence = museum.evidence(8000, random)
    found = fit(evidence.confidences, evidence.topics)
    assert np.isclose(found.slope, 1, atol=0.05)
    assert np.allclose(found.biases, 0, atol=0.12)


def test_overconfidence_is_mended(museum: Museum, random: np.random.Generator) -> None:
    evidence = museum.evidence(4000, random)
    loud = sharpened(evidence, 3.0)
    mended = fit(loud.confidences, loud.topics).apply(loud.confidences)
    assert top_calibration_error(loud.confidences, loud.topics) > 0.05
    assert top_calibration_error(mended, loud.topics) < 0.02
    assert np.allclose(mended, evidence.confidences, atol=0.1)


def test_the_check_passes_what_is_mended_and_stops_what_cannot_be(
    museum: Museum, random: np.random.Generator
) -> None:
    evidence = museum.evidence(2000, random)
    assert check(sharpened(evidence, 3.0)).passed
    twisted = evidence.confidences.copy()
    liars = random.random(len(twisted)) < 0.4
    twisted[liars] = np.where(twisted[liars] == twisted[liars].max(axis=1, keepdims=True), 0.999, 0.001 / 3)
    twisted[liars] = np.roll(twisted[liars], 1, axis=1)
    verdict = check(Evidence(twisted, evidence.topics))
    assert not verdict.passed and verdict.error > verdict.allowed
    assert prepare(evidence.confidences, Evidence(twisted, evidence.topics)).method == "pacc"


def test_too_little_evidence_does_not_pass(museum: Museum, random: np.random.Generator) -> None:
    assert not check(museum.evidence(20, random)).passed
    assert prepare(museum.confidences(np.arange(8) % 4, random), museum.evidence(20, random)).method == "pacc"


def test_a_confusion_matrix_alone_does_not_pass() -> None:
    assert not check(Evidence.of_counts(np.eye(3, dtype=np.int64) * 100)).passed


def test_a_method_that_is_asked_for_is_taken(museum: Museum, random: np.random.Generator) -> None:
    told, evidence = museum.confidences(np.arange(8) % 4, random), museum.evidence(400, random)
    assert prepare(told, evidence).method == "emq"
    assert prepare(told, evidence, "pacc").method == "pacc"
    assert prepare(told, evidence, "counted").method == "counted"

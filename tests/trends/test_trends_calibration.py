"""Whether confidences are frequencies, and how they become so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
from known_museum import Museum

from artmeta.stats import calibration_test
from artmeta.trend_analysis.calibration import CalibrationSet, check_calibration, fit_recalibration
from artmeta.trend_analysis.estimation import prepare

FIT_TWO_SETS = """
import sys
from pathlib import Path
import numpy as np
from artmeta.kept_results import kept
from artmeta.trend_analysis.calibration import fit_recalibration
rng = np.random.default_rng(int(sys.argv[2]))
with kept(Path(sys.argv[1])):
    for works in (40, 60):
        fit = fit_recalibration(rng.dirichlet(np.ones(3), works), rng.integers(0, 3, works))
        print(fit.slope.hex(), *(bias.hex() for bias in fit.biases.tolist()))
print("scipy" in sys.modules)
"""


def sharpened(known: CalibrationSet, power: float) -> CalibrationSet:
    raised = known.confidences**power
    return CalibrationSet(raised / raised.sum(axis=1, keepdims=True), known.y_true)


def error(confidences: np.ndarray, y_true: np.ndarray) -> float:
    return calibration_test(confidences.max(axis=1), confidences.argmax(axis=1) == y_true).error


def test_calibrated_confidences_stay_as_they_are(museum: Museum, rng: np.random.Generator) -> None:
    known = museum.calibration_set(8000, rng)
    result = fit_recalibration(known.confidences, known.y_true)
    assert np.isclose(result.slope, 1, atol=0.05)
    assert np.allclose(result.biases, 0, atol=0.12)


def test_overconfidence_is_mended(museum: Museum, rng: np.random.Generator) -> None:
    known = museum.calibration_set(4000, rng)
    loud = sharpened(known, 3.0)
    recalibrated = fit_recalibration(loud.confidences, loud.y_true).apply(loud.confidences)
    assert error(loud.confidences, loud.y_true) > 0.05
    assert error(recalibrated, loud.y_true) < 0.02
    assert np.allclose(recalibrated, known.confidences, atol=0.1)


def test_the_check_passes_what_is_mended_and_stops_what_cannot_be(
    museum: Museum, rng: np.random.Generator
) -> None:
    known = museum.calibration_set(2000, rng)
    assert check_calibration(sharpened(known, 3.0)).passed
    twisted = known.confidences.copy()
    liars = rng.random(len(twisted)) < 0.4
    twisted[liars] = np.where(twisted[liars] == twisted[liars].max(axis=1, keepdims=True), 0.999, 0.001 / 3)
    twisted[liars] = np.roll(twisted[liars], 1, axis=1)
    verdict = check_calibration(CalibrationSet(twisted, known.y_true))
    assert not verdict.passed and verdict.error > verdict.allowed
    assert prepare(known.confidences, CalibrationSet(twisted, known.y_true)).method == "pacc"


def test_too_little_evidence_does_not_pass(museum: Museum, rng: np.random.Generator) -> None:
    assert not check_calibration(museum.calibration_set(20, rng)).passed
    assert (
        prepare(museum.confidences(np.arange(8) % 4, rng), museum.calibration_set(20, rng)).method == "pacc"
    )


def test_a_confusion_matrix_alone_does_not_pass() -> None:
    assert not check_calibration(CalibrationSet.of_confusion(np.eye(3, dtype=np.int64) * 100)).passed


def test_a_method_that_is_asked_for_is_taken(museum: Museum, rng: np.random.Generator) -> None:
    confidences, known = museum.confidences(np.arange(8) % 4, rng), museum.calibration_set(400, rng)
    assert prepare(confidences, known).method == "emq"
    assert prepare(confidences, known, "pacc").method == "pacc"
    assert prepare(confidences, known, "counted").method == "counted"


def test_what_was_fitted_to_the_same_works_is_not_fitted_again_and_scipy_is_not_imported(
    tmp_path: Path,
) -> None:
    def fitted(seed: int) -> list[str]:
        command = [sys.executable, "-c", FIT_TWO_SETS, str(tmp_path / "fits.json"), str(seed)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()

    first, again, others = fitted(1), fitted(1), fitted(2)
    assert (first[-1], again[-1], others[-1]) == ("True", "False", "True")
    assert again[:-1] == first[:-1]
    assert others[:-1] != first[:-1]

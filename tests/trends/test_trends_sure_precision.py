"""The precision of sure decisions under other shares of topics than in training, on works whose truth is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from artmeta.trend_analysis.calibration import CalibrationSet
from artmeta.trend_analysis.sure_precision import sure_precision

CONFUSION = np.array([[0.97, 0.02, 0.01], [0.10, 0.85, 0.05], [0.02, 0.03, 0.95]])  # [true, predicted]


def works(counts: list[int], rng: np.random.Generator) -> CalibrationSet:
    """Draw works whose likeliest topic errs by CONFUSION, with calibrated confidences at equal shares."""
    y_true = np.repeat(np.arange(3), counts)
    predicted = np.array([rng.choice(3, p=CONFUSION[k]) for k in y_true])
    posterior = (CONFUSION / CONFUSION.sum(axis=0)).T  # [predicted, true]
    return CalibrationSet(posterior[predicted], y_true.astype(np.int64))


@pytest.mark.parametrize("shares", [(0.1, 0.8, 0.1), (0.3, 0.4, 0.3), (0.7, 0.2, 0.1)])
def test_precision_follows_the_collection_and_its_interval_holds(shares: tuple[float, ...]) -> None:
    rng, held, middles = np.random.default_rng(1), [], []
    true = np.diag(CONFUSION) * shares / (CONFUSION.T @ shares)
    for _ in range(150):
        known, collection = works([100, 100, 100], rng), works([round(600 * each) for each in shares], rng)
        result = sure_precision(known, np.full(3, 0.5), collection.confidences)
        held.append((result.low <= true) & (true <= result.high))
        middles.append(result.precision)
    assert np.mean(middles, axis=0) == pytest.approx(true, abs=0.04)
    assert (np.mean(held, axis=0) >= 0.9).all() and np.mean(held) >= 0.93


def test_a_topic_without_sure_works_has_no_precision() -> None:
    known = works([40, 40, 40], np.random.default_rng(2))
    result = sure_precision(known, np.array([0.5, np.inf, 0.5]), known.confidences)
    assert result.works[1] == 0 and np.isnan(result.precision[1])
    assert (result.low[1], result.high[1]) == (0, 1)
    assert result.shares.sum() == pytest.approx(1)


def test_a_work_that_the_none_class_rejects_is_not_sure() -> None:
    known = works([40, 40, 40], np.random.default_rng(2))
    thresholds = np.full(3, 0.5)
    wrong = known.confidences.argmax(axis=1) != known.y_true
    without_errors = sure_precision(replace(known, rejected=wrong), thresholds, known.confidences)
    assert without_errors.works.sum() == (~wrong).sum() < len(wrong)
    assert without_errors.precision == pytest.approx(1)

"""Shares from confidences; an independent library (quapy) says the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_museum import Museum
from sklearn.base import BaseEstimator

from artmeta.trend_analysis.bins import YearDistribution
from artmeta.trend_analysis.calibration import CalibrationSet, confusion_rates
from artmeta.trend_analysis.estimation import estimate, prepare
from artmeta.trend_analysis.quantification import (
    adjusted_count,
    bin_means,
    emq,
    emq_by_bin,
    predicted_one_hot,
    proportions,
    shift_prior,
)

MIXES = ([0.25, 0.25, 0.25, 0.25], [0.7, 0.1, 0.1, 0.1], [0.02, 0.9, 0.05, 0.03])


class Told(BaseEstimator):
    """A classifier whose input is what it says."""

    def fit(self, confidences: np.ndarray, right: np.ndarray) -> Told:
        self.classes_ = np.unique(right)
        return self

    def predict_proba(self, confidences: np.ndarray) -> np.ndarray:
        return confidences

    def predict(self, confidences: np.ndarray) -> np.ndarray:
        return self.classes_[confidences.argmax(axis=1)]


def one_bin(works: int) -> YearDistribution:
    return YearDistribution(np.arange(works), np.zeros(works, dtype=np.int64), np.ones(works))


@pytest.mark.parametrize("mix", MIXES)
@pytest.mark.parametrize("method", ["counted", "weighted", "acc", "pacc", "emq"])
def test_an_independent_library_says_the_same(
    museum: Museum, rng: np.random.Generator, mix: list[float], method: str
) -> None:
    from quapy.method.aggregative import ACC, CC, EMQ, PACC, PCC

    known = museum.calibration_set(400, rng)
    confidences = museum.confidences(rng.choice(4, 500, p=mix), rng)
    distribution, prior = one_bin(500), np.bincount(known.y_true) / len(known.y_true)
    mine = {
        "counted": lambda: bin_means(predicted_one_hot(confidences), distribution, 1)[0],
        "weighted": lambda: confidences.mean(axis=0),
        "acc": lambda: adjusted_count(
            bin_means(predicted_one_hot(confidences), distribution, 1),
            confusion_rates(predicted_one_hot(known.confidences), known.y_true),
        )[0],
        "pacc": lambda: adjusted_count(
            bin_means(confidences, distribution, 1), confusion_rates(known.confidences, known.y_true)
        )[0],
        "emq": lambda: emq(confidences, prior),
    }
    classifier = Told().fit(known.confidences, known.y_true)
    theirs = {"counted": CC, "weighted": PCC, "acc": ACC, "pacc": PACC, "emq": EMQ}[method](
        classifier, fit_classifier=False
    )
    if method in {"acc", "pacc"}:
        theirs.val_split = None
    theirs.fit(known.confidences, known.y_true)
    assert np.allclose(mine[method](), theirs.predict(confidences), atol=2e-3)


def test_correction_finds_the_mix_that_counting_misses(museum: Museum, rng: np.random.Generator) -> None:
    mix = np.array([0.7, 0.2, 0.07, 0.03])
    confidences = museum.confidences(rng.choice(4, 20_000, p=mix), rng)
    result = estimate(prepare(confidences, museum.calibration_set(4000, rng)), one_bin(len(confidences)), 1)
    off = {method: float(np.abs(shares[0] - mix).max()) for method, shares in result.shares.items()}
    assert result.method == "emq"
    assert off["emq"] < 0.02 and off["pacc"] < 0.02
    assert off["counted"] > 2 * off["emq"] and off["weighted"] > 2 * off["emq"]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60), st.integers(1, 8), st.booleans())
def test_shares_are_shares(seed: int, works: int, bins: int, hard: bool) -> None:
    rng = np.random.default_rng(seed)
    museum = Museum()
    known = museum.calibration_set(200, rng)
    if hard:
        known = CalibrationSet.of_confusion(
            np.array([[8, 1, 1, 0], [0, 10, 0, 0], [2, 2, 5, 1], [0, 0, 0, 0]])
        )
    distribution = YearDistribution(np.arange(works), rng.integers(0, bins, works), np.full(works, 1.0))
    confidences = museum.confidences(rng.choice(4, works), rng)
    result = estimate(prepare(confidences, known), distribution, bins)
    filled = result.works > 0
    for shares in result.shares.values():
        assert (shares >= 0).all() and (shares <= 1 + 1e-9).all()
        assert np.allclose(shares[filled].sum(axis=1), 1)


def test_without_evidence_works_are_counted(museum: Museum, rng: np.random.Generator) -> None:
    confidences = museum.confidences(np.arange(100) % 4, rng)
    result = estimate(prepare(confidences, None), one_bin(100), 1)
    assert result.method == "counted" and set(result.shares) == {"counted", "weighted"}


def test_with_a_confusion_matrix_alone_counts_are_adjusted(museum: Museum, rng: np.random.Generator) -> None:
    known = museum.calibration_set(4000, rng)
    counts = np.zeros((4, 4), dtype=np.int64)
    np.add.at(counts, (known.y_true, known.confidences.argmax(axis=1)), 1)
    confidences = museum.confidences(rng.choice(4, 5000, p=[0.7, 0.1, 0.1, 0.1]), rng)
    result = estimate(prepare(confidences, CalibrationSet.of_confusion(counts)), one_bin(5000), 1)
    assert result.method == "acc"
    assert np.allclose(result.share[0], [0.7, 0.1, 0.1, 0.1], atol=0.03)


def test_a_topic_that_the_evidence_lacks_is_taken_as_said() -> None:
    matrix = confusion_rates(np.array([[0.8, 0.2, 0.0], [0.4, 0.6, 0.0]]), np.array([0, 1]))
    assert matrix[:, 2].tolist() == [0, 0, 1]


def test_adapting_to_the_same_prior_changes_nothing(museum: Museum, rng: np.random.Generator) -> None:
    confidences, prior = museum.confidences(np.arange(20) % 4, rng), np.full(4, 0.25)
    assert np.allclose(shift_prior(confidences, prior, prior), confidences)


def test_a_thin_bin_leans_on_the_collection(museum: Museum, rng: np.random.Generator) -> None:
    mix = np.array([0.4, 0.3, 0.2, 0.1])
    shares = emq_by_bin(museum.confidences(np.array([0]), rng), one_bin(1), 2, np.full(4, 0.25), mix)
    assert np.allclose(shares[1], mix), "an empty bin has the mix of the whole"
    assert (shares[0] > 0).all()


def test_sums_that_cancel_are_no_denominator() -> None:
    sums = np.array([[0.2, 0.6], [1e-3, -1e-3], [0.0, 0.0]])
    assert proportions(sums, sums.sum(axis=1)) == pytest.approx(np.array([[0.25, 0.75], [0, 0], [0, 0]]))

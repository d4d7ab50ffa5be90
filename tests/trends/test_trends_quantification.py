"""Shares from confidences; an independent library (quapy) says the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_museum import Museum
from quapy.method.aggregative import ACC, CC, EMQ, PACC, PCC
from sklearn.base import BaseEstimator

from artmeta.trends.bins import Spread
from artmeta.trends.estimation import estimate, prepare
from artmeta.trends.evidence import Evidence, confusion_of
from artmeta.trends.quantification import adapted, adjusted, maximised, means, overall_mix, said

MIXES = ([0.25, 0.25, 0.25, 0.25], [0.7, 0.1, 0.1, 0.1], [0.02, 0.9, 0.05, 0.03])


class Told(BaseEstimator):
    """A classifier whose input is what it says."""

    def fit(self, told: np.ndarray, right: np.ndarray) -> Told:
        self.classes_ = np.unique(right)
        return self

    def predict_proba(self, told: np.ndarray) -> np.ndarray:
        return told

    def predict(self, told: np.ndarray) -> np.ndarray:
        return self.classes_[told.argmax(axis=1)]


def one_bin(works: int) -> Spread:
    return Spread(np.arange(works), np.zeros(works, dtype=np.int64), np.ones(works))


@pytest.mark.parametrize("mix", MIXES)
@pytest.mark.parametrize("method", ["counted", "weighted", "acc", "pacc", "emq"])
def test_an_independent_library_says_the_same(
    museum: Museum, random: np.random.Generator, mix: list[float], method: str
) -> None:
    evidence = museum.evidence(400, random)
    known = evidence.confidences
    told = museum.confidences(random.choice(4, 500, p=mix), random)
    part, prior = one_bin(500), np.bincount(evidence.topics) / len(evidence.topics)
    mine = {
        "counted": lambda: means(said(told), part, 1)[0],
        "weighted": lambda: told.mean(axis=0),
        "acc": lambda: adjusted(means(said(told), part, 1), confusion_of(said(known), evidence.topics))[0],
        "pacc": lambda: adjusted(means(told, part, 1), confusion_of(known, evidence.topics))[0],
        "emq": lambda: overall_mix(told, prior),
    }
    classifier = Told().fit(evidence.confidences, evidence.topics)
    theirs = {"counted": CC, "weighted": PCC, "acc": ACC, "pacc": PACC, "emq": EMQ}[method](
        classifier, fit_classifier=False
    )
    if method in {"acc", "pacc"}:
        theirs.val_split = None
    theirs.fit(evidence.confidences, evidence.topics)
    assert np.allclose(mine[method](), theirs.predict(told), atol=2e-3)


def test_correction_finds_the_mix_that_counting_misses(museum: Museum, random: np.random.Generator) -> None:
    mix = np.array([0.7, 0.2, 0.07, 0.03])
    told = museum.confidences(random.choice(4, 20_000, p=mix), random)
    found = estimate(prepare(told, museum.evidence(4000, random)), one_bin(len(told)), 1)
    off = {method: float(np.abs(shares[0] - mix).max()) for method, shares in found.shares.items()}
    assert found.method == "emq"
    assert off["emq"] < 0.02 and off["pacc"] < 0.02
    assert off["counted"] > 2 * off["emq"] and off["weighted"] > 2 * off["emq"]


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60), st.integers(1, 8), st.booleans())
def test_shares_are_shares(seed: int, works: int, bins: int, hard: bool) -> None:
    random = np.random.default_rng(seed)
    museum = Museum()
    evidence = museum.evidence(200, random)
    if hard:
        evidence = Evidence.of_counts(np.array([[8, 1, 1, 0], [0, 10, 0, 0], [2, 2, 5, 1], [0, 0, 0, 0]]))
    part = Spread(np.arange(works), random.integers(0, bins, works), np.full(works, 1.0))
    told = museum.confidences(random.choice(4, works), random)
    found = estimate(prepare(told, evidence), part, bins)
    filled = found.works > 0
    for shares in found.shares.values():
        assert (shares >= 0).all() and (shares <= 1 + 1e-9).all()
        assert np.allclose(shares[filled].sum(axis=1), 1)


def test_without_evidence_works_are_counted(museum: Museum, random: np.random.Generator) -> None:
    told = museum.confidences(np.arange(100) % 4, random)
    found = estimate(prepare(told, None), one_bin(100), 1)
    assert found.method == "counted" and set(found.shares) == {"counted", "weighted"}


def test_with_a_confusion_matrix_alone_counts_are_adjusted(
    museum: Museum, random: np.random.Generator
) -> None:
    evidence = museum.evidence(4000, random)
    counts = np.zeros((4, 4), dtype=np.int64)
    np.add.at(counts, (evidence.topics, evidence.confidences.argmax(axis=1)), 1)
    told = museum.confidences(random.choice(4, 5000, p=[0.7, 0.1, 0.1, 0.1]), random)
    found = estimate(prepare(told, Evidence.of_counts(counts)), one_bin(5000), 1)
    assert found.method == "acc"
    assert np.allclose(found.share[0], [0.7, 0.1, 0.1, 0.1], atol=0.03)


def test_a_topic_that_the_evidence_lacks_is_taken_as_said() -> None:
    matrix = confusion_of(np.array([[0.8, 0.2, 0.0], [0.4, 0.6, 0.0]]), np.array([0, 1]))
    assert matrix[:, 2].tolist() == [0, 0, 1]


def test_adapting_to_the_same_prior_changes_nothing(museum: Museum, random: np.random.Generator) -> None:
    told, prior = museum.confidences(np.arange(20) % 4, random), np.full(4, 0.25)
    assert np.allclose(adapted(told, prior, prior), told)


def test_a_thin_bin_leans_on_the_collection(museum: Museum, random: np.random.Generator) -> None:
    mix = np.array([0.4, 0.3, 0.2, 0.1])
    shares = maximised(museum.confidences(np.array([0]), random), one_bin(1), 2, np.full(4, 0.25), mix)
    assert np.allclose(shares[1], mix), "an empty bin has the mix of the whole"
    assert (shares[0] > 0).all()

"""What is known is judged, what is not is called unfamiliar, and a saved judge says the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from artmeta.domain.model_card import ModelCard
from artmeta.errors import ModelError
from artmeta.vision.hyperparameters import Hyperparameters
from artmeta.vision.ood import OODDetector
from artmeta.vision.selective_classifier import (
    OOD_FILE,
    REFERENCE_FILE,
    SelectiveClassifier,
    fit_selective_classifier,
    selective_classifier_from,
)
from artmeta.vision.shrunk_covariance import ShrunkCovariance
from artmeta.vision.training import TrainedHead, train_head

WIDTH, WORKS = 32, 120
TOPICS = ("boat", "house", "tree")


def features(topic: int, works: int, seed: int) -> NDArray[np.float32]:
    """Draw features as a backbone gives them: none below 0, each topic with peaks of its own on a common ground."""
    ground = np.random.default_rng(99).uniform(1, 2, WIDTH)
    peaks = np.zeros(WIDTH)
    peaks[topic * 5 : topic * 5 + 5] = 3
    noise = np.random.default_rng(seed).normal(0, 0.8, (works, WIDTH))
    return np.maximum(ground + peaks + noise, 0).astype(np.float32)


@pytest.fixture(scope="module")
def learnt() -> tuple[SelectiveClassifier, TrainedHead, NDArray[np.float32]]:
    vectors = np.concatenate([features(topic, WORKS, topic) for topic in range(3)])
    names = [topic for topic in TOPICS for _ in range(WORKS)]
    ids = [f"work-{number}" for number in range(len(names))]
    trained = train_head(vectors, names, ids, Hyperparameters())
    return fit_selective_classifier(trained, vectors, ids, ids), trained, vectors


def test_known_works_are_mostly_familiar_and_sure(
    learnt: tuple[SelectiveClassifier, TrainedHead, NDArray[np.float32]],
) -> None:
    new = np.concatenate([features(topic, 200, 100 + topic) for topic in range(3)])
    result = learnt[0].decide(new)
    assert (result.status == "unfamiliar").mean() < 0.12
    right = result.confidences.argmax(axis=1) == np.repeat([0, 1, 2], 200)
    sure = result.status == "sure"
    assert sure.mean() > 0.5
    assert right[sure].mean() >= 0.95
    assert result.confidences.sum(axis=1) == pytest.approx(1)


def test_a_topic_that_was_never_seen_and_a_medium_that_was_not_are_unfamiliar(
    learnt: tuple[SelectiveClassifier, TrainedHead, NDArray[np.float32]],
) -> None:
    other_medium = np.random.default_rng(5).uniform(0, 6, (100, WIDTH)).astype(np.float32)
    assert (learnt[0].decide(features(4, 100, 7)).status == "unfamiliar").mean() > 0.5
    assert (learnt[0].decide(other_medium).status == "unfamiliar").mean() > 0.9
    assert (learnt[0].decide(np.zeros((1, WIDTH), np.float32)).status == "unfamiliar").all()


def test_works_held_out_are_not_remembered(
    learnt: tuple[SelectiveClassifier, TrainedHead, NDArray[np.float32]],
) -> None:
    classifier, trained, _ = learnt
    assert classifier.reference is not None
    held = {f"work-{number}" for number in np.flatnonzero(trained.validation)}
    assert len(classifier.reference.artwork_ids) == 3 * WORKS - len(held)
    assert not held & set(classifier.reference.artwork_ids)


def test_the_nearest_works_are_of_the_same_topic(
    learnt: tuple[SelectiveClassifier, TrainedHead, NDArray[np.float32]],
) -> None:
    reference = learnt[0].reference
    assert reference is not None
    places, _ = reference.nearest(features(1, 50, 55), 3)
    assert reference.y_true[places, 1].mean() > 0.9


def card(thresholds: dict[str, float]) -> ModelCard:
    y_pred = {"thresholds": thresholds}
    return ModelCard(
        "m", 1, "b", "b", "", "logistic", "v", "1", TOPICS, "", "", "2026-01-01", "0", calibration=y_pred
    )


def test_a_saved_judge_says_the_same(
    learnt: tuple[SelectiveClassifier, TrainedHead, NDArray[np.float32]],
) -> None:
    classifier, _, vectors = learnt
    kept = card(dict(zip(TOPICS, classifier.thresholds.tolist(), strict=True)))
    again = selective_classifier_from(kept, classifier.head, classifier.files())
    one, other = classifier.decide(vectors), again.decide(vectors)
    assert np.array_equal(one.confidences, other.confidences)
    assert one.ood_score == pytest.approx(other.ood_score, abs=0.05)
    assert (one.status == other.status).mean() > 0.99


def test_an_imported_model_is_never_sure_and_knows_no_stranger(
    learnt: tuple[SelectiveClassifier, TrainedHead, NDArray[np.float32]],
) -> None:
    classifier, _, vectors = learnt
    result = selective_classifier_from(card({}), classifier.head, {}).decide(vectors[:5])
    assert set(result.status) == {"unsure"}
    assert np.isnan(result.ood_score).all()


def test_damaged_and_foreign_files_are_refused(
    learnt: tuple[SelectiveClassifier, TrainedHead, NDArray[np.float32]],
) -> None:
    classifier, files = learnt[0], learnt[0].files()
    for name in files:
        with pytest.raises(ModelError, match="damaged"):
            selective_classifier_from(card({}), classifier.head, {**files, name: files[name][:100]})
    assert classifier.reference is not None
    other = replace(classifier.reference, embeddings=classifier.reference.embeddings[:, :8])
    with pytest.raises(ModelError, match="not those of its head"):
        selective_classifier_from(
            card({}), classifier.head, {REFERENCE_FILE: other.packed(), OOD_FILE: files[OOD_FILE]}
        )


def test_a_spread_is_the_inverse_of_a_shrunk_covariance() -> None:
    offsets = np.random.default_rng(1).normal(0, [3, 1, 0.2, 1, 1], (400, 5)).astype(np.float32)
    covariance = offsets.T @ offsets / 400
    shrunk = 0.3 * covariance + 0.7 * np.trace(covariance) / 5 * np.eye(5)
    centres = np.array([[0, 0, 0, 0, 0], [1, -2, 0, 1, 3]], dtype=np.float32)
    differences = offsets[:, None] - centres
    expected = np.einsum("nki,ij,nkj->nk", differences, np.linalg.inv(shrunk), differences)
    assert ShrunkCovariance.of(offsets).squared(offsets, centres) == pytest.approx(expected, rel=1e-3)


def test_few_works_still_make_a_judge() -> None:
    vectors = np.concatenate([features(topic, 2, topic) for topic in range(2)])
    ids = list("abcd")
    trained = train_head(vectors, ["boat", "boat", "house", "house"], ids, Hyperparameters())
    result = fit_selective_classifier(trained, vectors, ids, ids).decide(vectors)
    assert np.isfinite(result.ood_score).all()
    assert not (result.status == "sure").any()


def test_strangeness_grows_with_the_distance(
    learnt: tuple[SelectiveClassifier, TrainedHead, NDArray[np.float32]],
) -> None:
    classifier = learnt[0]
    away = np.random.default_rng(8).normal(0, 1, WIDTH)
    steps = np.stack([features(0, 1, 3)[0] + step * away for step in (0, 2, 4, 8)]).astype(np.float32)
    assert (np.diff(classifier.decide(steps).ood_score) > 0).all()
    assert isinstance(classifier.ood_detector, OODDetector)


def test_a_score_does_not_depend_on_the_other_works_of_the_batch(
    learnt: tuple[SelectiveClassifier, TrainedHead, NDArray[np.float32]],
) -> None:
    """A resumed run has its works in other batches than an undisturbed one."""
    classifier, _, vectors = learnt
    whole = classifier.decide(vectors)
    order = np.random.default_rng(3).permutation(len(vectors))
    for works in (order, order[:259], order[:97], order[:1], order[:0]):
        part = classifier.decide(vectors[works])
        assert np.array_equal(part.ood_score, whole.ood_score[works])
        assert np.array_equal(part.confidences, whole.confidences[works])

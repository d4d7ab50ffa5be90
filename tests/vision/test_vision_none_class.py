"""A model trained with works that show none of its topics rejects others like them, and stays sure of its topics."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from artmeta.domain.model_card import ModelCard
from artmeta.errors import ModelError
from artmeta.vision.hyperparameters import Hyperparameters
from artmeta.vision.none_class import NoneWorks
from artmeta.vision.selective_classifier import (
    NONE_FILE,
    Decision,
    SelectiveClassifier,
    fit_selective_classifier,
    selective_classifier_from,
)
from artmeta.vision.thresholds import choose_thresholds
from artmeta.vision.training import train_head

WIDTH, WORKS, TOPICS, NOVEL = 24, 150, ("boat", "house"), 2
CENTRES = np.random.default_rng(7).uniform(0.5, 2, (3, WIDTH))
Vectors = NDArray[np.float32]


def features(kind: int, works: int, seed: int) -> Vectors:
    """Draw features of a topic, or of a novel third kind, which lies between the two."""
    centre = CENTRES[kind] if kind != NOVEL else CENTRES[:2].mean(axis=0) + 0.25 * CENTRES[2]
    return (centre + np.random.default_rng(seed).normal(0, 0.55, (works, WIDTH))).astype(np.float32)


def fitted(none: Vectors | None, multi_label: bool = False) -> SelectiveClassifier:
    vectors = np.concatenate([features(kind, WORKS, kind) for kind in (0, 1)])
    names = [topic for topic in TOPICS for _ in range(WORKS)]
    labels = [(name, "picture") if n % 9 else (name,) for n, name in enumerate(names)]
    ids = [f"work-{number}" for number in range(len(names))]
    trained = train_head(vectors, labels if multi_label else names, ids, Hyperparameters())
    works = None
    if none is not None:
        others = [f"other-{number}" for number in range(len(none))]
        works = NoneWorks(others, others, none, others)
    return fit_selective_classifier(trained, vectors, ids, ids, none=works)


@pytest.fixture(scope="module")
def classifier() -> SelectiveClassifier:
    return fitted(features(NOVEL, 100, 20))


def precision_at_half(classifier: SelectiveClassifier) -> tuple[float, float]:
    """Return the precision of sure where half the works show no topic, and the share of the others that is sure."""
    taught = classifier.decide(np.concatenate([features(kind, 300, 30 + kind) for kind in (0, 1)]))
    other = classifier.decide(features(NOVEL, 600, 40))
    sure, right = taught.status == "sure", taught.confidences.argmax(axis=1) == np.repeat([0, 1], 300)
    return (sure & right).sum() / (sure.sum() + (other.status == "sure").sum()), sure.mean()


def test_sure_keeps_its_promise_where_half_the_works_show_no_topic(classifier: SelectiveClassifier) -> None:
    precision, coverage = precision_at_half(classifier)
    assert precision >= 0.95
    assert coverage > 0.4
    assert precision_at_half(fitted(None))[0] < 0.9


def test_works_of_no_topic_are_unfamiliar_by_their_score(classifier: SelectiveClassifier) -> None:
    result = classifier.decide(features(NOVEL, 300, 41))
    rejected = result.none_score > result.none_limit
    assert rejected.mean() > 0.8
    assert set(result.status[rejected]) == {"unfamiliar"}
    assert result.confidences.shape == (300, len(TOPICS))
    assert result.confidences.sum(axis=1) == pytest.approx(1)


def restored(classifier: SelectiveClassifier, files: dict[str, bytes]) -> SelectiveClassifier:
    saved = {"thresholds": dict(zip(TOPICS, classifier.thresholds.tolist(), strict=True))}
    card = ModelCard("m", 1, "b", "b", "", "logistic", "v", "1", TOPICS, "", "", "", "0", calibration=saved)
    return selective_classifier_from(card, classifier.head, files)


def test_a_saved_none_class_decides_alike_and_a_damaged_one_is_refused(
    classifier: SelectiveClassifier,
) -> None:
    files, vectors = classifier.files(), features(NOVEL, 50, 42)
    one, other = classifier.decide(vectors), restored(classifier, files).decide(vectors)
    assert np.array_equal(one.none_score, other.none_score)
    assert np.array_equal(one.none_limit, other.none_limit)
    with pytest.raises(ModelError, match="none class is damaged"):
        restored(classifier, {**files, NONE_FILE: files[NONE_FILE][:200]})


def test_a_model_saved_without_one_decides_as_before(classifier: SelectiveClassifier) -> None:
    files = {name: data for name, data in classifier.files().items() if name != NONE_FILE}
    result: Decision = restored(classifier, files).decide(features(0, 50, 43))
    assert np.isnan(result.none_score).all() and np.isnan(result.none_limit).all()
    assert (result.status == "sure").any()


def test_several_topics_a_work_and_none() -> None:
    none, new = features(NOVEL, 100, 20), features(NOVEL, 300, 44)
    without, result = fitted(None, multi_label=True).decide(new), fitted(none, multi_label=True).decide(new)
    assert (result.status == "sure").mean() < 0.5 * (without.status == "sure").mean()
    assert (result.none_score > result.none_limit).mean() > 0.8


@pytest.mark.parametrize("works", [1, 2])
def test_very_few_works_of_no_topic_still_make_a_model(works: int) -> None:
    result = fitted(features(NOVEL, works, 20)).decide(features(0, 20, 45))
    assert np.isfinite(result.none_score).all() and np.isfinite(result.none_limit).all()


def test_the_works_of_no_topic_are_among_the_most_similar_ones(classifier: SelectiveClassifier) -> None:
    none = classifier.none_class
    assert none is not None and classifier.all_references is not None
    places, cosines = classifier.all_references.nearest(features(NOVEL, 100, 20)[:1], 1)
    assert classifier.all_references.artwork_ids[places[0, 0]] == "other-0"
    assert cosines[0, 0] == pytest.approx(1, abs=1e-3)
    assert classifier.all_references.named(places[0, 0], TOPICS) == ""
    assert replace(classifier, none_class=None).all_references is classifier.reference


def test_a_weight_counts_an_error_as_often() -> None:
    confidences = np.tile([0.9, 0.1], (402, 1))
    y_true = np.tile([True, False], (402, 1))
    y_true[400:] = False
    equal, weighted = (
        choose_thresholds(confidences, y_true, TOPICS, weights=np.r_[np.ones(400), weight, weight])["boat"]
        for weight in (1.0, 30.0)
    )
    assert (equal.rests_on, equal.works, equal.right) == ("topic", 402, 400)
    assert weighted.rests_on == "nothing", "60 of 460 works would be errors"

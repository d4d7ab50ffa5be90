"""Topics beside each other are each found, each calibrated by itself, and each with a threshold of its own."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from artmeta.errors import ModelError
from artmeta.vision.calibration import calibration_test, fit_platt
from artmeta.vision.heads import sigmoid
from artmeta.vision.hyperparameters import Hyperparameters
from artmeta.vision.metrics import classification_metrics
from artmeta.vision.selective_classifier import fit_selective_classifier
from artmeta.vision.targets import rarest_topics
from artmeta.vision.training import TrainedHead, train_head

WIDTH, TOPICS = 32, ("boat", "sky", "tree")
Shows = NDArray[np.bool_]


def works(count: int, seed: int) -> tuple[NDArray[np.float32], Shows]:
    """Draw features of works that show each topic by chance, and at least one; every topic adds its own peaks."""
    rng = np.random.default_rng(seed)
    y_true = rng.random((count, 3)) < [0.3, 0.6, 0.2]
    y_true[~y_true.any(axis=1), 1] = True
    peaks = np.zeros((3, WIDTH))
    for k in range(3):
        peaks[k, k * 5 : k * 5 + 5] = 2
    vectors = np.maximum(1.5 + y_true @ peaks + rng.normal(0, 0.8, (count, WIDTH)), 0)
    return vectors.astype(np.float32), y_true


def labels(y_true: Shows) -> list[tuple[str, ...]]:
    return [tuple(TOPICS[k] for k in np.flatnonzero(row)) for row in y_true]


@pytest.fixture(scope="module")
def learnt() -> tuple[TrainedHead, NDArray[np.float32], Shows]:
    vectors, y_true = works(400, 1)
    ids = [str(number) for number in range(len(y_true))]
    return train_head(vectors, labels(y_true), ids, Hyperparameters()), vectors, y_true


def test_every_topic_of_a_work_is_found(learnt: tuple[TrainedHead, NDArray[np.float32], Shows]) -> None:
    trained = learnt[0]
    vectors, y_true = works(300, 2)
    y_pred = trained.head.confidences(vectors)
    assert ((y_pred > 0.5) == y_true).mean() > 0.93
    assert (y_pred.sum(axis=1) > 1.5).any()
    ids = [str(number) for number in range(300)]
    result = classification_metrics(y_pred, y_true, TOPICS, ids, learnt[2].sum(axis=0), multi_label=True)
    assert result.mean_average_precision.value > 0.95
    assert result.mean_average_precision.low < result.mean_average_precision.value
    assert result.confusion == ()
    assert [each.works_validated for each in result.metrics] == y_true.sum(axis=0).tolist()


def test_confidences_are_calibrated_out_of_fold(
    learnt: tuple[TrainedHead, NDArray[np.float32], Shows],
) -> None:
    trained, _, y_true = learnt
    assert calibration_test(trained.confidences_out_of_fold, y_true, multi_label=True).error < 0.03
    assert trained.confidences_out_of_fold.mean(axis=0) == pytest.approx(y_true.mean(axis=0), abs=0.02)


def test_a_line_through_the_sums_mends_what_is_too_sure() -> None:
    rng = np.random.default_rng(3)
    true = rng.normal(0, 2, (4000, 1))
    shown = rng.random((4000, 1)) < sigmoid(true)
    slopes, offsets = fit_platt(true * 4 + 2, shown)
    assert slopes[0] == pytest.approx(0.25, rel=0.1)
    assert offsets[0] == pytest.approx(-0.5, abs=0.12)


def test_a_judge_is_sure_of_several_topics_at_once(
    learnt: tuple[TrainedHead, NDArray[np.float32], Shows],
) -> None:
    trained, vectors, y_true = learnt
    ids = [str(number) for number in range(len(y_true))]
    classifier = fit_selective_classifier(trained, vectors, ids, ids, 0.9)
    new, right = works(300, 4)
    result = classifier.decide(new)
    sure = np.zeros_like(right)
    for place, topics in enumerate(result.sure_topics):
        sure[place, topics] = True
    assert (sure.sum(axis=1) > 1).sum() > 30
    assert right[sure].mean() >= 0.9
    assert ((result.status == "sure") == sure.any(axis=1)).all()
    assert classifier.reference is not None
    assert classifier.reference.named(0, TOPICS) == "|".join(
        topic for topic, shown in zip(TOPICS, y_true[~trained.validation][0], strict=True) if shown
    )


def test_the_rarest_topic_decides_where_a_work_goes() -> None:
    y_true = np.array([[True, True, False], [True, False, False], [True, False, True], [False, True, False]])
    assert rarest_topics(y_true).tolist() == [1, 0, 2, 1]


def test_too_little_and_the_recipe_are_refused_in_a_sentence() -> None:
    vectors, y_true = np.ones((4, 3), np.float32), np.eye(4, 3, dtype=bool)
    with pytest.raises(ModelError, match="'boat' has 1 readable picture"):
        train_head(vectors, labels(y_true), list("abcd"), Hyperparameters())
    with pytest.raises(ModelError, match="takes one topic a work"):
        train_head(vectors, labels(y_true), list("abcd"), Hyperparameters(head="teachable-machine"))

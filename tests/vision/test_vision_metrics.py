"""The figures of an evaluation stand inside their intervals, and agree with an independent count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, f1_score

from artmeta.vision.calibration import calibration_test
from artmeta.vision.metrics import (
    ClassificationMetrics,
    average_precisions,
    classification_metrics,
    macro_f1,
    mean_average_precision_of,
)
from artmeta.vision.targets import one_hot

PROBA = np.array([[0.9, 0.1, 0.0], [0.6, 0.4, 0.0], [0.2, 0.7, 0.1], [0.5, 0.3, 0.2], [0.1, 0.1, 0.8]])
Y_TRUE = np.array([0, 1, 1, 0, 2])
BOTH = np.array([[True, True], [True, False], [False, True], [True, False]])
BOTH_PROBA = np.array([[0.9, 0.8], [0.7, 0.6], [0.2, 0.4], [0.4, 0.1]])


def predictions_of(works: int, right: float, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Draw confidences of three topics, of which about the share `right` is highest at the right one."""
    rng = np.random.default_rng(seed)
    y_true = np.arange(works) % 3
    logits = rng.normal(0, 1, (works, 3))
    hit = rng.random(works) < right
    logits[np.arange(works)[hit], y_true[hit]] += 6
    shares = np.exp(logits)
    return shares / shares.sum(axis=1, keepdims=True), y_true


def test_more_works_narrow_the_interval() -> None:
    widths = []
    for works in (60, 600):
        confidences, y_true = predictions_of(works, 0.7)
        names = [str(number) for number in range(works)]
        result = classification_metrics(
            confidences, one_hot(y_true, 3), ("a", "b", "c"), names, np.array([5, 5, 5])
        )
        for each in (result.accuracy, result.macro_f1, result.mean_average_precision):
            assert 0 <= each.low <= each.value <= each.high <= 1
        assert result.works == works == sum(map(sum, result.confusion))
        widths.append(result.accuracy.high - result.accuracy.low)
    assert widths[1] < widths[0] / 2


def test_out_of_fold_the_intervals_are_wider() -> None:
    confidences, y_true = predictions_of(60, 0.8)
    names = [str(place) for place in range(60)]

    def ends(folds: int) -> list[tuple[float, float]]:
        result = classification_metrics(
            confidences, one_hot(y_true, 3), ("a", "b", "c"), names, np.array([5, 5, 5]), folds=folds
        )
        whole = (result.accuracy, result.macro_f1, result.mean_average_precision)
        by_topic = [each for one in result.metrics for each in (one.precision_interval, one.recall_interval)]
        return [*((each.low, each.high) for each in whole), *filter(None, by_topic)]

    pairs = list(zip(ends(0), ends(5), strict=True))
    assert len(pairs) == 9
    assert all(wide[0] < narrow[0] <= narrow[1] <= wide[1] for narrow, wide in pairs)


def test_without_a_work_nothing_is_known() -> None:
    result = classification_metrics(
        np.zeros((0, 2)), np.zeros((0, 2), bool), ("a", "b"), [], np.array([3, 4])
    )
    assert (result.works, result.accuracy.low, result.accuracy.high) == (0, 0.0, 1.0)
    assert [one.works_trained for one in result.metrics] == [3, 4]


@given(st.lists(st.integers(0, 29), min_size=1, max_size=60))
def test_a_drawn_mean_average_precision_is_that_of_scikit_learn(places: list[int]) -> None:
    confidences, y_true = predictions_of(30, 0.4)
    drawn = np.array(places)
    expected = [
        average_precision_score(y_true[drawn] == topic, confidences[drawn, topic])
        for topic in np.unique(y_true[drawn])
    ]
    result = mean_average_precision_of(confidences, one_hot(y_true, 3))(drawn)
    assert result == pytest.approx(np.mean(expected))


def measured(proba: np.ndarray, numbers: np.ndarray, trained: np.ndarray) -> ClassificationMetrics:
    names = [str(place) for place in range(len(numbers))]
    return classification_metrics(proba, one_hot(numbers, 3), ("a", "b", "c"), names, trained)


def test_the_metrics_of_five_works() -> None:
    result = measured(PROBA, Y_TRUE, np.array([10, 20, 30]))
    assert result.accuracy.value == pytest.approx(4 / 5)
    assert result.confusion == ((2, 0, 0), (1, 1, 0), (0, 0, 1))
    a, b, c = result.metrics
    assert (a.precision, a.recall, a.works_trained, a.works_validated) == pytest.approx((2 / 3, 1.0, 10, 2))
    assert (b.precision, b.recall, b.f1) == pytest.approx((1.0, 0.5, 2 / 3))
    assert result.macro_f1.value == pytest.approx((0.8 + 2 / 3 + 1) / 3)
    assert a.average_precision == pytest.approx((1 + 2 / 3) / 2)  # ranked first and third
    assert result.mean_average_precision.value == pytest.approx((5 / 6 + 1 + 1) / 3)
    assert c.average_precision == 1.0


def test_a_topic_without_works_does_not_count() -> None:
    result = measured(PROBA[:2], np.array([0, 0]), np.zeros(3, int))
    assert result.accuracy.value == result.macro_f1.value == result.mean_average_precision.value == 1.0


def test_the_average_precision_of_multi_label_works() -> None:
    y_true = np.array([[True, True], [False, True], [True, False]])
    result = average_precisions(np.array([[0.9, 0.2], [0.8, 0.9], [0.1, 0.5]]), y_true)
    assert result == pytest.approx([(1 + 2 / 3) / 2, (1 + 2 / 3) / 2])
    assert np.isnan(average_precisions(PROBA[:, :1], np.zeros((5, 1), bool))).all()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40))
def test_macro_f1_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    y_pred, y_true = (np.array(side) for side in zip(*pairs, strict=True))
    expected = f1_score(y_true, y_pred, labels=np.unique(y_true), average="macro", zero_division=0)
    assert macro_f1(one_hot(y_pred, 4), one_hot(y_true, 4)) == pytest.approx(expected)


def test_each_topic_of_multi_label_works_has_its_own_precision_and_recall() -> None:
    result = classification_metrics(
        BOTH_PROBA, BOTH, ("boat", "sky"), list("abcd"), np.array([5, 6]), multi_label=True
    )
    boat, sky = result.metrics
    assert (boat.precision, boat.recall) == (1.0, pytest.approx(2 / 3))
    assert (sky.precision, sky.recall, sky.f1) == (0.5, 0.5, 0.5)
    assert (boat.average_precision, sky.average_precision) == (1.0, pytest.approx((1 + 2 / 3) / 2))
    assert (boat.works_trained, sky.works_trained) == (5, 6)
    assert result.accuracy.value == 1.0
    assert result.mean_average_precision.value == pytest.approx((1 + (1 + 2 / 3) / 2) / 2)
    assert 0 <= result.macro_f1.low <= result.macro_f1.value <= result.macro_f1.high <= 1
    assert result.confusion == ()


def test_the_multi_label_calibration_error_counts_works_and_topics_alike() -> None:
    for proba, y_true, expected in (
        ([[0.0, 1.0]], [[False, True]], 0.0),
        ([[1.0, 1.0]], [[False, True]], 0.5),
        (np.full((10, 1), 0.3), np.arange(10)[:, None] < 3, 0.0),
    ):
        result = calibration_test(np.array(proba), np.array(y_true), multi_label=True)
        assert result.error == pytest.approx(expected)

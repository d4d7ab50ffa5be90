"""The figures of an evaluation stand inside their intervals, and agree with an independent count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from artmeta.vision.evaluation import mean_average_precision_at
from artmeta.vision.metrics import classification_metrics


def judged(works: int, right: float, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Draw confidences of three topics, of which about the share `right` is highest at the right one."""
    dice = np.random.default_rng(seed)
    y_true = np.arange(works) % 3
    logits = dice.normal(0, 1, (works, 3))
    hit = dice.random(works) < right
    logits[np.arange(works)[hit], y_true[hit]] += 6
    shares = np.exp(logits)
    return shares / shares.sum(axis=1, keepdims=True), y_true


def test_more_works_narrow_the_interval() -> None:
    widths = []
    for works in (60, 600):
        confidences, y_true = judged(works, 0.7)
        names = [str(number) for number in range(works)]
        found = classification_metrics(confidences, y_true, ("a", "b", "c"), names, np.array([5, 5, 5]))
        for each in (found.accuracy, found.macro_f1, found.mean_average_precision):
            assert 0 <= each.low <= each.value <= each.high <= 1
        assert found.works == works == sum(map(sum, found.confusion))
        widths.append(found.accuracy.high - found.accuracy.low)
    assert widths[1] < widths[0] / 2


def test_without_a_work_nothing_is_known() -> None:
    found = classification_metrics(np.zeros((0, 2)), np.zeros(0, int), ("a", "b"), [], np.array([3, 4]))
    assert (found.works, found.accuracy.low, found.accuracy.high) == (0, 0.0, 1.0)
    assert [one.works_trained for one in found.metrics] == [3, 4]


@given(st.lists(st.integers(0, 29), min_size=1, max_size=60))
def test_a_drawn_mean_average_precision_is_that_of_scikit_learn(places: list[int]) -> None:
    confidences, y_true = judged(30, 0.4)
    drawn = np.array(places)
    expected = [
        average_precision_score(y_true[drawn] == topic, confidences[drawn, topic])
        for topic in np.unique(y_true[drawn])
    ]
    found = mean_average_precision_at(confidences, y_true)(drawn)
    assert found == pytest.approx(np.mean(expected))

"""Figures are right on cases that can be counted by hand, and intervals cover what they claim to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from artmeta.vision.evaluation import average_precisions, evaluate, macro_f1_at

SAID = np.array([[0.9, 0.1, 0.0], [0.6, 0.4, 0.0], [0.2, 0.7, 0.1], [0.5, 0.3, 0.2], [0.1, 0.1, 0.8]])
WANTED = np.array([0, 1, 1, 0, 2])


def test_the_figures_of_five_works() -> None:
    found = evaluate(SAID, WANTED, ["a", "b", "c"], np.array([10, 20, 30]))
    assert found.accuracy == pytest.approx(4 / 5)
    assert found.confusion == ((2, 0, 0), (1, 1, 0), (0, 0, 1))
    a, b, c = found.metrics
    assert (a.precision, a.recall, a.works_trained, a.works_validated) == pytest.approx((2 / 3, 1.0, 10, 2))
    assert (b.precision, b.recall, b.f1) == pytest.approx((1.0, 0.5, 2 / 3))
    assert found.macro_f1 == pytest.approx((0.8 + 2 / 3 + 1) / 3)
    assert a.average_precision == pytest.approx((1 + 2 / 3) / 2)  # ranked first and third
    assert found.mean_average_precision == pytest.approx((5 / 6 + 1 + 1) / 3)
    assert c.average_precision == 1.0


def test_a_topic_without_works_says_nothing_of_the_head() -> None:
    found = evaluate(SAID[:2], np.array([0, 0]), ["a", "b", "c"])
    assert found.accuracy == found.macro_f1 == found.mean_average_precision == 1.0


def test_average_precision_of_works_with_several_topics() -> None:
    shows = np.array([[True, True], [False, True], [True, False]])
    found = average_precisions(np.array([[0.9, 0.2], [0.8, 0.9], [0.1, 0.5]]), shows)
    assert found == pytest.approx([(1 + 2 / 3) / 2, (1 + 2 / 3) / 2])
    assert np.isnan(average_precisions(SAID[:, :1], np.zeros((5, 1), bool))).all()


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40))
def test_macro_f1_is_that_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    y_pred, y_true = (np.array(side) for side in zip(*pairs, strict=True))
    expected = f1_score(y_true, y_pred, labels=np.unique(y_true), average="macro", zero_division=0)
    assert macro_f1_at(np.arange(len(y_pred)), y_pred, y_true) == pytest.approx(expected)

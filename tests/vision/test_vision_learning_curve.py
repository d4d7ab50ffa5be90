"""A learning curve rises where more works help, and never learns from the works it is tested on."""

from __future__ import annotations

import numpy as np

from artmeta.vision.hyperparameters import Hyperparameters
from artmeta.vision.learning_curve import DRAWS, learning_curve
from artmeta.vision.splits import validation_split


def test_more_works_are_better_until_all_are_used() -> None:
    rng = np.random.default_rng(2)
    y_true = np.repeat([0, 1, 2], (90, 90, 30))
    vectors = (rng.normal(0, 1, (3, 60))[y_true] * 0.3 + rng.normal(0, 1, (210, 60))).astype(np.float32)
    validation = validation_split([str(topic) for topic in y_true], [str(place) for place in range(210)], 1)
    result = learning_curve(vectors, y_true, validation, Hyperparameters())
    assert [point.works for point in result] == [5, 10, 20, 50, 76]
    assert result[0].accuracy < result[-1].accuracy - 0.05
    assert all(point.lowest <= point.accuracy <= point.highest for point in result)
    assert result[0].lowest < result[0].highest, f"{DRAWS} draws of few works differ"
    assert result[-1].lowest == result[-1].highest, "all works can be drawn only once"


def test_what_says_nothing_is_not_learnt_by_heart() -> None:
    rng = np.random.default_rng(3)
    y_true = np.arange(200) % 2
    vectors = rng.normal(0, 1, (200, 300)).astype(np.float32)
    validation = np.arange(200) >= 100
    assert all(
        0.3 < point.accuracy < 0.7 for point in learning_curve(vectors, y_true, validation, Hyperparameters())
    )

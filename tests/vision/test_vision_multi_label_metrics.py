"""Figures of works with several topics count every topic for itself."""

from __future__ import annotations

import numpy as np
import pytest

from artmeta.vision.multi_label_metrics import multi_label_metrics

SHOWS = np.array([[True, True], [True, False], [False, True], [True, False]])
SAID = np.array([[0.9, 0.8], [0.7, 0.6], [0.2, 0.4], [0.4, 0.1]])


def test_each_topic_has_its_own_precision_and_recall() -> None:
    found = multi_label_metrics(SAID, SHOWS, ("boat", "sky"), list("abcd"), np.array([5, 6]))
    boat, sky = found.metrics
    assert (boat.precision, boat.recall) == (1.0, pytest.approx(2 / 3))
    assert (sky.precision, sky.recall, sky.f1) == (0.5, 0.5, 0.5)
    assert (boat.average_precision, sky.average_precision) == (1.0, pytest.approx((1 + 2 / 3) / 2))
    assert (boat.works_trained, sky.works_trained) == (5, 6)
    assert found.accuracy.value == 1.0
    assert found.mean_average_precision.value == pytest.approx((1 + (1 + 2 / 3) / 2) / 2)
    assert 0 <= found.macro_f1.low <= found.macro_f1.value <= found.macro_f1.high <= 1

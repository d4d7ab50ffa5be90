"""The share of works that show none of the topics is found from the confidences of a class for them."""

from __future__ import annotations

import numpy as np
import pytest

from artmeta.stats import softmax
from artmeta.trend_analysis.calibration import CalibrationSet
from artmeta.trend_analysis.none_share import none_share

CENTRES = 2.0 * np.eye(4)  # three topics, and none of them


def drawn(counts: list[int], rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    y_true = np.repeat(np.arange(4), counts)
    return softmax(CENTRES[y_true] + rng.normal(0, 1, (len(y_true), 4))), y_true


@pytest.mark.parametrize("others", [0, 60, 1200])
def test_it_is_found_whatever_the_shares_of_the_topics_are(others: int) -> None:
    rng = np.random.default_rng(3)
    known = CalibrationSet(*drawn([100, 100, 100, 80], rng))
    confidences, y_true = drawn([200, 80, 20, others], rng)
    share, low, high = none_share(known, confidences)
    true = float((y_true == 3).mean())
    assert share == pytest.approx(true, abs=0.08)
    assert 0 <= low <= true <= high <= 1
    assert high - low < 0.25

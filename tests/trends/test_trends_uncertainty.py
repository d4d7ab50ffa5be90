"""Intervals hold what they promise, also for rare topics and thin bins."""

from __future__ import annotations

import numpy as np
import pytest
from known_museum import Museum, placed_in, resampled

from artmeta.trend_analysis.bins import fixed_bins
from artmeta.trend_analysis.uncertainty import effective_sample_size, mean_draws, share_intervals
from artmeta.trend_options import Method

MIX = np.array([0.6, 0.25, 0.12, 0.03])


@pytest.mark.parametrize(("works", "method"), [(60, "emq"), (300, "emq"), (300, "pacc")])
def test_nominal_95_percent_cover_the_truth(works: int, method: Method) -> None:
    museum, rng = Museum(), np.random.default_rng(11)
    held = []
    for _ in range(100):
        confidences = museum.confidences(rng.choice(4, works, p=MIX), rng)
        result, draws = resampled(confidences, museum.calibration_set(400, rng), method, 100, rng)
        low, high = share_intervals(result.share, result.works, draws)
        held.append((low[0] <= MIX) & (high[0] >= MIX))
    assert 0.90 <= np.mean(held) <= 0.98


def test_plain_counting_is_too_sure_of_itself() -> None:
    """Without correction the interval knows nothing of the classifier's errors, and misses: the control."""
    museum, rng = Museum(), np.random.default_rng(11)
    held = []
    for _ in range(60):
        confidences = museum.confidences(rng.choice(4, 1000, p=MIX), rng)
        result, draws = resampled(confidences, museum.calibration_set(400, rng), "counted", 100, rng)
        low, high = share_intervals(result.share, result.works, draws)
        held.append((low[0] <= MIX) & (high[0] >= MIX))
    assert np.mean(held) < 0.85


def test_plain_works_are_worth_what_they_number(rng: np.random.Generator) -> None:
    right = rng.choice(4, 400, p=MIX)
    result, draws = resampled(np.eye(4)[right], None, None, 2000, rng)
    assert np.allclose(effective_sample_size(result.share, result.works, draws)[0, :3], 400, rtol=0.15)


def test_ends_stay_between_0_and_1_and_around_the_share(museum: Museum, rng: np.random.Generator) -> None:
    confidences = museum.confidences(np.array([0, 0, 1]), rng)
    result, draws = resampled(
        confidences, museum.calibration_set(400, rng), None, 50, rng, np.array([0, 0, 2])
    )
    low, high = share_intervals(result.share, result.works, draws)
    assert np.isfinite(draws).all() and draws.shape == (50, 3, 4)
    assert (
        (low >= 0).all()
        and (high <= 1).all()
        and (low <= result.share).all()
        and (high >= result.share).all()
    )
    assert (high[1] - low[1] > 0.5).all(), "an empty bin knows nothing"


def test_a_wide_date_adds_to_the_doubt(rng: np.random.Generator) -> None:
    """Half the works may be of either decade: the share of a decade is less certain than if they were of it."""
    bins = fixed_bins(1850, 1869, 10)
    values = np.eye(2)[rng.integers(0, 2, 400)]
    sure = np.repeat([[1850, 1859], [1860, 1869]], 200, axis=0)
    spans = {"sure": sure, "wide": np.where(np.arange(400)[:, None] % 2, sure, [[1850, 1869]])}
    spreads = {}
    for name, span in spans.items():
        placed = placed_in(bins, span[:, 0], span[:, 1], values, 400, rng)
        drawn = mean_draws(values[placed[0].work], *placed)
        spreads[name] = drawn[:, 0, 0].std()
    assert spreads["wide"] > 1.1 * spreads["sure"]

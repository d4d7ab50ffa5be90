"""Intervals hold what they promise, also for rare topics and thin bins."""

from __future__ import annotations

import numpy as np
import pytest
from known_museum import Museum

from artmeta.trends.bins import Spread, fixed_bins, spread
from artmeta.trends.estimation import Method, estimate, prepare
from artmeta.trends.intervals import effective_works, intervals
from artmeta.trends.resampling import draws_of, mean_draws

MIX = np.array([0.6, 0.25, 0.12, 0.03])


@pytest.mark.parametrize(("works", "method"), [(60, "emq"), (300, "emq"), (300, "pacc")])
def test_nominal_95_percent_cover_the_truth(works: int, method: Method) -> None:
    museum, random = Museum(), np.random.default_rng(11)
    held = []
    for _ in range(100):
        told = museum.confidences(random.choice(4, works, p=MIX), random)
        part = Spread(np.arange(works), np.zeros(works, dtype=np.int64), np.ones(works))
        found = estimate(prepare(told, museum.evidence(400, random), method), part, 1)
        draws, _ = draws_of(found, 100, random)
        low, high = intervals(found.share, found.works, draws)
        held.append((low[0] <= MIX) & (high[0] >= MIX))
    assert 0.90 <= np.mean(held) <= 0.98


def test_plain_counting_is_too_sure_of_itself() -> None:
    """Without correction the interval knows nothing of the classifier's errors, and misses: the control."""
    museum, random = Museum(), np.random.default_rng(11)
    held = []
    for _ in range(60):
        told = museum.confidences(random.choice(4, 1000, p=MIX), random)
        part = Spread(np.arange(1000), np.zeros(1000, dtype=np.int64), np.ones(1000))
        found = estimate(prepare(told, museum.evidence(400, random), "counted"), part, 1)
        draws, _ = draws_of(found, 100, random)
        low, high = intervals(found.share, found.works, draws)
        held.append((low[0] <= MIX) & (high[0] >= MIX))
    assert np.mean(held) < 0.85


def test_plain_works_are_worth_what_they_number(random: np.random.Generator) -> None:
    right = random.choice(4, 400, p=MIX)
    part = Spread(np.arange(400), np.zeros(400, dtype=np.int64), np.ones(400))
    found = estimate(prepare(np.eye(4)[right], None), part, 1)
    draws, _ = draws_of(found, 2000, random)
    assert np.allclose(effective_works(found.share, found.works, draws)[0, :3], 400, rtol=0.15)


def test_ends_stay_between_0_and_1_and_around_the_share(museum: Museum, random: np.random.Generator) -> None:
    told = museum.confidences(np.array([0, 0, 1]), random)
    part = Spread(np.arange(3), np.array([0, 0, 1]), np.ones(3))
    found = estimate(prepare(told, museum.evidence(400, random)), part, 3)
    draws, works = draws_of(found, 50, random)
    low, high = intervals(found.share, found.works, draws)
    assert np.isfinite(draws).all() and works.shape == (50, 3)
    assert (
        (low >= 0).all() and (high <= 1).all() and (low <= found.share).all() and (high >= found.share).all()
    )
    assert (high[2] - low[2] > 0.5).all(), "an empty bin knows nothing"


def test_a_wide_date_adds_to_the_doubt(random: np.random.Generator) -> None:
    """Half the works may be of either decade: the share of a decade is less sure than if they were of it."""
    bins = fixed_bins(1850, 1869, 10)
    values = np.repeat(np.eye(2), 200, axis=0)
    sure = np.repeat([[1850, 1859], [1860, 1869]], 200, axis=0)
    spans = {"sure": sure, "wide": np.where(np.arange(400)[:, None] % 2, sure, [[1850, 1869]])}
    spreads = {}
    for name, span in spans.items():
        part = spread(span[:, 0], span[:, 1], bins)
        drawn, _ = mean_draws(values[part.work], part, 2, 400, random)
        spreads[name] = drawn[:, 0, 0].std()
    assert spreads["wide"] > spreads["sure"] + 0.01

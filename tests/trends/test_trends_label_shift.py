"""Verdicts are withheld where pictures of some years are unlike the others; else they are not."""

import numpy as np
from known_museum import Museum

from artmeta.trend_analysis.calibration import CalibrationSet
from artmeta.trend_analysis.label_shift import label_shift_tests

MIX = np.array([0.4, 0.3, 0.2, 0.1])


def fails(seed: int, drift: float = 0.0, unfamiliar: float = 0.0, rise: float = 0.0) -> bool:
    """Draw 1,500 works of a century; late works are another kind of picture, seen less clearly or not familiar."""
    museum, rng = Museum(), np.random.default_rng(seed)
    years = rng.integers(1800, 1900, 1500)
    late = (years - 1800) / 100
    topics = np.where(rng.random(1500) < rise * late, 0, rng.choice(4, 1500, p=MIX))
    confidences = museum.confidences(topics, rng)
    confused = museum.confidences(rng.choice(4, 1500), rng)
    drifting = (rng.random(1500) < drift) & (years >= 1860)
    confidences = np.where(drifting[:, None], (confidences + confused) / 2, confidences)
    strange = rng.random(1500) < 0.04 + unfamiliar * (years >= 1860)
    known = museum.calibration_set(600, rng)
    segments = label_shift_tests(years.astype(float), confidences, strange, np.arange(1500), known)
    return any(one.fails for one in segments)


def test_a_change_of_the_topics_alone_is_no_shift() -> None:
    assert sum(fails(seed) for seed in range(30)) <= 4
    assert sum(fails(seed, rise=0.5) for seed in range(30)) <= 4


def test_another_kind_of_picture_in_late_years_is_a_shift() -> None:
    assert sum(fails(seed, drift=0.8) for seed in range(10)) >= 9
    assert sum(fails(seed, unfamiliar=0.15) for seed in range(10)) >= 9


def test_a_topic_without_a_labelled_work_is_not_tested() -> None:
    rng = np.random.default_rng(1)
    known = CalibrationSet(rng.dirichlet([1, 1, 1], 60), np.repeat([0, 1], 30))
    arrays = np.arange(400.0), rng.dirichlet([1, 1, 1], 400), np.zeros(400, dtype=bool), np.arange(400)
    assert all(np.isnan(one.misfit) and not one.fails for one in label_shift_tests(*arrays, known))


def test_works_of_one_artist_are_no_evidence_of_a_shift() -> None:
    """Thirty artists paint ten times each, and one kind of picture: as few clusters vary much."""
    rng, called = np.random.default_rng(1), 0
    for _ in range(20):
        artist = np.repeat(np.arange(60), 25)
        years = np.repeat(rng.integers(1800, 1900, 60), 25).astype(float)
        strange = rng.random(60)[artist] < 0.08
        segments = label_shift_tests(years, np.full((1500, 2), 0.5), strange, artist, None)
        called += any(one.fails for one in segments)
    assert called <= 4


def test_without_labelled_works_only_the_unfamiliar_are_compared() -> None:
    rng = np.random.default_rng(1)
    few = CalibrationSet(np.full((3, 2), 0.5), np.array([0, 1, 1]))
    arrays = np.arange(400.0), rng.dirichlet([1, 1], 400), np.zeros(400, dtype=bool), np.arange(400)
    assert all(np.isnan(one.misfit) and not one.fails for one in label_shift_tests(*arrays, few))

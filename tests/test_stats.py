"""The shared statistics give what scipy gives, or what was published."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import softmax as scipy_softmax
from scipy.stats import beta as beta_distribution
from scipy.stats import binom, binomtest, bootstrap, hypergeom

from artmeta import stats

PROPORTIONS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
LEVELS = st.floats(0.5, 0.999)
WORKS = [str(number) for number in range(100)]


@given(PROPORTIONS, LEVELS)
def test_the_exact_interval_is_that_of_scipy(case: tuple[int, int], level: float) -> None:
    expected = binomtest(*case).proportion_ci(level, "exact")
    assert stats.clopper_pearson(*case, level) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_the_exact_interval_takes_arrays_and_is_0_to_1_without_trials() -> None:
    low, high = stats.clopper_pearson(np.array([3, 0]), np.array([5, 0]))
    assert low == pytest.approx([0.147, 0], abs=0.001) and high == pytest.approx([0.947, 1], abs=0.001)


@given(PROPORTIONS)
def test_at_the_lower_bound_one_sample_in_twenty_has_so_many_hits(case: tuple[int, int]) -> None:
    hits, trials = case
    bound = float(stats.lower_bound(hits, trials, 0.95))
    assert bound == 0 if hits == 0 else binom.sf(hits - 1, trials, bound) == pytest.approx(0.05, abs=1e-6)


def test_59_of_59_show_95_percent_and_58_of_58_do_not() -> None:
    low = stats.lower_bound([58, 59], [58, 59], 0.95)  # 0.05 ** (1 / 59)
    assert low[0] < 0.95 <= low[1]


@given(PROPORTIONS, LEVELS)
def test_the_jeffreys_interval_is_of_the_beta_distribution(case: tuple[int, int], level: float) -> None:
    hits, trials = case
    expected = beta_distribution.interval(level, hits + 0.5, trials - hits + 0.5)
    assert stats.jeffreys(hits, trials, level) == pytest.approx(expected, abs=1e-9)


@given(PROPORTIONS)
def test_the_wilson_interval_holds_its_proportion(case: tuple[int, int]) -> None:
    low, high = stats.wilson(*case)
    assert 0 <= low <= case[0] / case[1] + 1e-12 and case[0] / case[1] - 1e-12 <= high <= 1


def test_the_wilson_interval_as_published() -> None:
    assert stats.wilson(10, 20) == pytest.approx((0.299, 0.701), abs=0.001)


@given(arrays(float, (3, 4), elements=st.floats(-1e3, 1e3)))
def test_softmax_is_that_of_scipy(logits: np.ndarray) -> None:
    assert np.allclose(stats.softmax(logits), scipy_softmax(logits, axis=1))


def test_a_calibration_error_by_hand() -> None:
    confidences, correct = np.array([0.9, 0.9, 0.3, 1.0]), np.array([True, False, False, True])
    assert stats.calibration_error(confidences, correct) == pytest.approx((0.8 + 0.3 + 0.0) / 4)
    proba = np.array([[0.9, 0.1], [0.2, 0.8]])
    assert stats.top_calibration_error(proba, np.array([0, 0])) == pytest.approx((0.1 + 0.8) / 2)


@given(st.integers(0, 2**32 - 1))
def test_calibrated_confidences_have_a_small_error(seed: int) -> None:
    rng = np.random.default_rng(seed)
    confidences = rng.random(5000)
    assert stats.calibration_error(confidences, rng.random(5000) < confidences) < 0.05


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_holm_never_lowers_a_p_value_and_keeps_their_order(values: list[float]) -> None:
    p_values = np.array(values)
    adjusted = stats.holm(p_values)
    assert (adjusted >= p_values - 1e-12).all() and (adjusted <= 1).all()
    assert (np.diff(adjusted[np.argsort(p_values, kind="stable")]) >= -1e-12).all()


def test_holm_by_hand() -> None:
    assert np.allclose(stats.holm(np.array([0.01, 0.04, 0.03])), [0.03, 0.06, 0.06])


def test_without_groups_the_bootstrap_is_that_of_scipy() -> None:
    values = np.random.default_rng(3).normal(size=100)
    expected = bootstrap(
        (values,), np.mean, n_resamples=4000, method="percentile", rng=np.random.default_rng(1)
    ).confidence_interval
    interval = stats.cluster_bootstrap(lambda at: float(values[at].mean()), WORKS, resamples=4000)
    assert interval == pytest.approx((expected.low, expected.high), abs=0.02)


def test_a_bootstrap_interval_covers_the_truth_about_as_often_as_its_level() -> None:
    rng, covered = np.random.default_rng(4), []
    for seed in range(150):
        correct = rng.random(100) < 0.8
        low, high = stats.cluster_bootstrap(
            lambda at, of=correct: float(of[at].mean()), WORKS, seed, resamples=200
        )
        covered.append(low <= 0.8 <= high)
    assert 0.86 <= np.mean(covered) <= 0.99


def test_groups_are_drawn_as_a_whole() -> None:
    correct = np.repeat([0.0, 1.0], 50)

    def width(groups: list[str]) -> float:
        low, high = stats.cluster_bootstrap(lambda at: float(correct[at].mean()), groups, resamples=200)
        return high - low

    assert width([str(number // 10) for number in range(100)]) > 2 * width(WORKS)
    assert width(["same"] * 100) == 0


@pytest.mark.parametrize(("population", "true"), [(80, 70), (80, 80), (400, 372), (5000, 4700)])
def test_the_bound_of_a_finite_population_is_below_the_truth_in_19_of_20_samples(
    population: int, true: int
) -> None:
    hits = np.arange(max(0, 60 - (population - true)), min(60, true) + 1)
    bounds = np.array([stats.finite_lower_bound(int(each), 60, population, 0.95) for each in hits])
    chances = hypergeom.pmf(hits, population, true, 60)
    assert chances[bounds <= true / population].sum() >= 0.95
    assert (np.diff(bounds) > 0).all()


def test_the_bound_of_a_large_population_is_the_exact_one_and_of_a_whole_one_the_share() -> None:
    bound = float(stats.lower_bound(55, 60, 0.95))
    assert stats.finite_lower_bound(55, 60, 1_000_000, 0.95) == pytest.approx(bound, abs=1e-4)
    assert stats.finite_lower_bound(55, 60, 60, 0.95) == 55 / 60
    assert stats.finite_lower_bound(0, 60, 500, 0.95) == 0

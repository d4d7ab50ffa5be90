"""The shared statistics give what scipy gives, or what was published."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import softmax as scipy_softmax
from scipy.stats import beta as beta_distribution
from scipy.stats import binom, binomtest, bootstrap, chi2, hypergeom
from threadpoolctl import threadpool_info, threadpool_limits

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
def test_without_groups_korn_graubard_is_the_exact_interval(case: tuple[int, int]) -> None:
    hits, trials = case
    groups = [str(number) for number in range(trials)]
    result = stats.korn_graubard(np.arange(trials) < hits, groups)
    assert result == pytest.approx(tuple(map(float, stats.clopper_pearson(hits, trials))))


def test_groups_widen_the_interval_also_where_all_are_correct() -> None:
    correct, pairs = np.ones(60, bool), [str(number // 2) for number in range(60)]
    assert stats.effective_size(correct, WORKS[:60]) == 60
    assert stats.effective_size(correct, pairs) == pytest.approx(30, rel=0.1)
    low, high = stats.korn_graubard(correct, pairs)
    assert 0.8 < low < 0.95 and high == 1
    assert stats.effective_size(correct, ["one"] * 60) == 1
    assert stats.korn_graubard(np.zeros(0, bool), []) == (0, 1)


def draw_groups(rng: np.random.Generator, p: float, works: int, size: int, icc: float) -> np.ndarray:
    """Draw which works are correct: beta-binomial groups of one size with an intra-class correlation."""
    shape = (1 - icc) / icc if icc else np.inf
    count = -(-works // size)
    chances = rng.beta(p * shape, (1 - p) * shape, count) if icc else np.full(count, p)
    return rng.random(works) < np.repeat(chances, size)[:works]


@pytest.mark.parametrize(("size", "icc"), [(1, 0.0), (2, 0.9), (5, 0.3)])
@pytest.mark.parametrize(("works", "p"), [(8, 0.7), (20, 0.99), (100, 0.95), (200, 0.9)])
def test_the_interval_holds_the_truth_in_93_of_100_samples(
    works: int, p: float, size: int, icc: float
) -> None:
    rng, groups = np.random.default_rng(2), [str(number // size) for number in range(works)]
    intervals = np.array(
        [stats.korn_graubard(draw_groups(rng, p, works, size, icc), groups) for _ in range(300)]
    )
    held = (intervals[:, 0] <= p) & (p <= intervals[:, 1])
    assert held.mean() >= 0.93
    assert (intervals[:, 1] - intervals[:, 0] > 0.01).all(), "100% (100 to 100)"


@given(arrays(float, (3, 4), elements=st.floats(-1e3, 1e3)))
def test_softmax_is_that_of_scipy(logits: np.ndarray) -> None:
    assert np.allclose(stats.softmax(logits), scipy_softmax(logits, axis=1))


def test_a_calibration_error_by_hand() -> None:
    confidences, correct = np.array([0.9, 0.9, 0.3, 1.0]), np.array([True, False, False, True])
    assert stats.calibration_test(confidences, correct).error == pytest.approx((0.8 + 0.3 + 0.0) / 4)
    assert stats.binned_calibration_test([2], [0.5], [2]).error == pytest.approx(0.5)


def draw_confidences(rng: np.random.Generator, works: int) -> np.ndarray:
    confidences: np.ndarray = 0.3 + 0.7 * rng.beta(4, 1.5, works)
    return confidences


def test_a_calibrated_model_of_100_works_passes_although_its_error_is_large() -> None:
    rng, tests = np.random.default_rng(5), []
    for _ in range(200):
        confidences = draw_confidences(rng, 100)
        tests.append(stats.calibration_test(confidences, rng.random(100) < confidences))
    errors = [test.error for test in tests]
    assert np.mean([test.passed for test in tests]) >= 0.95
    assert np.mean(errors) > 0.05
    assert np.mean(errors) == pytest.approx(np.mean([test.by_chance for test in tests]), rel=0.1)


@pytest.mark.parametrize(("works", "share"), [(100, 0.7), (1000, 0.99)])
def test_overconfidence_of_20_points_does_not_pass(works: int, share: float) -> None:
    rng, passed = np.random.default_rng(6), []
    for _ in range(100):
        confidences = draw_confidences(rng, works)
        correct = rng.random(works) < confidences - 0.2
        passed.append(stats.calibration_test(confidences, correct).passed)
    assert np.mean(passed) <= 1 - share


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_holm_never_lowers_a_p_value_and_keeps_their_order(values: list[float]) -> None:
    p_values = np.array(values)
    adjusted = stats.holm(p_values)
    assert (adjusted >= p_values - 1e-12).all() and (adjusted <= 1).all()
    assert (np.diff(adjusted[np.argsort(p_values, kind="stable")]) >= -1e-12).all()


@given(st.floats(0, 1000), st.integers(1, 60))
def test_the_tail_of_chi_squared_is_that_of_scipy(value: float, freedom: int) -> None:
    assert stats.chi_squared_tail(value, freedom) == pytest.approx(chi2.sf(value, freedom), rel=1e-12)


def test_holm_by_hand() -> None:
    assert np.allclose(stats.holm(np.array([0.01, 0.04, 0.03])), [0.03, 0.06, 0.06])


def test_without_groups_the_bootstrap_is_that_of_scipy() -> None:
    values = np.random.default_rng(3).normal(size=100)
    error = bootstrap((values,), np.mean, n_resamples=4000, rng=np.random.default_rng(1)).standard_error
    variance = stats.cluster_bootstrap_variance(lambda at: float(values[at].mean()), WORKS, resamples=4000)
    assert np.sqrt(variance) == pytest.approx(error, rel=0.05)


def test_groups_are_drawn_as_a_whole() -> None:
    correct = np.repeat([0.0, 1.0], 50)

    def variance(groups: list[str]) -> float:
        return stats.cluster_bootstrap_variance(lambda at: float(correct[at].mean()), groups, resamples=200)

    assert variance([str(number // 10) for number in range(100)]) > 4 * variance(WORKS)
    assert variance(["same"] * 100) == 0


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


def test_blas_has_one_thread_in_a_block_and_its_own_number_afterwards() -> None:
    def threads() -> list[int]:
        return [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]

    with threadpool_limits(2, "blas"):
        before = threads()
        assert before and set(before) == {2}
        with stats.one_blas_thread():
            assert set(threads()) == {1}
        assert threads() == before

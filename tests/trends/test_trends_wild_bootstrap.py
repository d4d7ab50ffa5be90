"""P values from the signs of clusters, adjusted for many statistics."""

import numpy as np
import pytest

from artmeta.trend_analysis.wild_bootstrap import normal_draws, step_down, wild_bootstrap_sums


def test_signed_sums_have_the_variance_of_the_contributions():
    rng = np.random.default_rng(1)
    contributions = rng.normal(size=(1000, 3)) * [1, 2, 3]
    sums = wild_bootstrap_sums(contributions, rng, replicates=4000)
    assert sums.std(axis=0) == pytest.approx(np.sqrt((contributions**2).sum(axis=0)), rel=0.06)
    assert np.corrcoef(sums.T) == pytest.approx(np.corrcoef(contributions.T), abs=0.12)


def test_one_dominant_cluster_can_never_be_significant():
    contributions = np.array([[100.0], [1.0], [1.0], [1.0]])
    rng = np.random.default_rng(1)
    p_value = step_down(contributions.sum(axis=0), wild_bootstrap_sums(contributions, rng))
    assert p_value[0] > 0.1


def test_step_down_of_one_statistic_is_its_p_value_and_of_many_independent_ones_is_about_bonferroni():
    rng = np.random.default_rng(1)
    null = rng.normal(size=(20_000, 10))
    assert step_down(np.array([1.96]), null[:, :1])[0] == pytest.approx(0.05, abs=0.006)
    adjusted = step_down(np.r_[2.9, np.zeros(9)], null)
    assert adjusted[0] == pytest.approx(10 * 0.00373, abs=0.006)
    assert (np.diff(adjusted[np.argsort(-np.r_[2.9, np.zeros(9)], kind="stable")]) >= 0).all()


def test_dependent_statistics_cost_less_than_independent_ones():
    rng = np.random.default_rng(1)
    dependent = normal_draws(np.full((10, 10), 0.95) + 0.05 * np.eye(10), 5000, rng)
    independent = normal_draws(np.eye(10), 5000, rng)
    statistics = np.full(10, 2.5)
    assert step_down(statistics, dependent).max() < step_down(statistics, independent).max() / 2


def test_a_singular_covariance_can_be_drawn_from():
    draws = normal_draws(np.array([[1.0, -1.0], [-1.0, 1.0]]), 1000, np.random.default_rng(1))
    assert draws.sum(axis=1) == pytest.approx(0, abs=1e-6)

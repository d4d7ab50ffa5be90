"""Sampling plans: their error is exact, their numbers are those of published tables, and bounds hold at all times."""

from __future__ import annotations

import numpy as np
import pytest

from artmeta.acceptance_sampling import SamplingPlan, sampling_plan, sequential_lower_bound, share_confidence
from artmeta.errors import InputError
from artmeta.stats import finite_lower_bound


@pytest.mark.parametrize("sequential", [False, True])
@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_a_group_that_is_not_precise_enough_passes_with_the_stated_probability_at_most(
    sequential: bool, confidence: float
) -> None:
    for works in (1, 7, 19, 20, 21, 59, 301, 5_000):
        for precision in (0.8, 0.95):
            plan = sampling_plan(works, precision, confidence, 0.99, sequential)
            too_few = np.ceil(precision * works - 1e-9) - 1
            for right in {too_few, round(0.97 * too_few)}:
                assert plan.operating_characteristic(right / works)[0] <= 1 - confidence + 1e-12
            assert plan.operating_characteristic(1.0)[0] == pytest.approx(1.0)


def test_plans_of_fixed_size_are_those_of_published_tables() -> None:
    plans = [sampling_plan(1_000_000, 0.95, 0.95, expected) for expected in (1.0, 0.99, 0.985)]
    # Of Wilks (1941), for 95% confidence and 95% of a large population: 59, 93, 124, 153, 181 works with 0 to 4 errors.
    assert [(plan.size, plan.allowed) for plan in plans] == [(59, 0), (124, 2), (153, 3)]


@pytest.mark.parametrize("works", [30, 200, 4_000])
def test_a_plan_of_fixed_size_passes_where_its_exact_bound_reaches_the_precision(works: int) -> None:
    plan = sampling_plan(works, 0.95, 0.95, 0.985)
    bounds = [plan.lower_bound(plan.size, wrong) for wrong in range(plan.allowed + 2)]
    assert all(bound >= 0.95 for bound in bounds[:-1])
    assert bounds[-1] < 0.95
    assert bounds[0] == finite_lower_bound(plan.size, plan.size, works, 0.95)
    results = [plan.result(plan.size, wrong) for wrong in range(plan.allowed + 2)]
    assert results == ["certified"] * (plan.allowed + 1) + ["refused"]
    assert plan.result(plan.size - 1, 0) == "open"


def reviews(plan: SamplingPlan, right: int, rng: np.random.Generator) -> tuple[str, int]:
    """Review a group in random order until the plan has a result."""
    outcomes = rng.permutation(plan.works) < right
    for reviewed in range(1, plan.size + 1):
        result = plan.result(reviewed, int((~outcomes[:reviewed]).sum()))
        if result != "open":
            return result, reviewed
    raise AssertionError("a plan has a result once all its works are reviewed")


@pytest.mark.parametrize("sequential", [False, True])
def test_the_operating_characteristic_is_that_of_reviews_in_random_order(sequential: bool) -> None:
    plan, rng = sampling_plan(300, 0.95, 0.95, 0.99, sequential), np.random.default_rng(1)
    for precision in (0.94, 0.98):
        seen = [reviews(plan, round(precision * 300), rng) for _ in range(400)]
        passes, mean = plan.operating_characteristic(precision)
        assert np.mean([result == "certified" for result, _ in seen]) == pytest.approx(passes, abs=0.08)
        assert np.mean([reviewed for _, reviewed in seen]) == pytest.approx(mean, rel=0.1)


def test_a_sequential_plan_needs_fewer_works_on_average_than_one_of_fixed_size() -> None:
    fixed, sequential = (sampling_plan(2_000, 0.95, 0.99, 0.99, each) for each in (False, True))
    for precision in (0.97, 0.99, 1.0):
        assert (
            sequential.operating_characteristic(precision)[1] < fixed.operating_characteristic(precision)[1]
        )
    assert list(sequential.acceptance) == sorted(sequential.acceptance)


@pytest.mark.parametrize(("works", "right"), [(60, 55), (400, 372)])
def test_the_sequential_bound_is_true_at_all_times_at_once(works: int, right: int) -> None:
    rng, false = np.random.default_rng(2), 0
    for _ in range(300):
        wrong = np.cumsum(rng.permutation(works) >= right)
        bounds = (
            sequential_lower_bound(n + 1 - int(wrong[n]), int(wrong[n]), works, 0.99, 0.9)
            for n in range(0, works, 3)
        )
        false += any(bound > right / works for bound in bounds)
    assert false / 300 <= 0.1 + 2 * np.sqrt(0.09 / 300)
    assert sequential_lower_bound(right, works - right, works, 0.99, 0.9) == right / works  # all are reviewed


def test_a_sequential_plan_passes_where_its_bound_reaches_the_precision() -> None:
    plan = sampling_plan(900, 0.95, 0.95, 0.99, True)
    for wrong, reviewed in enumerate(plan.acceptance):
        assert plan.lower_bound(reviewed, wrong) >= 0.95
        assert plan.lower_bound(reviewed - 1, wrong) < 0.95


def test_several_statements_share_the_error() -> None:
    assert share_confidence(0.95, 5) == pytest.approx(0.99)
    assert share_confidence(0.95, 1) == pytest.approx(0.95)


@pytest.mark.parametrize("sequential", [False, True])
def test_a_plan_that_nobody_could_review_is_one_sentence(sequential: bool) -> None:
    with pytest.raises(InputError, match="more than 5000 of them would have to be reviewed"):
        sampling_plan(300_000, 0.95, 0.95, 0.951, sequential)
    assert sampling_plan(300_000, 0.95, 0.95, 0.96, sequential).size <= 5_000

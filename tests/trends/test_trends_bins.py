"""Works spread over stretches of years."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from artmeta.trend_analysis.bins import MAX_BINS, adaptive_bins, distribute, far_dates, fixed_bins, year_count
from artmeta.trend_options import BIN_WIDTHS

YEARS = st.integers(-3000, 2100).filter(bool)
DATES = st.lists(st.tuples(YEARS, st.integers(0, 200)), min_size=1, max_size=30)


def dates(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    earliest = np.array([first for first, _ in pairs])
    latest = earliest + np.array([length for _, length in pairs])
    return earliest, np.where((earliest < 0) & (latest >= 0), latest + 1, latest)


@pytest.mark.parametrize(
    ("first", "last", "width", "expected"),
    [
        (1853, 1871, 10, [(1850, 1859), (1860, 1869), (1870, 1879)]),
        (-12, 12, 10, [(-19, -10), (-9, -1), (1, 9), (10, 19)]),
        (-2, 2, 1, [(-2, -2), (-1, -1), (1, 1), (2, 2)]),
        (1800, 1899, 50, [(1800, 1849), (1850, 1899)]),
    ],
)
def test_fixed_bins(first: int, last: int, width: int, expected: list[tuple[int, int]]) -> None:
    bins = fixed_bins(first, last, width)
    assert list(zip(bins.first.tolist(), bins.last.tolist(), strict=True)) == expected


@given(DATES, st.sampled_from(BIN_WIDTHS))
def test_every_work_has_mass_one(pairs: list[tuple[int, int]], width: int) -> None:
    earliest, latest = dates(pairs)
    bins = fixed_bins(int(earliest.min()), int(latest.max()), width)
    distribution = distribute(earliest, latest, bins)
    assert np.allclose(np.bincount(distribution.work, weights=distribution.mass), 1)
    assert (distribution.mass > 0).all()
    assert np.isclose(distribution.totals(len(bins)).sum(), len(pairs))


@given(DATES, st.sampled_from(BIN_WIDTHS))
def test_bins_lie_without_gap_or_overlap_and_without_a_year_zero(
    pairs: list[tuple[int, int]], width: int
) -> None:
    earliest, latest = dates(pairs)
    bins = fixed_bins(int(earliest.min()), int(latest.max()), width)
    assert bins.first[0] <= earliest.min() and bins.last[-1] >= latest.max()
    following = np.where(bins.last[:-1] == -1, 1, bins.last[:-1] + 1)
    assert (bins.first[1:] == following).all()
    assert 0 not in bins.first and 0 not in bins.last
    assert (year_count(bins.first, bins.last) <= width).all()


@pytest.mark.parametrize("width", BIN_WIDTHS)
def test_dates_that_no_bin_can_reach_are_far(width: int) -> None:
    reach = MAX_BINS * width // 2
    earliest = np.array(
        [-3_000_000, 1850, 1850 - reach, 1850 - reach - 1, np.nan, np.nan, np.nan, 1851, 1852, 1840]
    )
    latest = np.array([-2_900_000, 1860, 1860, 1860, 1870, np.nan, 1850 + 2 * reach, np.nan, 1852, 1850])
    far = far_dates(earliest, latest, width)
    assert np.flatnonzero(far).tolist() == [0, 3, 6]
    kept = ~far & ~np.isnan(earliest) & ~np.isnan(latest)
    assert len(fixed_bins(int(earliest[kept].min()), int(latest[kept].max()), width)) <= MAX_BINS + 2
    assert not far_dates(earliest[:0], latest[:0], width).any()


def test_a_wide_date_counts_in_parts() -> None:
    distribution = distribute(np.array([1855]), np.array([1874]), fixed_bins(1850, 1879, 10))
    assert distribution.mass.tolist() == [0.25, 0.5, 0.25]


def test_what_lies_outside_the_bins_is_left_out() -> None:
    distribution = distribute(np.array([1700, 1855]), np.array([1710, 1856]), fixed_bins(1850, 1859, 10))
    assert distribution.work.tolist() == [1]


@given(DATES, st.integers(1, 20))
def test_adaptive_bins_hold_enough(pairs: list[tuple[int, int]], fewest: int) -> None:
    earliest, latest = dates(pairs)
    bins = adaptive_bins(earliest, latest, fewest)
    held = distribute(earliest, latest, bins).totals(len(bins))
    assert np.isclose(held.sum(), len(pairs))
    assert (held >= min(fewest, len(pairs)) - 1e-6).all()

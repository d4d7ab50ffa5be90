"""Bins of years, and works whose date is a range distributed over them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

ADAPTIVE_UNIT = 5  # years; adaptive bins begin and end at multiples of it
MAX_BINS = 2_000  # 20,000 years in tens; what lies further from the other works is left out of trends
TINY = float(np.finfo(float).tiny)  # a denominator that may be 0 is raised to it


@dataclass(frozen=True, slots=True)
class Bins:
    """Consecutive bins without gaps; `first` and `last` [bins] are years, both included, BC negative."""

    first: Ints
    last: Ints

    def __len__(self) -> int:
        return len(self.first)

    @property
    def middles(self) -> Floats:
        """The middle of each bin [bins], as a year."""
        return (self.first + self.last) / 2


@dataclass(frozen=True, slots=True)
class YearDistribution:
    """The parts of works in bins: pairs of `work` and `bin` with their `mass` [pairs] or, by topic, [pairs, topics].

    The parts of a work sum to 1. `cell` [pairs] numbers the distinct date and bin of each pair, if it is needed.
    """

    work: Ints
    bin: Ints
    mass: Floats
    cell: Ints | None = None

    def totals(self, count: int) -> Floats:
        """Return the mass of each of `count` bins, in works: [bins], or [bins, topics] if the mass is by topic."""
        return sum_by(self.bin, self.mass, count)


def fixed_bins(earliest: int, latest: int, width: int) -> Bins:
    """Return bins of `width` years from one year to another; they begin at multiples of it: 1850-1859, 1860-1869.

    There is no year 0: with a width of 10 the bins around it are 19-10 BC, 9-1 BC, AD 1-9, AD 10-19.
    """
    numbers = np.arange(_bin_number(earliest, width), _bin_number(latest, width) + 1)
    ad, bc = numbers[numbers >= 0], numbers[numbers < 0] + 1  # -1 is the last bin BC
    starts = np.concatenate([bc * width - (width - 1), np.maximum(ad * width, 1)])
    ends = np.concatenate([np.minimum(bc * width, -1), ad * width + width - 1])
    nonempty = starts <= ends  # with a width of 1 the bin of the year 0 is empty
    return Bins(starts[nonempty], ends[nonempty])


def far_dates(earliest: Floats, latest: Floats, width: int) -> NDArray[np.bool_]:
    """Return which dates [n], NaN where open, lie so far from the others that bins up to them would be too many.

    The period around the median year has `MAX_BINS` bins of `width` years: one work dated -3,000,000 among paintings
    would otherwise ask for 300,000 bins, all but a few of them empty.
    """
    known = np.fmin(earliest, latest)
    years = np.sort(known[~np.isnan(known)])
    if not len(years):
        return np.zeros(len(known), bool)
    middle, reach = years[len(years) // 2], MAX_BINS * width / 2
    far: NDArray[np.bool_] = np.fmax(np.abs(earliest - middle), np.abs(latest - middle)) > reach
    return far


def _bin_number(year: int, width: int) -> int:
    return year // width if year > 0 else -(-year // width) - 1


def adaptive_bins(earliest: Ints, latest: Ints, min_works: float) -> Bins:
    """Return bins that hold at least `min_works` of the works dated [n], [n]; fewer only if there are no more."""
    units = fixed_bins(int(earliest.min()), int(latest.max()), ADAPTIVE_UNIT)
    starts, works = [0], 0.0
    for unit, mass in enumerate(distribute(earliest, latest, units).totals(len(units))):
        if works >= min_works:
            starts.append(unit)
            works = 0.0
        works += mass
    if works < min_works and len(starts) > 1:
        starts.pop()
    ends = [*(start - 1 for start in starts[1:]), len(units) - 1]
    return Bins(units.first[starts], units.last[ends])


def distribute(earliest: Ints, latest: Ints, bins: Bins) -> YearDistribution:
    """Distribute works uniformly over the years of their dates [n], [n]; years outside the bins are left out."""
    low = np.searchsorted(bins.last, earliest)
    high = np.searchsorted(bins.first, latest, side="right")
    overlapped = np.maximum(high - low, 0)
    work = np.repeat(np.arange(len(earliest)), overlapped)
    offset = np.arange(overlapped.sum()) - np.repeat(np.cumsum(overlapped) - overlapped, overlapped)
    bin_ = low[work] + offset
    first, last = np.maximum(earliest[work], bins.first[bin_]), np.minimum(latest[work], bins.last[bin_])
    return YearDistribution(work, bin_, year_count(first, last) / year_count(earliest, latest)[work])


def sum_by(index: NDArray[np.integer], values: Floats, count: int) -> Floats:
    """Return the sums of values [n] or [n, columns] over each of `count` indices: [count] or [count, columns]."""
    if values.ndim > 1:
        return np.stack([sum_by(index, column, count) for column in values.T], axis=1)
    return np.bincount(index, weights=values, minlength=count).astype(np.float64)


def year_count(first: Ints, last: Ints) -> Ints:
    """Return the number of years from `first` to `last`, both included; there is no year 0."""
    return last - first + 1 - ((first < 0) & (last > 0))

"""A work whose date is a range belongs, in part, to every stretch of time it may have been made in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

WIDTHS = (
    1,
    5,
    10,
    25,
    50,
)  # years; what historians name: a year, a lustrum, a decade, a quarter, a half century
ADAPTIVE_UNIT = 5  # years; adaptive bins begin and end at multiples of it


@dataclass(frozen=True, slots=True)
class Bins:
    """Stretches of years in order, without gaps; `first` and `last` are years, both included, BC negative."""

    first: Ints
    last: Ints

    def __len__(self) -> int:
        return len(self.first)

    @property
    def middles(self) -> Floats:
        """The middle of each bin, as a year."""
        middles: Floats = (self.first + self.last) / 2
        return middles


@dataclass(frozen=True, slots=True)
class Spread:
    """Which part of which work lies in which bin: three arrays of equal length; the parts of a work sum to 1."""

    work: Ints
    bin: Ints
    mass: Floats

    def total(self, count: int) -> Floats:
        """Return the mass of each of `count` bins, in works."""
        return summed(self.bin, self.mass, count)


def fixed_bins(earliest: int, latest: int, width: int) -> Bins:
    """Return bins of `width` years that cover two years; they begin at multiples of it: 1850-1859, 1860-1869.

    There is no year 0: with a width of 10 the bins round it are 19-10 BC, 9-1 BC, AD 1-9, AD 10-19.
    """
    numbers = np.arange(_number(earliest, width), _number(latest, width) + 1)
    christian, before = numbers[numbers >= 0], numbers[numbers < 0] + 1  # -1 is the first bin before Christ
    starts = np.concatenate([before * width - (width - 1), np.maximum(christian * width, 1)])
    ends = np.concatenate([np.minimum(before * width, -1), christian * width + width - 1])
    kept = starts <= ends  # with a width of 1 the bin of the year 0 is empty
    return Bins(starts[kept], ends[kept])


def _number(year: int, width: int) -> int:
    return year // width if year > 0 else -(-year // width) - 1


def adaptive_bins(earliest: Ints, latest: Ints, fewest: float) -> Bins:
    """Return bins that each hold at least `fewest` of the works dated [n], [n]; fewer only if there are no more."""
    units = fixed_bins(int(earliest.min()), int(latest.max()), ADAPTIVE_UNIT)
    mass = spread(earliest, latest, units).total(len(units))
    starts, held = [0], 0.0
    for at, more in enumerate(mass):
        if held >= fewest:
            starts.append(at)
            held = 0.0
        held += more
    if held < fewest and len(starts) > 1:
        starts.pop()
    ends = [*(start - 1 for start in starts[1:]), len(units) - 1]
    return Bins(units.first[starts], units.last[ends])


def spread(earliest: Ints, latest: Ints, bins: Bins) -> Spread:
    """Spread works evenly over the years of their dates [n], [n]; what lies outside the bins is left out."""
    low = np.searchsorted(bins.last, earliest)
    high = np.searchsorted(bins.first, latest, side="right")
    touched = np.maximum(high - low, 0)
    work = np.repeat(np.arange(len(earliest)), touched)
    within = np.arange(touched.sum()) - np.repeat(np.cumsum(touched) - touched, touched)
    bin_ = low[work] + within
    overlap = years(np.maximum(earliest[work], bins.first[bin_]), np.minimum(latest[work], bins.last[bin_]))
    return Spread(work, bin_, overlap / years(earliest, latest)[work])


def summed(place: NDArray[np.integer], values: Floats, count: int) -> Floats:
    """Return the sum of values [n] at each of `count` places [n]."""
    sums: Floats = np.bincount(place, weights=values, minlength=count).astype(np.float64)
    return sums


def years(first: Ints, last: Ints) -> Ints:
    """Count the years from `first` to `last`, both included; there is no year 0."""
    return last - first + 1 - ((first < 0) & (last > 0))

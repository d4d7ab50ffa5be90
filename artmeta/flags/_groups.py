"""Groups, periods and venues, whose share of good results is lower than the rest's by more than chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from artmeta.config import StrictTable
from artmeta.flags._shares import Share
from artmeta.stats import LEVEL, clopper_pearson
from artmeta.wording import fraction

if TYPE_CHECKING:
    import pandas as pd


class GroupLimits(StrictTable):
    """`points` is a difference of shares; groups of fewer than `works` works are never judged."""

    points: Share = 0.1  # a tenth is relevant to a reader of the report
    works: int = Field(10, ge=1)  # fewer may be explained by one painter
    period_years: int = Field(50, ge=1, le=1000)  # two generations; finer periods hold too few works


@dataclass(frozen=True, slots=True)
class Interval:
    """A share of `works` works with its exact interval."""

    hits: int
    works: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share; 0 of no works."""
        return self.hits / self.works if self.works else 0.0

    @property
    def fraction(self) -> str:
        """The share in words, with its denominator."""
        return fraction(self.hits, self.works)


@dataclass(frozen=True, slots=True)
class Disparity:
    """A group whose interval lies below that of all others; `expected` their share with its mix of strata."""

    kind: str
    name: str
    group: Interval
    others: Interval
    expected: float

    @property
    def subject(self) -> str:
        """The subject of the flag, such as *period 1850 to 1899*."""
        return f"{self.kind} {self.name}"


def exact_interval(hits: int, works: int, level: float = LEVEL) -> Interval:
    """Return a share with its exact binomial interval."""
    low, high = clopper_pearson(hits, works, level)
    return Interval(hits, works, float(low), float(high))


def periods(frame: pd.DataFrame, years: int) -> pd.Series[Any]:
    """Return the name of the period that contains each work's whole date span; None where there is none.

    Periods are counted from year 1 in both directions (1 to 49, 50 to 99; 49 BC to 1 BC), as
    the view `topics_by_bin` counts them.
    """
    import pandas as pd

    spans = zip(frame["date_earliest"], frame["date_latest"], strict=True)
    return pd.Series([_period(first, last, years) for first, last in spans], index=frame.index, dtype=object)


def _period(first: Any, last: Any, years: int) -> str | None:
    import pandas as pd

    if pd.isna(first) or pd.isna(last) or (first < 0) != (last < 0):
        return None
    number = abs(int(first)) // years
    if number != abs(int(last)) // years:
        return None
    nearest, farthest = max(number * years, 1), number * years + years - 1
    return f"{farthest} BC to {nearest} BC" if first < 0 else f"{nearest} to {farthest}"


def disparities(frame: pd.DataFrame, limits: GroupLimits) -> Iterator[Disparity]:
    """Yield the periods and venues where the share of works with `good` is too low, the worst of each first.

    `frame` has the columns good (bool), stratum (a confounder, such as the topic), venue, date_earliest and
    date_latest. A share is too low if its exact interval and that of all other works do not overlap (at a level
    corrected for the number of groups, Bonferroni), and it is `points` below the others' with the group's strata.
    """
    for kind, names in (
        ("period", periods(frame, limits.period_years)),
        ("venue", frame["venue"].replace("", None)),
    ):
        counts = _Counts.of(frame, names)
        judged = counts.judged(limits.works)
        compared = [_compare(counts, kind, group, len(judged)) for group in judged]
        apart = [each for each in compared if _apart(each, limits)]
        yield from sorted(apart, key=lambda each: each.group.share - each.expected)


@dataclass(frozen=True, slots=True)
class _Counts:
    """Works and good works by group and stratum, each [groups + 1, strata]; the last row holds works of no group."""

    names: tuple[str, ...]
    works: NDArray[np.int64]
    good: NDArray[np.int64]

    @classmethod
    def of(cls, frame: pd.DataFrame, names: pd.Series[Any]) -> _Counts:
        import pandas as pd

        groups, known = pd.factorize(names, sort=True)
        strata, kinds = pd.factorize(frame["stratum"], use_na_sentinel=False)
        shape = (len(known) + 1, max(1, len(kinds)))
        good = frame["good"].to_numpy(dtype=bool)
        cells = (np.where(groups < 0, len(known), groups), strata)
        works, hits = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        np.add.at(works, cells, 1)
        np.add.at(hits, cells, good)
        return cls(tuple(map(str, known)), works, hits)

    def judged(self, least: int) -> list[int]:
        """Return the groups with at least `least` works, and as many outside them."""
        sizes = self.works.sum(axis=1)
        return [
            int(g)
            for g in np.flatnonzero((sizes >= least) & (sizes.sum() - sizes >= least))
            if g < len(self.names)
        ]


def _compare(counts: _Counts, kind: str, group: int, groups: int) -> Disparity:
    level = 1 - (1 - LEVEL) / groups  # Bonferroni: of all intervals of one question together
    works, good = counts.works[group], counts.good[group]
    other_works, other_good = counts.works.sum(axis=0) - works, counts.good.sum(axis=0) - good
    usual = np.full(len(works), other_good.sum() / other_works.sum())
    np.divide(other_good, other_works, out=usual, where=other_works > 0)
    expected = float(works @ usual / works.sum())
    here = exact_interval(int(good.sum()), int(works.sum()), level)
    elsewhere = exact_interval(int(other_good.sum()), int(other_works.sum()), level)
    return Disparity(kind, counts.names[group], here, elsewhere, expected)


def _apart(disparity: Disparity, limits: GroupLimits) -> bool:
    gap = disparity.expected - disparity.group.share
    return disparity.group.high < disparity.others.low and gap >= limits.points and gap > 0

"""Whether a period or a venue fares worse than the rest by more than chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    import pandas as pd

CONFIDENCE_LEVEL = 0.95  # of all the intervals of one question together


class GroupLimits(BaseModel):
    """`points` is a difference of shares; groups of fewer than `works` works are never judged."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    points: float = Field(default=0.1, ge=0, le=1)  # a tenth is what a reader of a report would act on
    works: int = Field(default=10, ge=1)  # one painter or one frame explains what happens to fewer
    period_years: int = Field(default=50, ge=1, le=1000)  # two generations; finer periods hold too few works


@dataclass(frozen=True, slots=True)
class Interval:
    """A share of `works` works, and the exact bounds of the share it was drawn from."""

    hits: int
    works: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share itself, 0 of no works."""
        return self.hits / self.works if self.works else 0.0


@dataclass(frozen=True, slots=True)
class Disparity:
    """A group whose interval lies apart from that of all other works; `expected` is what its mix would give."""

    kind: str
    name: str
    group: Interval
    others: Interval
    expected: float

    @property
    def subject(self) -> str:
        """What is doubted, such as *period 1850 to 1899*."""
        return f"{self.kind} {self.name}"


def exact_interval(hits: int, works: int, level: float = CONFIDENCE_LEVEL) -> Interval:
    """Return the exact binomial interval (Clopper and Pearson, Biometrika 26, 1934), by quantiles of the beta law."""
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = float(betaincinv(hits, works - hits + 1, tail)) if hits else 0.0
    high = float(betaincinv(hits + 1, works - hits, 1 - tail)) if hits < works else 1.0
    return Interval(hits, works, low, high)


def periods(frame: pd.DataFrame, years: int) -> pd.Series[Any]:
    """Name the period that each work's whole date span lies in; None where it lies in none, or in two.

    Periods are counted away from the birth of Christ on both sides (1 to 49, 50 to 99; 49 BC to 1 BC), as
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

    `frame` has the columns good (bool), stratum (whatever explains a difference by itself, such as
    the topic), venue, date_earliest and date_latest. A group is too low if its exact interval and
    that of all other works do not meet (at a level shared among the groups, after Bonferroni), and
    its share is `points` below what the others reach with the group's own mix of strata.
    """
    known = frame.assign(period=periods(frame, limits.period_years), venue=frame["venue"].replace("", None))
    for kind in ("period", "venue"):
        sizes = known.groupby(kind)["good"].size()
        judged = sizes[(sizes >= limits.works) & (len(known) - sizes >= limits.works)]
        found = [_compare(known, kind, str(name), len(judged)) for name in judged.index]
        apart = [each for each in found if _apart(each, limits)]
        yield from sorted(apart, key=lambda each: each.group.share - each.expected)


def _compare(frame: pd.DataFrame, kind: str, name: str, groups: int) -> Disparity:
    level = 1 - (1 - CONFIDENCE_LEVEL) / groups
    inside = (frame[kind] == name).fillna(False)
    group, others = frame[inside], frame[~inside]
    usual = others.groupby("stratum")["good"].mean()
    expected = group["stratum"].map(usual).astype(float).fillna(float(others["good"].mean())).mean()
    here, elsewhere = (exact_interval(int(each["good"].sum()), len(each), level) for each in (group, others))
    return Disparity(kind, name, here, elsewhere, float(expected))


def _apart(found: Disparity, limits: GroupLimits) -> bool:
    gap = found.expected - found.group.share
    return found.group.high < found.others.low and gap >= limits.points and gap > 0

"""A verdict on each topic and its sentence: it rose, it fell, the data show no change, or there are too few works."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from artmeta.stats import holm
from artmeta.trends.bins import TINY, Floats
from artmeta.trends.trend_lines import TrendLines
from artmeta.wording import p_equals, percent, points, quantity, year

Kind = Literal["rose", "fell", "no_change", "too_few"]

ALPHA = 0.05  # of all collections without any change, at most so many get a verdict of rise or fall
POWER = 0.8  # the probability that the detectable change is found
MIN_WORKS = 100  # in the period; with fewer the normal approximation is not trusted
MIN_TOPIC_WORKS = 10.0  # expected works of the topic, for the same reason
MAX_DETECTABLE = 0.5  # where a change from none to half of all works would be missed, no verdict is useful


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on one topic; shares and changes are 0 to 1, over the period; p values two-sided.

    `adjusted` is corrected for the number of topics; `detectable` is the change that would be found in four
    of five collections like this one.
    """

    topic: int
    kind: Kind
    first_year: int
    last_year: int
    works: float
    first_share: float
    last_share: float
    change: float
    low: float
    high: float
    statistic: float
    p_value: float
    adjusted: float
    detectable: float

    @property
    def change_in_points(self) -> str:
        """The change with its interval, in percentage points."""
        interval = f"{points(self.low)} to {points(self.high)}"
        return f"{points(self.change)} points, 95% interval {interval}"


def verdicts(lines: TrendLines) -> list[Verdict]:
    """Test the change of every topic's line against its bootstrap error.

    Corrected by Holm's step-down (1979): it holds the probability of any false rise or fall at 5% whatever the
    dependence between topics, whose shares sum to 1 and are never independent.
    """
    share = np.clip(np.average(lines.observed, axis=0, weights=lines.step_works), 0, 1)
    p_values, adjusted, judged = significance(lines.change, lines.error, lines.works, share)
    (first, last), (first_draws, last_draws) = lines.ends, lines.end_draws
    change, margin = last - first, norm.isf(ALPHA / 2) * (last_draws - first_draws).std(axis=0, ddof=1)
    numbers = (
        first,
        last,
        change,
        change - margin,
        change + margin,
        lines.change / np.maximum(lines.error, TINY),
        p_values,
        adjusted,
        detectable_change(lines.error),
    )
    kinds = [_kind(*each) for each in zip(judged, adjusted, lines.change, strict=True)]
    span = lines.first_year, lines.last_year, lines.works
    rows = zip(kinds, *(column.tolist() for column in numbers), strict=True)
    return [Verdict(topic, kind, *span, *values) for topic, (kind, *values) in enumerate(rows)]


def significance(
    change: Floats, error: Floats, works: float, share: Floats
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Return two-sided p values, p values adjusted by Holm, and which topics have enough works to judge [topics].

    `change` [topics] has the standard `error` [topics]; `share` [topics] is of `works`. Topics with too few works
    are adjusted to 1.
    """
    p_values = two_sided_p(change, error)
    judged = sufficient(works, share, detectable_change(error))
    adjusted = np.ones(len(p_values))
    adjusted[judged] = holm(p_values[judged])
    return p_values, adjusted, judged


def two_sided_p(change: Floats, error: Floats) -> Floats:
    """Return the two-sided p values of normal changes [n] with standard errors [n]."""
    p_values: Floats = 2 * norm.sf(np.abs(change / np.maximum(error, TINY)))
    return p_values


def detectable_change(error: Floats) -> Floats:
    """Return the changes found four times in five, from standard errors [topics], at Holm's strictest step."""
    changes: Floats = (norm.isf(ALPHA / 2 / len(error)) + norm.isf(1 - POWER)) * error
    return changes


def sufficient(works: float, share: Floats, detectable: Floats) -> NDArray[np.bool_]:
    """Return which topics have enough works to judge, from their shares [topics] and detectable changes [topics]."""
    result: NDArray[np.bool_] = (
        (works >= MIN_WORKS) & (works * share >= MIN_TOPIC_WORKS) & (detectable < MAX_DETECTABLE)
    )
    return result


def _kind(judged: bool, adjusted: float, change: float) -> Kind:
    if not judged:
        return "too_few"
    if adjusted > ALPHA:
        return "no_change"
    return "rose" if change > 0 else "fell"


def sentence(label: str, verdict: Verdict) -> str:
    """Return a verdict as a sentence, with its period, shares, interval and test."""
    between = f"between {year(verdict.first_year)} and {year(verdict.last_year)}"
    test = f"{p_equals(verdict.adjusted)} after correction for the number of topics"
    if verdict.kind == "too_few":
        works = quantity(round(verdict.works), "work")
        return f"{label}: too few works {between} to say whether its share changed ({works} in all)."
    if verdict.kind == "no_change":
        # an interval without 0 is no verdict: with many topics one of them stands apart by chance
        reason = "" if verdict.low <= 0 <= verdict.high else f"{test}; "
        return (
            f"{label}: no change that the data can show {between} ({verdict.change_in_points}; {reason}a change of "
            f"less than {100 * verdict.detectable:.0f} points would be missed more often than one time in five)."
        )
    return (
        f"{label} {verdict.kind} {between}: from {percent(verdict.first_share)} to {percent(verdict.last_share)} "
        f"of the works ({verdict.change_in_points}; {test})."
    )

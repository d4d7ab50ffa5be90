"""A verdict on each topic and its sentence: it rose, it fell, the data show no change, or there are too few works."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from artmeta.trend_analysis.bins import TINY, Floats
from artmeta.trend_analysis.trend_lines import Line, LineTest, TrendLines
from artmeta.trend_analysis.undated import UndatedCheck
from artmeta.trend_analysis.wild_bootstrap import step_down
from artmeta.wording import p_equals, percent, points, quantity, year

Kind = Literal["rose", "fell", "no_change", "too_few", "too_few_clusters", "withheld"]
Reason = Literal["", "undated", "label_shift"]

ALPHA = 0.05  # of all collections without any change, at most so many get a verdict of rise or fall
POWER = 0.8  # the probability that the detectable change is found
MIN_WORKS = 100  # in the period; with fewer the normal approximation is not trusted
MIN_TOPIC_WORKS = 10.0  # expected works of the topic, for the same reason
FEW_CLUSTERS = 30.0  # with fewer, the clusters and not the works are named as too few
MIN_CLUSTERS = 10.0  # effective number of artists; with fewer, one of them decides
MAX_DETECTABLE = 0.5  # where a change from none to half of all works would be missed, no verdict is useful


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on one topic; shares and changes are 0 to 1, over the period; p values two-sided.

    `adjusted` is corrected for the number of topics; `detectable` is the change that would be found in four
    of five collections like this one; `clusters` the effective number of artists. A verdict is withheld for a `reason`:
    a topic is `undated` more often than others, which could make the change of any, or the model's errors are others in
    some years. `undated_share` is of the topic's works, `undated_elsewhere` of the others'; `lowest` and `highest`
    bound the change wherever the undated works belong.
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
    clusters: float = 0.0
    reason: Reason = ""
    undated_share: float = 0.0
    undated_elsewhere: float = 0.0
    undated_adjusted: float = 1.0
    lowest: float = -1.0
    highest: float = 1.0

    @property
    def change_in_points(self) -> str:
        """The change with its interval, in percentage points."""
        interval = f"{points(self.low)} to {points(self.high)}"
        return f"{points(self.change)} points, 95% interval {interval}"


def verdicts(lines: TrendLines) -> list[Verdict]:
    """Test the change of every topic's line against what the wild cluster bootstrap makes of no change.

    Corrected by the step-down of Romano and Wolf (2005): it holds the probability of any false rise or fall at 5%,
    and knows how topics depend on one another, whose shares sum to 1.
    """
    return line_verdicts(lines.line, lines.test, lines.years)


def line_verdicts(line: Line, test: LineTest, years: tuple[int, int]) -> list[Verdict]:
    """Return the verdict on each topic of one line."""
    works, error = float(line.works.sum()), test.error
    testable = sufficient(works, line.mean, detectable_change(test.sampling)) & (
        test.effective >= MIN_CLUSTERS
    )
    few_clusters = (test.effective < min(FEW_CLUSTERS, works / 2)) & sufficient(works, line.mean, 0.0)
    statistic = line.change / np.maximum(error, TINY)
    p_values, adjusted = significance(statistic, test.null_draws, testable)
    first, last = line.ends
    change = last - first
    margin, size = test.margin(line.change), np.abs(line.change)
    limited = np.abs(change) / np.maximum(size, TINY)  # below 1 where the line leaves 0 to 1
    margin = np.where(size > margin, limited * margin, margin)  # an interval that leaves out 0 still does
    numbers = (
        first,
        last,
        change,
        change - margin,
        change + margin,
        statistic,
        p_values,
        adjusted,
        detectable_change(test.spread),
        test.effective,
    )
    kinds = [_kind(*each) for each in zip(few_clusters, testable, adjusted, line.change, strict=True)]
    rows = zip(kinds, *(column.tolist() for column in numbers), strict=True)
    return [Verdict(topic, kind, *years, works, *values) for topic, (kind, *values) in enumerate(rows)]


def qualified(results: list[Verdict], undated: UndatedCheck, shifts: bool) -> list[Verdict]:
    """Add what undated works could change, and withhold verdicts that they, or shifting errors, could make.

    `shifts` says that in some years the pictures are unlike those that the errors are known from.
    """
    return [_qualified(each, undated, shifts) for each in results]


def _qualified(verdict: Verdict, undated: UndatedCheck, shifts: bool) -> Verdict:
    topic = verdict.topic
    lowest, highest = float(undated.lowest[topic]), float(undated.highest[topic])
    could_be_none = min(lowest, verdict.change) <= 0 <= max(highest, verdict.change)
    reason: Reason = ""
    if verdict.kind in ("rose", "fell", "no_change") and shifts:
        reason = "label_shift"  # works that show no topic could hide a change
    elif verdict.kind in ("rose", "fell") and undated.dated_worse.any() and could_be_none:
        reason = "undated"  # a topic that loses its dates lifts the others
    elif verdict.kind == "no_change" and undated.dated_worse[topic]:
        reason = "undated"
    return replace(
        verdict,
        kind="withheld" if reason else verdict.kind,
        reason=reason,
        undated_share=float(undated.share[topic]),
        undated_elsewhere=float(undated.elsewhere[topic]),
        undated_adjusted=float(undated.adjusted[topic]),
        lowest=min(lowest, verdict.change),
        highest=max(highest, verdict.change),
    )


def significance(statistic: Floats, null_draws: Floats, testable: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Return two-sided p values [topics] of changes in standard errors, and adjusted for the number of topics judged.

    `null_draws` [n, topics] are the statistics where nothing changes. Topics that are not judged are adjusted to 1.
    """
    p_values = np.array([step_down(statistic[[k]], null_draws[:, [k]])[0] for k in range(len(statistic))])
    adjusted = np.ones(len(statistic))
    if testable.any():
        adjusted[testable] = step_down(statistic[testable], null_draws[:, testable])
    return p_values, adjusted


def detectable_change(error: Floats) -> Floats:
    """Return the changes found four times in five, from standard errors [topics], at Holm's strictest step."""
    changes: Floats = -(ndtri(ALPHA / 2 / len(error)) + ndtri(1 - POWER)) * error
    return changes


def sufficient(works: float, share: Floats, detectable: Floats | float) -> NDArray[np.bool_]:
    """Return which topics have enough works to judge, from their shares [topics] and detectable changes [topics]."""
    return (works >= MIN_WORKS) & (works * share >= MIN_TOPIC_WORKS) & (detectable < MAX_DETECTABLE)


def judged_topics(lines: TrendLines) -> NDArray[np.bool_]:
    """Return which topics [topics] have the works and the clusters that any statement on them needs."""
    large = sufficient(lines.works, lines.line.mean, detectable_change(lines.test.sampling))
    return large & (lines.test.effective >= MIN_CLUSTERS)


def _kind(few_clusters: bool, testable: bool, adjusted: float, change: float) -> Kind:
    if not testable:
        return "too_few_clusters" if few_clusters else "too_few"
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
    if verdict.kind == "withheld" and verdict.reason == "undated":
        own, others = percent(verdict.undated_share), percent(verdict.undated_elsewhere)
        rates = f"{own} of its works are undated, {others} of the others, which could make or hide one"
        return f"{label}: a change {between} is not stated ({verdict.change_in_points}): {rates}."
    if verdict.kind == "withheld":
        unlike = "pictures of some years are unlike those from which the model's errors are known"
        return f"{label}: a change {between} is not stated ({verdict.change_in_points}): {unlike}."
    if verdict.kind == "too_few_clusters":
        return (
            f"{label}: too few artists (or donors or venues, where those are drawn), or one that dominates, {between} "
            "to say whether its share changed."
        )
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

"""A verdict in words for each topic: it rose, it fell, the data show no change, or there are too few works to say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from artmeta.stats import holm
from artmeta.trends.slope import Lines

Floats = NDArray[np.float64]
Kind = Literal["rose", "fell", "no_change", "too_few"]

ALPHA = 0.05  # of all collections without any change, at most so many get a verdict of rise or fall
POWER = 0.8  # the change that is said to be detectable is found so often
FEWEST_WORKS = 100  # in the period; with fewer the normal approximation is not trusted
FEWEST_OF_TOPIC = 10.0  # expected works of the topic, for the same reason
COARSEST = 0.5  # a change from nothing to half of all works, undetectable: no verdict is worth giving


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said of one topic; shares and changes are 0 to 1, over the period; p values two-sided.

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


def verdicts(found: Lines) -> list[Verdict]:
    """Judge every topic's line; the test is of the line's change against its bootstrap error.

    Corrected by Holm's step-down (1979): it holds the chance of any false rise or fall at 5 % whatever the
    dependence between topics, whose shares sum to 1 and are never independent.
    """
    statistic = found.change / np.maximum(found.error, np.finfo(float).tiny)
    p_values = 2 * norm.sf(np.abs(statistic))
    share = np.clip(np.average(found.observed, axis=0, weights=found.step_works), 0, 1)
    detectable = detectable_change(found.error)
    judged = enough(found.works, share, detectable)
    adjusted = np.ones(len(p_values))
    adjusted[judged] = holm(p_values[judged])
    (first, last), (first_draws, last_draws) = found.ends, found.end_draws
    change, margin = last - first, norm.isf(ALPHA / 2) * (last_draws - first_draws).std(axis=0, ddof=1)
    return [
        Verdict(
            topic,
            _kind(bool(judged[topic]), adjusted[topic], found.change[topic]),
            found.first_year,
            found.last_year,
            found.works,
            float(first[topic]),
            float(last[topic]),
            float(change[topic]),
            float(change[topic] - margin[topic]),
            float(change[topic] + margin[topic]),
            float(statistic[topic]),
            float(p_values[topic]),
            float(adjusted[topic]),
            float(detectable[topic]),
        )
        for topic in range(len(p_values))
    ]


def detectable_change(error: Floats) -> Floats:
    """Return the changes found four times in five, from standard errors [topics], at Holm's strictest step."""
    result: Floats = (norm.isf(ALPHA / 2 / len(error)) + norm.isf(1 - POWER)) * error
    return result


def enough(works: float, share: Floats, detectable: Floats) -> NDArray[np.bool_]:
    """Say for which topics there are works enough to judge, from their shares [topics] and detectable changes."""
    result: NDArray[np.bool_] = (
        (works >= FEWEST_WORKS) & (works * share >= FEWEST_OF_TOPIC) & (detectable < COARSEST)
    )
    return result


def _kind(judged: bool, adjusted: float, change: float) -> Kind:
    if not judged:
        return "too_few"
    if adjusted > ALPHA:
        return "no_change"
    return "rose" if change > 0 else "fell"

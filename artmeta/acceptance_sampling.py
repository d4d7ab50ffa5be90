"""Acceptance sampling: how many works of a group to review, and which results show its precision; exact.

The group is finite and its works are drawn without replacement, so all probabilities are hypergeometric. A group
passes at a precision if the hypothesis that fewer works are right is rejected. The probability that it passes though
its precision is lower is at most 1 - confidence, and so it is for every lower precision, since each rule here passes
with fewer wrong works no later than with more.
"""

from __future__ import annotations

import bisect
import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import InputError
from artmeta.stats import finite_lower_bound

POWER = 0.8  # probability to pass at the expected precision (Cohen 1988, "Statistical Power Analysis")
MOST = 5_000  # works of one group that people can review; with more, the plan would take minutes to find
ROUNDING = 1e-9  # 0.95 of 100 works are 95, whatever floats say

Result = Literal["certified", "refused", "open"]


@dataclass(frozen=True, slots=True)
class SamplingPlan:
    """How to review a group of `works` works: it passes with k wrong ones once `acceptance[k]` works are reviewed.

    With as many wrong works as `acceptance` has entries, or more, it is refused. `confidence` is that of this group
    alone; `expected` is the precision for which the number of works was chosen.
    """

    works: int
    precision: float
    confidence: float
    expected: float
    sequential: bool
    acceptance: tuple[int, ...]

    @property
    def size(self) -> int:
        """Works to review at most."""
        return max(self.acceptance)

    @property
    def allowed(self) -> int:
        """Wrong works with which the group can still pass."""
        return len(self.acceptance) - 1

    def result(self, reviewed: int, wrong: int) -> Result:
        """Judge the group by its first `reviewed` works in random order, `wrong` of which are wrong."""
        if wrong > self.allowed:
            return "refused"
        return "certified" if reviewed >= self.acceptance[wrong] else "open"

    def lower_bound(self, reviewed: int, wrong: int) -> float:
        """Return the one-sided lower bound of the precision, 0 to 1, by the first `reviewed` works.

        A plan of fixed size holds its confidence once all its works are reviewed. That of a sequential plan is a
        confidence sequence, which may be read at any time: see `sequential_lower_bound`.
        """
        right = reviewed - wrong
        if self.sequential:
            return sequential_lower_bound(right, wrong, self.works, self.expected, self.confidence)
        return finite_lower_bound(right, reviewed, self.works, self.confidence)

    def operating_characteristic(self, precision: float) -> tuple[float, float]:
        """Return the probability to pass at a true precision, and the mean number of works reviewed until the result.

        The precision is rounded to whole works. Both are exact, by recursion over the number of wrong works.
        """
        wrong = self.works - min(self.works, round(precision * self.works))
        passed, mean, undecided = 0.0, 0.0, np.zeros(self.allowed + 1)
        undecided[0] = 1.0
        for reviewed in range(self.size):
            undecided, refused = _next(undecided, self.works - reviewed, wrong)
            accepted = np.array(self.acceptance) <= reviewed + 1
            mean += (reviewed + 1) * (refused + undecided[accepted].sum())
            passed += undecided[accepted].sum()
            undecided[accepted] = 0.0
        return float(passed), float(mean)


def _next(undecided: NDArray[np.float64], left: int, wrong: int) -> tuple[NDArray[np.float64], float]:
    """Review one more work of `left`: probabilities [wrong so far] of going on, and the one of one too many."""
    share = np.clip((wrong - np.arange(len(undecided))) / left, 0.0, 1.0)
    failed = undecided * share
    return undecided - failed + np.append(0.0, failed[:-1]), float(failed[-1])


def share_confidence(confidence: float, groups: int) -> float:
    """Return the confidence of each of so many statements that are all true together with `confidence`.

    Source: Bonferroni's inequality (Dunn, "Multiple Comparisons among Means", JASA 56, 1961).
    """
    return 1 - (1 - confidence) / max(groups, 1)


def default_expected(precision: float) -> float:
    """Return the precision to plan for where none is stated: a fifth of the errors that would be tolerated."""
    return 1 - (1 - precision) / 5


def sampling_plan(
    works: int, precision: float, confidence: float, expected: float, sequential: bool = False
) -> SamplingPlan:
    """Return the smallest plan for a group of `works` works that passes at the `expected` precision with POWER.

    Raises InputError if it would review more than MOST works.
    """
    acceptance = (_wald if sequential else _fixed)(works, precision, confidence, expected)
    if not acceptance:
        raise InputError(
            f"To show that {precision:.4g} of {works} works are right, if {expected:.4g} are, more than {MOST} "
            "of them would have to be reviewed.",
            "Plan for a higher expected precision, or show a lower one.",
        )
    return SamplingPlan(works, precision, confidence, expected, sequential, acceptance)


def _rejected(works: int, precision: float) -> int:
    """Return the largest number of right works that is too small for a precision."""
    return math.ceil(precision * works - ROUNDING) - 1


def _expected(works: int, precision: float, expected: float) -> int:
    """Return how many works are right at the expected precision: more than are too few."""
    return min(works, max(_rejected(works, precision) + 1, round(expected * works)))


def _fixed(works: int, precision: float, confidence: float, expected: float) -> tuple[int, ...]:
    """Review a fixed number of works with an allowed number of wrong ones.

    Source: Dodge and Romig, "A Method of Sampling Inspection", Bell System Technical Journal 8, 1929. It passes if and
    only if the exact lower bound of Clopper and Pearson, for a finite population, reaches the precision.
    """
    from scipy.stats import hypergeom

    too_few, planned = _rejected(works, precision), _expected(works, precision, expected)
    for allowed in range(works - too_few):
        size = _fixed_size(works, works - too_few, allowed, confidence)
        if size > MOST:
            break
        if hypergeom.cdf(allowed, works, works - planned, size) >= POWER:
            return (size,) * (allowed + 1)
    return ()


def _fixed_size(works: int, wrong: int, allowed: int, confidence: float) -> int:
    """Return how many works hold at most the allowed wrong ones with a probability of 1 - confidence or less."""
    from scipy.stats import hypergeom

    def excluded(size: int) -> bool:
        return bool(hypergeom.cdf(allowed, works, wrong, size) <= 1 - confidence)

    sizes = range(allowed + 1, works)
    return sizes.start + bisect.bisect_left(sizes, True, key=excluded)


def _wald(works: int, precision: float, confidence: float, expected: float) -> tuple[int, ...]:
    """Stop when the likelihood ratio of the expected precision to the largest that is too low is 1 / (1 - confidence).

    Source: Wald, "Sequential Tests of Statistical Hypotheses", Annals of Mathematical Statistics 16, 1945; without
    replacement, the ratio is the test martingale of Waudby-Smith and Ramdas, "Confidence sequences for sampling
    without replacement", NeurIPS 2020, so by Ville's inequality it passes with a probability of at most
    1 - confidence, however often the result is looked at. It ends once the power is reached.
    """
    too_few, planned = _rejected(works, precision), _expected(works, precision, expected)
    acceptance: list[int] = []
    for wrong in range(works - too_few):
        first = _first_acceptance(works, wrong, too_few, planned, math.log(1 - confidence))
        if first > MOST or wrong > works - planned:
            break
        acceptance.append(max([first, *acceptance[-1:]]))

    def passes(entries: int) -> bool:
        plan = SamplingPlan(works, precision, confidence, expected, True, tuple(acceptance[:entries]))
        return plan.operating_characteristic(planned / works)[0] >= POWER

    numbers = range(1, len(acceptance) + 1)
    place = bisect.bisect_left(numbers, True, key=passes)
    return tuple(acceptance[: numbers[place]]) if place < len(numbers) else ()


def _first_acceptance(works: int, wrong: int, too_few: int, planned: int, limit: float) -> int:
    """Return the number of reviewed works from which on the ratio is large enough; more right works than `too_few`
    are enough in any case.
    """
    rights = range(too_few + 1)
    place = bisect.bisect_left(
        rights,
        -limit,
        key=lambda right: (
            log_likelihood(planned, right, wrong, works) - log_likelihood(too_few, right, wrong, works)
        ),
    )
    return place + wrong


def log_likelihood(true: int, right: int, wrong: int, works: int) -> float:
    """Return the logarithm of the probability of an order of right and wrong works, up to a constant.

    `true` is the number of right ones among all `works`.
    """
    if true < right or works - true < wrong:
        return -math.inf
    return (
        math.lgamma(true + 1)
        - math.lgamma(true - right + 1)
        + math.lgamma(works - true + 1)
        - math.lgamma(works - true - wrong + 1)
    )


def sequential_lower_bound(right: int, wrong: int, works: int, expected: float, confidence: float) -> float:
    """Return the lower bound of the precision that holds at every time at once with the confidence.

    It is the smallest precision that Wald's test against the expected one does not reject: a confidence sequence
    (Waudby-Smith and Ramdas 2020).
    """
    planned = min(works, round(expected * works))
    limit = math.log(1 - confidence) + log_likelihood(planned, right, wrong, works)
    likeliest = min(works - wrong, max(right, round(right / max(right + wrong, 1) * works)))
    numbers = range(right, likeliest + 1)
    place = bisect.bisect_right(numbers, limit, key=lambda true: log_likelihood(true, right, wrong, works))
    return numbers[min(place, len(numbers) - 1)] / works if works else 0.0

"""Which groups of works do not keep the precision that was promised for sure decisions, and which are untested?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from artmeta.stats import holm, lower_bound
from artmeta.trend_analysis.bins import Floats, Ints
from artmeta.trend_analysis.drift import Drift, Reference, drift
from artmeta.trend_analysis.work_groups import MIN_WORKS, WorkGroup

ALPHA = 0.04  # of all tests of all groups together; 0.01 is left for the test of the topic mix
# of pairs of familiar works; photographs of the topics, of which *sure* is right as often, mostly lie below it, and
# mixtures in which it is right too seldom above it (docs/unfamiliar.md)
MIN_DRIFT = 0.57
NO_DRIFT = 0.5  # of pairs
MIN_KNOWN = 10  # sure works of known topic: two errors in fewer are no evidence against nine right in ten
CONFIRMED = 0.95  # level of the lower bound by which known topics show that a promise is kept

State = Literal["kept", "lost", "untested"]
Cause = Literal["", "known topics", "drift", "both"]
CAUSES: tuple[Cause, ...] = "known topics", "drift", "both"


@dataclass(frozen=True, slots=True)
class SureWorks:
    """Classified works [n] as arrays, with what is known of the topics of some; without those that are unfamiliar.

    These are never sure, so they say nothing of the precision of those that are.

    `sure` is the model's own decision; `learnt` marks works that the model was trained on, which are no evidence.
    `scores` [n, k] are larger for works that are less certain or less familiar; `confidences` are [n, topics].
    `correct` is 1 or 0 where the true topics are known, else NaN; `chance` is then the probability with which the
    work is right if the promise is kept. `cluster` numbers dependent works alike.
    """

    sure: NDArray[np.bool_]
    learnt: NDArray[np.bool_]
    scores: Floats
    confidences: Floats
    correct: Floats
    chance: Floats
    cluster: Ints


@dataclass(frozen=True, slots=True)
class GroupPromise:
    """What the evidence says of a group: its works, sure works, how many have a known topic, and how many are right.

    `low` is the lower bound of their precision. `tests` [3] are p values by known topics, by drift and by both, NaN
    where there was no test; `p_value` is the smallest one, adjusted for the number of tests.
    """

    group: WorkGroup
    works: int
    sure: int
    known: int
    right: int
    low: float
    drift: float
    tests: tuple[float, float, float]
    p_value: float = np.nan
    state: State = "untested"
    cause: Cause = ""

    def shown(self, target: float) -> bool:
        """Whether known topics show that the promise is kept."""
        return self.known >= MIN_KNOWN and self.low >= target


def group_promises(
    works: SureWorks, groups: Sequence[WorkGroup], reference: Reference | None, target: float
) -> list[GroupPromise]:
    """Test each group in turn and return the results in the order of `groups`; groups without sure works are left out.

    Three tests of each group, adjusted for their number (Holm 1979): known topics show that fewer than `target` of its
    sure works are right (exact binomial test, by which the known ones are a random sample of these very works); its
    works drifted from the reference, in at least 57% of pairs; or both together (Stouffer's sum), where the known
    topics are below the target. A drift is overruled where known topics show that the target is reached.

    The first group that fails loses (of a grouping, the one with the smallest p value), its works are taken out of all
    other groups, and the rest is tested again, so that a venue does not lose for the works of one period. A group that
    passes is untested if it is too small. Works of one predicted topic are tested by known topics alone, since they
    are chosen by what was predicted of them.
    """
    left = np.ones(len(works.sure), dtype=bool)
    done: dict[int, GroupPromise] = {}
    tested: dict[int, GroupPromise] = {}
    while True:
        for place, group in enumerate(groups):
            members = group.members[left[group.members]]
            if place in done or (place in tested and len(members) == tested[place].works):
                continue
            tested[place] = _tested(works, group, members, reference, target)
        lost = _lost(tested)
        if lost is None:
            break
        place, result = lost
        done[place] = result
        del tested[place]
        left[groups[place].members] = False
    kept = {place: _passed(result, reference, target) for place, result in tested.items() if result.sure}
    return [result for _, result in sorted({**kept, **done}.items())]


def _tested(
    works: SureWorks, group: WorkGroup, members: NDArray[np.intp], reference: Reference | None, target: float
) -> GroupPromise:
    fresh = members[~works.learnt[members]]
    known = fresh[works.sure[fresh] & ~np.isnan(works.correct[fresh])]
    right, low, by_topics = 0, 0.0, np.nan
    if len(known):
        right = int(works.correct[known].sum())
        low = float(lower_bound(right, len(known), CONFIRMED))
        if len(known) >= MIN_KNOWN:
            from scipy.special import bdtr

            by_topics = float(bdtr(right, len(known), works.chance[known].mean()))
    group_drift = Drift(np.nan, np.nan)
    if reference is not None and len(fresh) >= MIN_WORKS and group.grouping != "topic":
        weights = reference.weights(works.confidences[fresh])
        group_drift = drift(works.scores[fresh], weights, reference.scores, works.cluster[fresh])
    by_drift = group_drift.p_value
    both = (
        _stouffer(by_topics, by_drift) if right < target * len(known) and group_drift.size > NO_DRIFT else 1.0
    )
    tests = by_topics, by_drift if group_drift.size >= MIN_DRIFT else 1.0, both
    if low >= target:
        tests = by_topics, 1.0, 1.0
    done = ~np.isnan([by_topics, by_drift, by_topics + by_drift])
    p_values = np.where(done, tests, np.nan)
    counts = len(members), int(works.sure[members].sum()), len(known), right
    return GroupPromise(group, *counts, low, group_drift.size, (p_values[0], p_values[1], p_values[2]))


def _stouffer(first: float, second: float) -> float:
    """Return the p value of two one-sided tests together (Stouffer et al. 1949); NaN if one is."""
    from scipy.special import ndtr, ndtri

    return float(ndtr((ndtri(first) + ndtri(second)) / np.sqrt(2)))


def _lost(tested: dict[int, GroupPromise]) -> tuple[int, GroupPromise] | None:
    """Return the first group with an adjusted p value below alpha, by grouping and p value; None if there is none."""
    places = [place for place, result in tested.items() if result.sure]
    p_values = np.array([tested[place].tests for place in places]).reshape(-1, 3)
    done = ~np.isnan(p_values)
    adjusted = np.full(p_values.shape, np.inf)
    adjusted[done] = holm(p_values[done])
    smallest = adjusted.min(axis=1, initial=np.inf)
    failed = [number for number in range(len(places)) if smallest[number] < ALPHA]
    if not failed:
        return None
    first = tested[places[failed[0]]].group.grouping
    number = min(
        (one for one in failed if tested[places[one]].group.grouping == first),
        key=lambda one: float(np.nanmin(p_values[one])),
    )
    cause = CAUSES[int(adjusted[number].argmin())]
    result = replace(tested[places[number]], p_value=float(smallest[number]), state="lost", cause=cause)
    return places[number], result


def _passed(result: GroupPromise, reference: Reference | None, target: float) -> GroupPromise:
    """Return whether a group that did not lose is kept: it was large enough for a test, or known topics show it."""
    enough = result.works >= MIN_WORKS and reference is not None and not np.isnan(result.drift)
    predicted = result.group.grouping == "topic"  # where untested, another group of each work says so
    return replace(result, state="kept" if enough or result.shown(target) or predicted else "untested")

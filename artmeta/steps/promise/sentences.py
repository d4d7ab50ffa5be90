"""Sentences on the promise of a group: what the evidence says, for the report, the exports and the flags."""

from __future__ import annotations

import math

from artmeta.trend_analysis.group_promise import GroupPromise
from artmeta.trend_analysis.topic_mix import RaisedThreshold
from artmeta.trend_analysis.work_groups import MIN_WORKS
from artmeta.wording import fraction, integer, p_equals, percent, quantity


def group_sentence(promise: GroupPromise, name: str, target: float) -> str:
    """Return what was found on a group of this name; '' where it keeps the promise."""
    if promise.state == "kept":
        return ""
    subject = group_words(promise.group.grouping, name)
    if promise.state == "untested":
        return (
            f"The promise that {percent(target)} of sure works are right is untested for {subject}: "
            f"{_needed(promise)}."
        )
    if promise.cause == "known topics":
        return (
            f"Works of {subject} are not sure: {fraction(promise.right, promise.known)} sure works of known topic are "
            f"right, and {percent(target)} was promised ({p_equals(promise.p_value)}, adjusted for all groups)."
        )
    return (
        f"Works of {subject} are not sure: in {percent(promise.drift)} of pairs one of them is less certain and less "
        f"familiar to the model than a training work judged out of fold, at the same topic shares (50% where nothing "
        f"differs; {p_equals(promise.p_value)}, adjusted for all groups), so what was measured on those does "
        f"not hold here, and {_known(promise, target)}."
    )


def _needed(promise: GroupPromise) -> str:
    if promise.works < MIN_WORKS:
        return (
            f"a test needs {MIN_WORKS} familiar works, and it has {promise.works} outside the groups that do not "
            "keep the promise"
        )
    return "the model has too few training works judged out of fold to compare its works with"


def _known(promise: GroupPromise, target: float) -> str:
    if not promise.known:
        return "no topic of a sure work is known"
    return (
        f"the {quantity(promise.known, 'sure work')} of known topic, of which {integer(promise.right)} are right, do "
        f"not show that {percent(target)} of all are"
    )


def group_words(grouping: str, name: str) -> str:
    """Return the name of a group in a sentence, as in: the period '1950–1999'."""
    if grouping == "collection":
        return "the whole collection"
    return f"the {'picture size' if grouping == 'picture' else grouping} '{name}'"


def topic_sentence(raised: RaisedThreshold, label: str, target: float) -> str:
    """Return why works of a topic need a higher confidence than the model's threshold."""
    here, there = percent(raised.share, 1), percent(raised.share_known, 1)
    shares = f"{here} of the familiar works here, {there} of the training works"
    remedy = "no confidence is high enough for that"
    if math.isfinite(raised.threshold):
        least = percent(math.ceil(1000 * raised.threshold) / 1000, 1)
        remedy = f"only works whose confidence, adjusted to these shares, is {least} or more stay sure"
    return (
        f"The topic mix differs from that of the training works, so works of '{label}' are not sure: the topic has "
        f"{shares}, at which {percent(raised.expected)} of the works sure of it are expected to be right, and "
        f"{percent(target)} was promised; {remedy}."
    )

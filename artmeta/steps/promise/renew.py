"""Test the promise of each group of a run's collection, and store which works lose their sure status and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from artmeta.arrow_columns import column, constant, numbers
from artmeta.steps.context import RunContext
from artmeta.steps.models import target_precision
from artmeta.steps.vocabulary import topic_labels

if TYPE_CHECKING:
    import pyarrow as pa

    from artmeta.steps.promise.evidence import Evidence
    from artmeta.trend_analysis.group_promise import GroupPromise
    from artmeta.trend_analysis.topic_mix import RaisedThreshold


TOPIC_MIX = "topic mix"  # the grouping of topics whose threshold is raised


def renew_promises(context: RunContext) -> None:
    """Test the groups of a run's classified works, and replace what the store holds of its collection and model.

    A sure work loses its status if a group of it loses, or if its confidence is below what its topic needs under the
    shares of the collection; it is untested if one of its groups is.
    """
    if not context.run.model_name:
        return
    groups, works = _tested(context)
    of_run: dict[str, Any] = {**context.model_key, "run_id": context.id}
    with context.store.transaction():
        context.store.execute("delete_group_promises", **context.model_key)
        context.store.execute("delete_work_promises", **context.model_key)
        context.store.insert("group_promises", [{**row, **of_run} for row in groups])
        for name, value in of_run.items():
            works = works.append_column(name, constant(value, len(works)))
        context.store.insert("work_promises", works)


def _tested(context: RunContext) -> tuple[list[dict[str, Any]], pa.Table]:
    """Return the rows of both tables, none where the model is sure of no work."""
    from artmeta.steps.promise.evidence import read_evidence
    from artmeta.trend_analysis.group_promise import group_promises
    from artmeta.trend_analysis.topic_mix import raised_thresholds
    from artmeta.trend_analysis.work_groups import work_groups

    target = target_precision(context)
    evidence = read_evidence(context, target)
    works = evidence.works
    if not works.sure.any():
        return [], _work_rows(evidence, [], [])
    promises = group_promises(works, work_groups(evidence.described), evidence.reference, target)
    raised: list[RaisedThreshold] = []
    if evidence.known is not None:
        thresholds = raised_thresholds(evidence.known, works.confidences, works.sure, target, works.learnt)
        shown = {one.group.name for one in promises if one.group.grouping == "topic" and one.shown(target)}
        raised = [each for each in thresholds if evidence.topics[each.topic] not in shown]
    labels = topic_labels(context)
    return _group_rows(evidence, promises, raised, labels, target), _work_rows(evidence, promises, raised)


def _group_rows(
    evidence: Evidence,
    promises: list[GroupPromise],
    raised: list[RaisedThreshold],
    labels: dict[str, str],
    target: float,
) -> list[dict[str, Any]]:
    from artmeta.steps.promise.sentences import group_sentence, topic_sentence

    rows = [
        {
            "grouping": one.group.grouping,
            "group_name": one.group.name,
            "works": one.works,
            "sure": one.sure,
            "known": one.known,
            "correct": one.right,
            "drift": _known(one.drift),
            "p_value": _known(one.p_value),
            "threshold": None,
            "state": one.state,
            "cause": one.cause,
            "sentence": group_sentence(one, _name(one, labels), target),
        }
        for one in promises
    ]
    predicted = evidence.predicted
    for each in raised:
        topic = evidence.topics[each.topic]
        of_topic = evidence.works.sure & (predicted == topic)
        known = of_topic & ~evidence.works.learnt & ~np.isnan(evidence.works.correct)
        rows.append(
            {
                "grouping": TOPIC_MIX,
                "group_name": topic,
                "works": int((predicted == topic).sum()),
                "sure": int(of_topic.sum()),
                "known": int(known.sum()),
                "correct": int(evidence.works.correct[known].sum()),
                "drift": None,
                "p_value": None,
                "threshold": _known(each.threshold),
                "state": "lost",
                "cause": TOPIC_MIX,
                "sentence": topic_sentence(each, labels.get(topic, topic), target),
            }
        )
    return [{**row, "position": position} for position, row in enumerate(rows)]


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _name(promise: GroupPromise, labels: dict[str, str]) -> str:
    """Return the name of a group in a sentence: the label of a topic."""
    name = promise.group.name
    return labels.get(name, name) if promise.group.grouping == "topic" else name


def _work_rows(evidence: Evidence, promises: list[GroupPromise], raised: list[RaisedThreshold]) -> pa.Table:
    """Return a row for each work that the model is sure of; the first group that lost decides, then the topic mix."""
    rows = np.full((len(evidence.table), 3), "", dtype=object)
    rows[:, 0] = "kept"
    for state in ("untested", "lost"):
        if state == "lost":
            for each in raised:
                rows[each.below] = state, TOPIC_MIX, evidence.topics[each.topic]
        for promise in reversed(promises):
            if promise.state == state:
                rows[promise.group.members] = state, promise.group.grouping, promise.group.name
    sure = np.flatnonzero(evidence.works.sure)
    decided = evidence.table.select(["artwork_id", "sha256"]).take(numbers(sure))
    for name, values in zip(("state", "grouping", "group_name"), rows[sure].T, strict=True):
        decided = decided.append_column(name, column(values.tolist()))
    return decided

"""Test the promise of each group of a run's collection, and store which works lose their sure status and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from artmeta.steps.context import RunContext
from artmeta.steps.models import target_precision
from artmeta.steps.vocabulary import topic_labels

if TYPE_CHECKING:
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
    with context.store.transaction():
        context.store.execute("delete_group_promises", **context.model_key)
        context.store.execute("delete_work_promises", **context.model_key)
        for table, rows in (("group_promises", groups), ("work_promises", works)):
            context.store.insert(table, rows.assign(**context.model_key, run_id=context.id))


def _tested(context: RunContext) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of both tables, empty where the model is sure of no work."""
    from artmeta.steps.promise.evidence import read_evidence
    from artmeta.trend_analysis.group_promise import group_promises
    from artmeta.trend_analysis.topic_mix import raised_thresholds
    from artmeta.trend_analysis.work_groups import work_groups

    target = target_precision(context)
    evidence = read_evidence(context, target)
    works = evidence.works
    if not works.sure.any():
        return pd.DataFrame(), pd.DataFrame()
    promises = group_promises(works, work_groups(evidence.frame), evidence.reference, target)
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
) -> pd.DataFrame:
    from artmeta.steps.promise.sentences import group_sentence, topic_sentence

    rows = [
        {
            "grouping": one.group.grouping,
            "group_name": one.group.name,
            "works": one.works,
            "sure": one.sure,
            "known": one.known,
            "correct": one.right,
            "drift": one.drift,
            "p_value": one.p_value,
            "threshold": np.nan,
            "state": one.state,
            "cause": one.cause,
            "sentence": group_sentence(one, _name(one, labels), target),
        }
        for one in promises
    ]
    for each in raised:
        topic = evidence.topics[each.topic]
        of_topic = evidence.works.sure & (evidence.frame["topic_id"] == topic).to_numpy(bool)
        known = of_topic & ~evidence.works.learnt & ~np.isnan(evidence.works.correct)
        rows.append(
            {
                "grouping": TOPIC_MIX,
                "group_name": topic,
                "works": int((evidence.frame["topic_id"] == topic).sum()),
                "sure": int(of_topic.sum()),
                "known": int(known.sum()),
                "correct": int(evidence.works.correct[known].sum()),
                "drift": np.nan,
                "p_value": np.nan,
                "threshold": each.threshold if np.isfinite(each.threshold) else np.nan,
                "state": "lost",
                "cause": TOPIC_MIX,
                "sentence": topic_sentence(each, labels.get(topic, topic), target),
            }
        )
    return pd.DataFrame(rows).assign(position=range(len(rows)))


def _name(promise: GroupPromise, labels: dict[str, str]) -> str:
    """Return the name of a group in a sentence: the label of a topic."""
    name = promise.group.name
    return labels.get(name, name) if promise.group.grouping == "topic" else name


def _work_rows(
    evidence: Evidence, promises: list[GroupPromise], raised: list[RaisedThreshold]
) -> pd.DataFrame:
    """Return a row for each work that the model is sure of; the first group that lost decides, then the topic mix."""
    frame, sure = evidence.frame, evidence.works.sure
    rows = np.full((len(frame), 3), "", dtype=object)
    rows[:, 0] = "kept"
    for state in ("untested", "lost"):
        if state == "lost":
            for each in raised:
                rows[each.below] = state, TOPIC_MIX, evidence.topics[each.topic]
        for promise in reversed(promises):
            if promise.state == state:
                rows[promise.group.members] = state, promise.group.grouping, promise.group.name
    decided = pd.DataFrame(rows, columns=["state", "grouping", "group_name"])
    return pd.concat([frame[["artwork_id", "sha256"]], decided], axis=1)[sure].reset_index(drop=True)

"""Values of a section: shares with their intervals, and JSON objects such as model cards."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from artmeta.domain.evaluation import EvaluationResult
from artmeta.domain.model_card import TopicMetrics
from artmeta.report.section import Column, Table
from artmeta.stats import clopper_pearson

Interval = tuple[float, float, float]
Metrics = tuple[Interval | None, Interval | None]


def share_interval(hits: int, works: int) -> Interval:
    """Return the low end of the exact 95% interval, the share and the high end, 0 to 1; `works` must not be 0."""
    low, high = clopper_pearson(hits, works)
    return float(low), hits / works, float(high)


def most_frequent_error(counts: Sequence[Sequence[int]], labels: Sequence[str]) -> tuple[int, str, str]:
    """Return the largest count off the diagonal of a confusion matrix, with the given and the predicted label."""
    wrong = [
        (count, labels[i], labels[j]) for i, row in enumerate(counts) for j, count in enumerate(row) if i != j
    ]
    return max(wrong, default=(0, "", ""))


def metric_intervals(topics: Sequence[TopicMetrics], confusion: Sequence[Sequence[int]]) -> list[Metrics]:
    """Return the precision and the recall of each topic of a card or an evaluation, None where it has no works.

    Results written before 0.3 have no intervals: theirs are exact, with the works that the confusion matrix counts.
    """
    predicted = [sum(column) for column in zip(*confusion, strict=True)] or [0] * len(topics)
    return [
        (
            _metric(one, one.precision, one.precision_interval, works or one.works_validated),
            _metric(one, one.recall, one.recall_interval, one.works_validated),
        )
        for one, works in zip(topics, predicted, strict=True)
    ]


def metric_table(metrics: Sequence[TopicMetrics], confusion: Sequence[Sequence[int]], title: str) -> Table:
    """Return a table of the metrics of each topic, of a card or an evaluation; `topic_id` is what names it."""
    ranked = any(one.average_precision for one in metrics)  # cards of earlier versions have none
    columns = (
        Column("Topic"),
        Column("Trained on", "number"),
        Column("Tested", "number"),
        Column("Precision, with 95% interval", "interval"),
        Column("Recall, with 95% interval", "interval"),
        Column("F1", "percent"),
        *((Column("Average precision", "percent"),) if ranked else ()),
    )
    intervals = metric_intervals(metrics, confusion)
    rows = tuple(_metric_row(one, ends, ranked) for one, ends in zip(metrics, intervals, strict=True))
    return Table(columns, rows, title)


def _metric_row(one: TopicMetrics, intervals: Metrics, ranked: bool) -> tuple[Any, ...]:
    shares = (one.f1, one.average_precision) if ranked else (one.f1,)
    known = shares if one.works_validated else (None,) * len(shares)
    return (one.topic_id, one.works_trained, one.works_validated, *intervals, *known)


def _metric(
    topic: TopicMetrics, share: float, ends: tuple[float, float] | None, works: int
) -> Interval | None:
    if not topic.works_validated:
        return None
    low, _, high = share_interval(round(share * works), works)
    low, high = ends or (low, high)
    return low, share, high


def metrics_of(card: Mapping[str, Any], names: Mapping[str, str]) -> list[TopicMetrics]:
    """Return the metrics of a card's topics, with labels where it has topic ids."""
    from pydantic import TypeAdapter

    metrics = TypeAdapter(list[TopicMetrics]).validate_python(card.get("metrics") or [])
    return [replace(one, topic_id=names.get(one.topic_id, one.topic_id)) for one in metrics]


def evaluation_of(cell: str) -> EvaluationResult:
    """Read the JSON of an evaluation."""
    from pydantic import TypeAdapter

    values = json.loads(cell)
    return TypeAdapter(EvaluationResult).validate_python({**values, "splits": values["splits"] or None})


def parsed(cell: str | None) -> Mapping[str, Any]:
    """Read a JSON object such as a model card; a missing or empty one is empty."""
    return json.loads(cell) if cell else {}

"""Values of a section: shares with their intervals, and JSON objects such as model cards."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from artmeta.stats import clopper_pearson

Interval = tuple[float, float, float]
Metrics = tuple[Interval | None, Interval | None]


def share_interval(hits: int, works: int) -> Interval:
    """Return the low end of the exact 95% interval, the share and the high end, 0 to 1; `works` must not be 0."""
    low, high = clopper_pearson(hits, works)
    return float(low), hits / works, float(high)


def metric_intervals(
    topics: Sequence[Mapping[str, Any]], confusion: Sequence[Sequence[int]]
) -> list[Metrics]:
    """Return the precision and the recall of each topic of a card or an evaluation, None where it has no works.

    Results written before 0.3 have no intervals: theirs are exact, with the works that the confusion matrix counts.
    """
    predicted = [sum(column) for column in zip(*confusion, strict=True)] or [0] * len(topics)
    return [
        (
            _metric(each, "precision", works or each["works_validated"]),
            _metric(each, "recall", each["works_validated"]),
        )
        for each, works in zip(topics, predicted, strict=True)
    ]


def _metric(topic: Mapping[str, Any], name: str, works: int) -> Interval | None:
    if not topic["works_validated"]:
        return None
    share = topic[name]
    low, _, high = share_interval(round(share * works), works)
    low, high = topic.get(f"{name}_interval") or (low, high)
    return low, share, high


def parsed(cell: str | None) -> Mapping[str, Any]:
    """Read a JSON object such as a model card; a missing or empty one is empty."""
    return json.loads(cell) if cell else {}

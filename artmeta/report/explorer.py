"""The explorer of a report's page: the numbers that its script draws from, as JSON without any work of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import isfinite
from typing import Any

from artmeta.report.rows import typed
from artmeta.report.work_files import WorkFile
from artmeta.wording import heading

QUERIES = {
    "explore_counts": ("run_id", "bin_years"),
    "explore_trends": ("run_id",),
    "explore_confidences": ("run_id",),
    "topics_of_run": ("run_id",),
}
Answers = Mapping[str, Sequence[Mapping[str, Any]]]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CellRow:
    """One topic in one bin of one group; `group_name` is None for all groups that are not named."""

    bin_first: int
    bin_last: int
    grouping: str
    group_name: str | None
    topic_id: str
    works: float


@dataclass(frozen=True, slots=True)
class CountRow(CellRow):
    """Works by their likeliest topic, for one width of the bins."""

    bin_years: int


@dataclass(frozen=True, slots=True)
class TrendRow(CellRow):
    """A corrected share, 0 to 1, with its 95% interval; `works` is the denominator."""

    share: float
    share_low: float
    share_high: float


@dataclass(frozen=True, slots=True)
class StepRow:
    """Works of one topic and one step of 1% of confidence; `validated` ones were judged out of fold."""

    topic_id: str
    validated: bool
    step: int
    works: int
    total: float
    correct: int


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic of the run's model, in the order of its vocabulary."""

    topic_id: str
    topic_label: str
    works: int


def explorer(answers: Answers, folder: str, files: Iterable[WorkFile]) -> Json | None:
    """Return what the page's script needs as JSON values; None where no work has a topic.

    `answers` holds the rows of `QUERIES` by name; `folder` and `files` are the lists of works beside the page.
    """
    topics = typed(answers["topics_of_run"], TopicRow)
    if not any(topic.works for topic in topics):
        return None
    places = {topic.topic_id: place for place, topic in enumerate(topics)}
    counts = typed(answers["explore_counts"], CountRow)
    trends = typed(answers["explore_trends"], TrendRow)
    return {
        "topics": [[topic.topic_id, topic.topic_label, topic.works] for topic in topics],
        "counted": [
            _grid(list(rows), places, lambda row: round(row.works, 1), width)
            for width, rows in groupby(counts, lambda row: row.bin_years)
        ],
        "corrected": _grid(trends, places, _corrected) if trends else None,
        "confidence": _confidence(typed(answers["explore_confidences"], StepRow), places),
        "folder": folder,
        "files": [
            [file.name, places.get(file.topic, -1), file.first, file.last, file.works, file.texts]
            for file in files
        ],
    }


def script_safe(value: Json) -> str:
    """Return JSON that stays data inside a <script> element, whatever texts it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _corrected(row: TrendRow) -> list[float] | int:
    """Return a cell; one with a share that is no number counts as empty."""
    shares = row.share, row.share_low, row.share_high
    return [round(row.works, 1), *(round(each, 4) for each in shares)] if all(map(isfinite, shares)) else 0


def _grid(rows: Sequence[Any], places: Mapping[str, int], cell: Any, width: int = 0) -> Json:
    """Return one value a topic, bin and group: `by` lists the groupings, 0 stands for an empty bin."""
    bins = sorted({(row.bin_first, row.bin_last) for row in rows})
    column = {bin_: place for place, bin_ in enumerate(bins)}
    by = [
        _grouping(name, list(inside), places, column, cell)
        for name, inside in groupby(rows, lambda row: row.grouping)
    ]
    return {"width": width, "bins": [list(bin_) for bin_ in bins], "by": by}


def _grouping(
    name: str,
    rows: Sequence[Any],
    places: Mapping[str, int],
    column: Mapping[tuple[int, int], int],
    cell: Any,
) -> Json:
    groups = list(dict.fromkeys(row.group_name for row in rows))
    values = []
    for (group, topic), inside in groupby(rows, lambda row: (row.group_name, row.topic_id)):
        line: list[Any] = [0] * len(column)
        for row in inside:
            line[column[row.bin_first, row.bin_last]] = cell(row)
        if topic in places:
            values.append([groups.index(group), places[topic], line])
    return {"id": name, "label": heading(name), "groups": groups, "values": values}


def _confidence(rows: Sequence[StepRow], places: Mapping[str, int]) -> Json:
    """Return works and their expected successes, and labelled works and successes, by topic and step of confidence."""
    known = [row for row in rows if row.topic_id in places]
    return {
        "works": [
            [places[row.topic_id], row.step, row.works, round(row.total, 2)]
            for row in known
            if not row.validated
        ],
        "validation": [
            [places[row.topic_id], row.step, row.works, row.correct] for row in known if row.validated
        ],
    }

"""Group disparities: groups for which a metric is worse than for all other works, by more than chance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from artmeta.bias_audit.comparison import Comparison, compare, joint_groups
from artmeta.bias_audit.groupings import ORIGINS, PICTURES
from artmeta.bias_audit.metrics import METRICS, Metric
from artmeta.bias_audit.works import ALL_TOPICS, AuditedWorks, Booleans, Floats, Grouping, Indices
from artmeta.stats import LEVEL, holm

ALPHA = 0.03  # of any false disparity in an audit; the other checks have the rest of 5%
MIN_WORKS = 20  # of a group and of all others: fewer may be explained by one painter
MIN_TOPIC_WORKS = 10  # of a group's works of one topic
MOST = 12  # disparities of one metric that are looked for one after another


@dataclass(frozen=True, slots=True)
class GroupMetric:
    """One metric of one group, of works of all topics or of one: see the table `bias_groups`."""

    grouping: str
    group_name: str
    topic_id: str
    metric: str
    works: int
    clusters: int
    value: float
    low: float
    high: float
    reference: float
    ratio: float
    ratio_low: float
    ratio_high: float
    adjusted: float | None
    disparity: bool = False

    @property
    def key(self) -> tuple[str, str, str]:
        """The group and the topic that the metric is of."""
        return self.grouping, self.group_name, self.topic_id


@dataclass(frozen=True, slots=True)
class _Family:
    """Groups of one grouping, or pairs of group and topic, in which a metric is compared."""

    grouping: Grouping
    codes: Indices
    topics: tuple[str, ...]

    @property
    def size(self) -> int:
        return len(self.grouping.names) * len(self.topics)

    def names(self, place: int) -> tuple[str, str, str]:
        group, topic = divmod(place, len(self.topics))
        return self.grouping.name, self.grouping.names[group], self.topics[topic]


@dataclass(frozen=True, slots=True)
class _Cell:
    family: _Family
    place: int
    score: float


def group_metrics(works: AuditedWorks) -> list[GroupMetric]:
    """Compare every metric of every group with all other works; p values are adjusted for their number (Holm 1979).

    A group has a `disparity` if it is found by `_search`.
    """
    compared = [
        (metric, family, _compared(metric, works, family, np.ones(len(works), dtype=bool)))
        for metric in METRICS
        for family in _families(works, metric)
    ]
    eligible = [
        _eligible(family, comparison) & metric.tested(works) for metric, family, comparison in compared
    ]
    p_values: Floats = np.concatenate(
        [np.empty(0), *(each.p_value[ok] for (*_, each), ok in zip(compared, eligible, strict=True))]
    )
    adjusted, start = holm(p_values), 0
    rows: list[GroupMetric] = []
    for (metric, family, comparison), ok in zip(compared, eligible, strict=True):
        own = np.full(family.size, np.nan)
        own[ok] = adjusted[start : start + int(ok.sum())]
        start += int(ok.sum())
        rows.extend(_rows(metric, family, comparison, own))
    disparate = _search(works, len(p_values)) if len(p_values) else set()
    return [replace(row, disparity=(row.metric, *row.key) in disparate) for row in rows]


def _families(works: AuditedWorks, metric: Metric) -> Iterator[_Family]:
    """Yield the groupings for a metric, each with all topics together and with each topic by itself."""
    topic = metric.topic(works)
    for grouping in works.groupings:
        if grouping.names:
            yield _Family(grouping, grouping.codes, (ALL_TOPICS,))
        if grouping.names and metric.by_topic:
            yield _Family(grouping, joint_groups(grouping.codes, topic, len(works.topics)), works.topics)


def _compared(metric: Metric, works: AuditedWorks, family: _Family, kept: Booleans) -> Comparison:
    sample, part = metric.sample(works, kept)
    return compare(sample, family.codes[part], family.size)


def _eligible(family: _Family, comparison: Comparison) -> Booleans:
    """Return which cells are tested: those large enough, with as many works outside them."""
    least = MIN_WORKS if family.topics == (ALL_TOPICS,) else MIN_TOPIC_WORKS
    return (comparison.works >= least) & (comparison.others >= least)


def _rows(metric: Metric, family: _Family, comparison: Comparison, adjusted: Floats) -> Iterator[GroupMetric]:
    for place in np.flatnonzero(comparison.works):
        yield GroupMetric(
            *family.names(int(place)),
            metric.name,
            int(comparison.works[place]),
            int(comparison.clusters[place]),
            float(comparison.value[place]),
            float(comparison.low[place]),
            float(comparison.high[place]),
            float(comparison.reference[place]),
            float(comparison.ratio[place]),
            float(comparison.ratio_low[place]),
            float(comparison.ratio_high[place]),
            None if np.isnan(adjusted[place]) else float(adjusted[place]),
        )


def _search(works: AuditedWorks, tests: int) -> set[tuple[str, str, str, str]]:
    """Return (metric, grouping, group, topic) of disparities, by origin and by picture.

    The group with the largest standardised difference, or its part with one topic, is named. Its works are set aside,
    also for the metrics that follow, and the rest is compared again, so that no group is named for another's works.
    Metrics that need no known topics cannot tell which of a group's works show a topic: all of them are set aside then.
    """
    disparate = set()
    for names in (ORIGINS, PICTURES):
        kept, whole = np.ones((2, len(works)), dtype=bool)
        for metric in METRICS:
            if not metric.needs_truth:
                kept &= whole
            for _ in range(MOST if metric.tested(works) else 0):
                cell = _worst(works, metric, names, kept, tests)
                if cell is None:
                    break
                disparate.add((metric.name, *cell.family.names(cell.place)))
                kept &= ~(metric.part(works) & (cell.family.codes == cell.place))
                whole &= cell.family.grouping.codes != cell.place // len(cell.family.topics)
    return disparate


def _worst(
    works: AuditedWorks, metric: Metric, names: Sequence[str], kept: Booleans, tests: int
) -> _Cell | None:
    """Return the worst group, or part of a group with one topic; None where none is worse by more than chance."""
    cells = [
        cell
        for family in _families(works, metric)
        if family.grouping.name in names
        for cell in _worse_cells(works, metric, family, kept, ALPHA / tests, metric.points)
    ]
    worst = max(cells, key=lambda cell: cell.score, default=None)
    return worst and _whole_group(worst, cells, works, metric, kept)


def _worse_cells(
    works: AuditedWorks, metric: Metric, family: _Family, kept: Booleans, level: float, points: float
) -> list[_Cell]:
    """Return the cells with a p value of at most `level` that are worse by so many points."""
    comparison = _compared(metric, works, family, kept)
    gap = metric.worse * (comparison.value - comparison.reference)
    worse = _eligible(family, comparison) & (gap >= points) & (comparison.p_value <= level)
    return [_Cell(family, int(place), abs(float(comparison.score[place]))) for place in np.flatnonzero(worse)]


def _whole_group(
    cell: _Cell, cells: Sequence[_Cell], works: AuditedWorks, metric: Metric, kept: Booleans
) -> _Cell:
    """Return the whole group of a cell of one topic where the group's other topics are worse as well, else the cell."""
    grouping, name, topic = cell.family.names(cell.place)
    whole = next(
        (each for each in cells if each.family.names(each.place) == (grouping, name, ALL_TOPICS)), None
    )
    if not topic or whole is None:
        return cell
    rest = kept & ~(cell.family.codes == cell.place)
    others = _worse_cells(works, metric, whole.family, rest, 1 - LEVEL, metric.points / 2)
    return whole if whole.place in {each.place for each in others} else cell

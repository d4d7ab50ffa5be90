"""Results as frames with the columns of the database's tables: one row a topic and bin, a topic, or a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import get_args

import numpy as np
import pandas as pd

from artmeta.trend_analysis.bins import Bins, Floats, distribute, sum_by
from artmeta.trend_analysis.change_points import ChangePoint
from artmeta.trend_analysis.dated_works import STATUSES, DatedWorks
from artmeta.trend_analysis.differences import Difference
from artmeta.trend_analysis.estimation import ShareEstimate
from artmeta.trend_analysis.influence import GroupInfluence
from artmeta.trend_analysis.label_shift import Segment
from artmeta.trend_analysis.labelled_sample import Correction
from artmeta.trend_analysis.verdict import Verdict, sentence
from artmeta.trend_options import Method

Group = tuple[str, str]  # the column a collection is grouped by, and the name of one group

PROMISES = "lost", "untested"  # of the column `promise` of works, where they have one
CHECKS = "grouping group_name bin_first bin_last works_labelled label_weight".split()
SEGMENTS = "first_year last_year works misfit unfamiliar unfamiliar_p fails".split()
CHANGE_POINTS = "topic_id year share_before share_after p_value adjusted".split()
INFLUENCE = (
    "grouping group_name topic_id works share_of_works change change_without influence adjusted "
    "adjusted_without decisive"
).split()
DIFFERENCES = (
    "grouping first_group second_group topic_id level level_low level_high level_adjusted change change_low "
    "change_high change_adjusted enough differs"
).split()


@dataclass(frozen=True, slots=True)
class Tables:
    """Frames named as the tables that hold them; see docs/store.md for each column."""

    trend_shares: pd.DataFrame
    trend_counts: pd.DataFrame
    trend_verdicts: pd.DataFrame
    trend_change_points: pd.DataFrame
    trend_influence: pd.DataFrame
    trend_differences: pd.DataFrame
    trend_checks: pd.DataFrame
    trend_segments: pd.DataFrame
    trend_summaries: pd.DataFrame

    def named(self) -> dict[str, pd.DataFrame]:
        """Return the frames by the names of their tables."""
        return {name: getattr(self, name) for name in self.__slots__}


def shares(
    group: Group,
    topics: Sequence[str],
    bins: Bins,
    estimate: ShareEstimate,
    low: Floats,
    high: Floats,
    unfamiliar: Floats,
) -> pd.DataFrame:
    """Return a row for each topic and each bin that holds works.

    `unfamiliar` [bins] is the share of unfamiliar works; whatever they show, the share lies between the outer bounds.
    """
    kept = estimate.works > 0
    count, width = int(kept.sum()), len(topics)
    rows: dict[str, object] = {
        "grouping": group[0],
        "group_name": group[1],
        "bin_first": np.repeat(bins.first[kept], width),
        "bin_last": np.repeat(bins.last[kept], width),
        "topic_id": np.tile(np.array(topics, dtype=object), count),
        "works": np.repeat(estimate.works[kept], width),
        "method": estimate.method,
        "share": estimate.share[kept].ravel(),
        "share_low": low[kept].ravel(),
        "share_high": high[kept].ravel(),
        "share_lowest": (estimate.share * (1 - unfamiliar[:, None]))[kept].ravel(),
        "share_highest": (estimate.share * (1 - unfamiliar[:, None]) + unfamiliar[:, None])[kept].ravel(),
    }
    for method in get_args(Method):
        values = estimate.shares.get(method)
        rows[f"share_{method}"] = values[kept].ravel() if values is not None else np.nan
    return pd.DataFrame(rows)


def counts(group: Group, bins: Bins, works: DatedWorks) -> pd.DataFrame:
    """Return a row for each bin: its works by status and by promise, and how many have dates wider than the bin."""
    parts, count = distribute(works.earliest, works.latest, bins), len(bins)
    first, last = works.earliest[parts.work], works.latest[parts.work]
    wide = (first < bins.first[parts.bin]) | (last > bins.last[parts.bin])
    promise = works.column("promise")
    rows: dict[str, object] = {
        "grouping": group[0],
        "group_name": group[1],
        "bin_first": bins.first,
        "bin_last": bins.last,
        "works": parts.totals(count),
        **{
            name: sum_by(parts.bin, parts.mass * (works.status == name)[parts.work], count)
            for name in STATUSES
        },
        "wide": sum_by(parts.bin, parts.mass * wide, count),
        **{
            f"promise_{name}": sum_by(parts.bin, parts.mass * (promise == name)[parts.work], count)
            for name in PROMISES
        },
    }
    frame = pd.DataFrame(rows)
    return frame[frame["works"] > 0]


def checks(group: Group, bins: Bins, correction: Correction | None) -> pd.DataFrame:
    """Return a row for each bin with labelled works: how many, and how far they correct the model."""
    if correction is None:
        return pd.DataFrame(columns=CHECKS)
    rows = zip(bins.first, bins.last, correction.works, correction.weight, strict=True)
    return pd.DataFrame([(*group, *row) for row in rows if row[2] > 0], columns=CHECKS)


def verdicts(group: Group, labels: dict[str, str], results: list[Verdict]) -> pd.DataFrame:
    """Return a row for each topic, with its sentence; `labels` by topic id, in the order of the topics."""
    ids, names = list(labels), list(labels.values())
    rows = [
        {
            "grouping": group[0],
            "group_name": group[1],
            "topic_id": ids[one.topic],
            **asdict(one),
            "sentence": sentence(names[one.topic], one),
        }
        for one in results
    ]
    return pd.DataFrame(rows).drop(columns="topic", errors="ignore").rename(columns={"kind": "verdict"})


def segments(results: list[Segment]) -> pd.DataFrame:
    """Return a row for each segment of the period whose pictures were tested."""
    return pd.DataFrame([asdict(one) for one in results], columns=SEGMENTS)


def change_points(topics: Sequence[str], results: list[ChangePoint]) -> pd.DataFrame:
    """Return a row for each change point."""
    rows = [
        (topics[one.topic], one.year, one.before, one.after, one.p_value, one.adjusted) for one in results
    ]
    return pd.DataFrame(rows, columns=CHANGE_POINTS)


def influence(grouping: str, topics: Sequence[str], results: list[GroupInfluence]) -> pd.DataFrame:
    """Return a row for each group that was left out, and topic."""
    rows = []
    for one in results:
        change = one.change, one.change_without, one.influence
        adjusted = one.adjusted, one.adjusted_without, one.decisive
        rows.append((grouping, one.group, topics[one.topic], one.works, one.share, *change, *adjusted))
    return pd.DataFrame(rows, columns=INFLUENCE)


def differences(
    grouping: str, names: tuple[str, str], topics: Sequence[str], results: list[Difference]
) -> pd.DataFrame:
    """Return a row for each topic that two groups were compared in."""
    rows = [
        {
            "grouping": grouping,
            "first_group": names[0],
            "second_group": names[1],
            "topic_id": topics[one.topic],
            **asdict(one),
            "differs": one.differs,
        }
        for one in results
    ]
    return pd.DataFrame(rows, columns=DIFFERENCES)

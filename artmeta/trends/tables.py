"""Results as tables: one row a topic and bin, a topic, a group; columns as the database has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from artmeta.trends.bins import Bins, spread, summed
from artmeta.trends.catalogue import Correction
from artmeta.trends.change_points import ChangePoint
from artmeta.trends.collected import STANDINGS, Collected
from artmeta.trends.comparison import Difference
from artmeta.trends.estimation import Estimate
from artmeta.trends.skew import LeftOut
from artmeta.trends.verdict import Verdict
from artmeta.trends.words import METHODS, sentence

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tables:
    """Frames named as the tables that hold them; see docs/trends.md for each column."""

    trend_shares: pd.DataFrame
    trend_counts: pd.DataFrame
    trend_verdicts: pd.DataFrame
    trend_change_points: pd.DataFrame
    trend_influence: pd.DataFrame
    trend_differences: pd.DataFrame
    trend_checks: pd.DataFrame
    trend_summaries: pd.DataFrame

    def named(self) -> dict[str, pd.DataFrame]:
        """Return the frames by the names of their tables."""
        return {name: getattr(self, name) for name in self.__slots__}


def shares(
    group: tuple[str, str], topics: Sequence[str], bins: Bins, found: Estimate, low: Floats, high: Floats
) -> pd.DataFrame:
    """Return a row for each bin that holds works, and topic."""
    kept = found.works > 0
    count, width = int(kept.sum()), len(topics)
    rows: dict[str, object] = {
        "grouping": group[0],
        "group_name": group[1],
        "bin_first": np.repeat(bins.first[kept], width),
        "bin_last": np.repeat(bins.last[kept], width),
        "topic_id": np.tile(np.array(topics, dtype=object), count),
        "works": np.repeat(found.works[kept], width),
        "method": found.method,
        "share": found.share[kept].ravel(),
        "share_low": low[kept].ravel(),
        "share_high": high[kept].ravel(),
    }
    for method in METHODS:
        values = found.shares.get(method)  # type: ignore[call-overload]
        rows[f"share_{method}"] = values[kept].ravel() if values is not None else np.nan
    return pd.DataFrame(rows)


def bands(group: tuple[str, str], bins: Bins, works: Collected) -> pd.DataFrame:
    """Return a row for each bin: its works by standing, and how many of them have dates wider than the bin."""
    part = spread(works.earliest, works.latest, bins)
    inside = (works.earliest[part.work] >= bins.first[part.bin]) & (
        works.latest[part.work] <= bins.last[part.bin]
    )
    rows: dict[str, object] = {
        "grouping": group[0],
        "group_name": group[1],
        "bin_first": bins.first,
        "bin_last": bins.last,
    }
    rows["works"] = part.total(len(bins))
    for standing in STANDINGS:
        rows[standing] = summed(part.bin, part.mass * (works.standing[part.work] == standing), len(bins))
    rows["wide"] = summed(part.bin, part.mass * ~inside, len(bins))
    frame = pd.DataFrame(rows)
    return frame[frame["works"] > 0]


def checks(group: tuple[str, str], bins: Bins, found: Correction | None) -> pd.DataFrame:
    """Return a row for each bin that catalogued works speak for: how many, and how far they overrule the model."""
    columns = ["grouping", "group_name", "bin_first", "bin_last", "works_labelled", "label_weight"]
    if found is None:
        return pd.DataFrame(columns=columns)
    rows = zip(bins.first, bins.last, found.works, found.weight, strict=True)
    return pd.DataFrame([(*group, *row) for row in rows if row[2] > 0], columns=columns)


def verdicts(
    group: tuple[str, str], topics: Sequence[str], labels: Sequence[str], found: list[Verdict]
) -> pd.DataFrame:
    """Return a row for each topic, with its sentence."""
    return (
        pd.DataFrame(
            [
                {
                    "grouping": group[0],
                    "group_name": group[1],
                    "topic_id": topics[one.topic],
                    **asdict(one),
                    "sentence": sentence(labels[one.topic], one),
                }
                for one in found
            ]
        )
        .drop(columns="topic", errors="ignore")
        .rename(columns={"kind": "verdict"})
    )


def steps(topics: Sequence[str], found: list[ChangePoint]) -> pd.DataFrame:
    """Return a row for each step that was found."""
    columns = ["topic_id", "year", "share_before", "share_after", "p_value", "adjusted"]
    rows = [(topics[one.topic], one.year, one.before, one.after, one.p_value, one.adjusted) for one in found]
    return pd.DataFrame(rows, columns=columns)


def skew(grouping: str, topics: Sequence[str], found: list[LeftOut]) -> pd.DataFrame:
    """Return a row for each group that was left out, and topic."""
    columns = [
        "grouping",
        "group_name",
        "topic_id",
        "works",
        "share_of_works",
        "change",
        "change_without",
        "influence",
        "adjusted",
        "adjusted_without",
        "decisive",
    ]
    rows = [
        (
            grouping,
            one.group,
            topics[one.topic],
            one.works,
            one.share,
            one.change,
            one.change_without,
            one.carried,
            one.adjusted,
            one.adjusted_without,
            one.decides,
        )
        for one in found
    ]
    return pd.DataFrame(rows, columns=columns)


def differences(
    grouping: str, names: tuple[str, str], topics: Sequence[str], found: list[Difference]
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
        for one in found
    ]
    columns = [
        "grouping",
        "first_group",
        "second_group",
        "topic_id",
        "level",
        "level_low",
        "level_high",
        "level_adjusted",
        "change",
        "change_low",
        "change_high",
        "change_adjusted",
        "enough",
        "differs",
    ]
    return pd.DataFrame(rows, columns=columns)

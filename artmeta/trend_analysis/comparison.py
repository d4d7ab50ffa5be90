"""Two collections over time, each corrected by its own model's errors, compared in the years that both cover."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from artmeta.errors import ArtmetaError
from artmeta.trend_analysis import tables
from artmeta.trend_analysis.analysis import Analysis
from artmeta.trend_analysis.dated_works import ClassifierErrors, dated_works, undated_works
from artmeta.trend_analysis.differences import differences
from artmeta.trend_options import TrendOptions
from artmeta.wording import year

GROUPING = "collection"


@dataclass(frozen=True, slots=True)
class CollectionData:
    """One collection: its name, what `analysis.trends` takes, and how many works far dates made undated."""

    name: str
    works: pd.DataFrame
    predictions: pd.DataFrame
    classifier: ClassifierErrors
    far_dates: int = 0


def compare_collections(
    one: CollectionData, other: CollectionData, options: TrendOptions
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return shares and counts of both collections (grouping "collection"), and their differences, first less second.

    Raises ArtmetaError where they are one, their topics differ, one has no dated and classified work, or no
    years are common to both.
    """
    topics = _topics(one, other)
    analyses = {
        data.name: _analysis(data, topics, options, number) for number, data in enumerate((one, other))
    }
    years = _common_years({name: analysis.years for name, analysis in analyses.items()})
    shares, counts, lines = [], [], []
    for name, whole in analyses.items():
        analysis = replace(whole, years=years)
        shares.append(analysis.shares((GROUPING, name), analysis.whole))
        counts.append(tables.counts((GROUPING, name), analysis.bins, analysis.dated))
        lines.append(analysis.lines(analysis.whole))
    compared = tables.differences(GROUPING, (one.name, other.name), topics, differences(*lines))
    return pd.concat(shares, ignore_index=True), pd.concat(counts, ignore_index=True), compared


def _topics(one: CollectionData, other: CollectionData) -> list[str]:
    if one.name == other.name:
        raise ArtmetaError(f"'{one.name}' cannot be compared with itself.", "Name another collection.")
    if unshared := sorted(set(one.classifier.topics) ^ set(other.classifier.topics)):
        raise ArtmetaError(
            f"'{one.name}' and '{other.name}' cannot be compared: only one of them has the topic '{unshared[0]}'.",
            "Classify both with models of one vocabulary.",
        )
    return list(one.classifier.topics)


def _analysis(data: CollectionData, topics: list[str], options: TrendOptions, number: int) -> Analysis:
    dated = dated_works(data.works, data.predictions, topics, options.confidence_threshold)
    if len(dated.eligible.frame) == 0 or not topics:
        raise ArtmetaError(
            f"'{data.name}' has no work with a topic and a date.", "Enrich it first: `artmeta enrich`."
        )
    undated = undated_works(data.works, data.predictions, topics, options.confidence_threshold).eligible
    return Analysis.of(dated, undated, data.classifier, options, number)


def _common_years(periods: dict[str, tuple[int, int]]) -> tuple[int, int]:
    """Return the years that both collections have works of; `periods` by the collections' names."""
    first, last = max(start for start, _ in periods.values()), min(end for _, end in periods.values())
    if first >= last:
        names = " and ".join(f"'{name}'" for name in periods)
        spans = " and ".join(f"{year(start)} to {year(end)}" for start, end in periods.values())
        raise ArtmetaError(
            f"{names} have no years in common: {spans}.", "Only works of the same years can be compared."
        )
    return first, last

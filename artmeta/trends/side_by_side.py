"""Two collections over time, each judged by its own model's errors, compared in the years that both have works of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from artmeta.errors import ArtmetaError
from artmeta.trend_options import TrendOptions
from artmeta.trends import tables
from artmeta.trends.analysis import Analysis, Model, bins_of, evidence_for
from artmeta.trends.collected import Collected, collect
from artmeta.trends.comparison import differences
from artmeta.trends.estimation import Reading, prepare
from artmeta.trends.slope import period

GROUPING = "collection"


@dataclass(frozen=True, slots=True)
class Side:
    """One collection: its name, and the frames and the model that `analysis.trends` takes."""

    name: str
    works: pd.DataFrame
    predictions: pd.DataFrame
    model: Model


@dataclass(frozen=True, slots=True)
class Prepared:
    """One side made ready: its works by standing, those judged, and what is known of its model."""

    name: str
    everything: Collected
    judged: Collected
    reading: Reading
    years: tuple[int, int]


def side_by_side(
    one: Side, other: Side, asked: TrendOptions
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return shares and bands of both collections (grouping "collection"), and how they differ, first less second.

    Raises ArtmetaError where they are one, or have not the same topics, a side has no dated and classified work, or no
    years are common to both.
    """
    topics = _topics(one, other)
    sides = [_prepared(side, topics, asked) for side in (one, other)]
    years = _common(*sides)
    shares, bands, found = [], [], []
    for number, side in enumerate(sides):
        bins = bins_of(side.everything, asked)
        random = np.random.default_rng([asked.seed, number])  # one's draws must say nothing of the other's
        analysis = Analysis(side.judged, side.reading, side.reading.evidence, bins, years, asked, random)
        shares.append(analysis.shares((GROUPING, side.name), side.judged, side.reading))
        bands.append(tables.bands((GROUPING, side.name), bins, side.everything))
        found.append(analysis.lines(side.judged, side.reading))
    compared = tables.differences(GROUPING, (one.name, other.name), topics, differences(*found))
    return pd.concat(shares, ignore_index=True), pd.concat(bands, ignore_index=True), compared


def _topics(one: Side, other: Side) -> list[str]:
    if one.name == other.name:
        raise ArtmetaError(f"'{one.name}' cannot be compared with itself.", "Name another collection.")
    if set(one.model.topics) != set(other.model.topics):
        only = sorted(set(one.model.topics) ^ set(other.model.topics))
        raise ArtmetaError(
            f"'{one.name}' and '{other.name}' cannot be compared: only one of them has the topic '{only[0]}'.",
            "Classify both with models of one vocabulary.",
        )
    return list(one.model.topics)


def _prepared(side: Side, topics: list[str], asked: TrendOptions) -> Prepared:
    everything = collect(side.works, side.predictions, topics, asked.sure_from)
    judged = everything.only(everything.judged)
    if len(judged.frame) == 0 or not topics:
        raise ArtmetaError(
            f"'{side.name}' has no work with a topic and a date.", "Enrich it first: `artmeta enrich`."
        )
    evidence = evidence_for(side.model, topics, judged)
    reading = prepare(judged.confidences, evidence, asked.method, asked.seed)
    return Prepared(side.name, everything, judged, reading, period(judged.earliest, judged.latest))


def _common(one: Prepared, other: Prepared) -> tuple[int, int]:
    """Return the years that both have works of."""
    first, last = max(one.years[0], other.years[0]), min(one.years[1], other.years[1])
    if first >= last:
        raise ArtmetaError(
            f"'{one.name}' and '{other.name}' have no years in common: {_span(one)} and {_span(other)}.",
            "Only works of the same years can be compared.",
        )
    return first, last


def _span(side: Prepared) -> str:
    return f"{side.years[0]} to {side.years[1]}"

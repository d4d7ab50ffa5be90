"""What the analysis says of a drawn collection, held against the truth: which sentences are false."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

import artmeta
from bench.truth.drawing import Collection, Floats

CHANGES = ("rose", "fell")
MIN_BIN_WORKS = 10  # works truly of a bin; with fewer its mean law is itself chance
STEP_TOLERANCE = 20  # years by which a change point may miss
LIMIT_WORKS, LIMIT_TOPIC_WORKS = 200, 20  # twice the limits of "too few works"
LIMIT_ARTISTS, LIMIT_ARTIST_SHARE = 20, 0.1  # twice the limit of "too few artists", and no large one
NO_CHANGE = 1e-9
ALPHA, MIN_UNDATED_EXCESS = 0.05, 0.05  # by which a topic is dated worse than the others


@dataclass
class Outcome:
    """Of one collection: `statements` and `false` ones by kind, and whether the change was detected."""

    statements: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    detected: bool | None = None
    flagged: bool = False
    withheld: bool = False
    error: float = float("nan")

    def count(self, kind: str, statements: int, false: int) -> None:
        """Add sentences of a kind."""
        self.statements[kind] += statements
        self.false[kind] += false

    @property
    def wrong(self) -> bool:
        """Whether any rise or fall is claimed that there is not."""
        return self.false["rose or fell"] > 0


def assess(collection: Collection, seed: int) -> Outcome:
    """Analyse a collection as a researcher would, and count its false sentences."""
    options: dict[str, object] = {"change_points": True, "skew": [], "seed": seed} | collection.options
    count = collection.law(np.array([0.0])).shape[1]
    topics = options.pop("topics", [f"topic {number:02}" for number in range(count)])
    result = artmeta.trends(collection.works, collection.predictions, topics=topics, **options)  # type: ignore[arg-type]
    outcome = Outcome()
    _judge_verdicts(result.verdicts, collection, outcome)
    _judge_bins(result.shares, collection, outcome)
    _judge_steps(result.change_points, collection, outcome)
    if len(result.differences):
        enough = result.differences["enough"].to_numpy(dtype=bool)
        differs = result.differences["differs"].to_numpy(dtype=bool)
        outcome.count("differs (any topic)", 1, int(differs.any()))
        outcome.count("no difference", int((enough & ~differs).sum()), _uncovered(result.differences))
    return outcome


def _uncovered(rows: pd.DataFrame) -> int:
    """Return how many "no difference" have intervals of the level without 0; the groups are alike."""
    held = (rows["level_low"] <= 0) & (rows["level_high"] >= 0)
    return int((rows["enough"].astype(bool) & ~rows["differs"].astype(bool) & ~held).sum())


def _judge_verdicts(verdicts: pd.DataFrame, collection: Collection, outcome: Outcome) -> None:
    ends = verdicts[["first_year", "last_year"]].iloc[0].to_numpy(dtype=np.float64)
    law = collection.trend(ends)
    truth = (law[1] - law[0])[: len(verdicts)]
    kinds, change = verdicts["verdict"].to_numpy(), verdicts["change"].to_numpy(dtype=np.float64)
    changed = np.isin(kinds, CHANGES)
    wrong = changed & ((np.abs(truth) < NO_CHANGE) | (np.sign(change) != np.sign(truth)))
    outcome.count("rose or fell", int(changed.sum()), int(wrong.sum()))
    held = ((verdicts["low"] - NO_CHANGE <= truth) & (truth <= verdicts["high"] + NO_CHANGE)).to_numpy()
    still = kinds == "no_change"
    if collection.linear:
        outcome.count("no change", int(still.sum()), int((still & ~held).sum()))
        spoken = still | changed
        outcome.count("interval of a change", int(spoken.sum()), int((spoken & ~held).sum()))
        outcome.error = float(change[0] - truth[0])
    if abs(truth[0]) >= NO_CHANGE:
        outcome.detected = bool(changed[0] and np.sign(change[0]) == np.sign(truth[0]))
    withheld = kinds == "withheld"
    outcome.withheld = bool(withheld.any())
    worse = verdicts["undated_share"][0] - verdicts["undated_elsewhere"][0] >= MIN_UNDATED_EXCESS
    outcome.flagged = bool(worse and verdicts["undated_adjusted"][0] < ALPHA)
    outcome.count("withheld", int(withheld.sum()), 0)
    outcome.count(
        "too few works",
        int((kinds == "too_few").sum()),
        int((_plenty(collection, len(kinds)) & (kinds == "too_few")).sum()),
    )
    few = kinds == "too_few_clusters"
    many = [_many_artists(collection, topic) for topic in range(len(kinds))]
    outcome.count("too few artists", int(few.sum()), int((few & many).sum()))


def _plenty(collection: Collection, count: int) -> np.ndarray:
    """Return of which topics there are truly twice as many dated works as a verdict needs."""
    dated = collection.works[["date_earliest", "date_latest"]].notna().all(axis=1).to_numpy()
    topics = collection.topics[dated & (collection.topics >= 0)]
    plenty: np.ndarray = (np.bincount(topics, minlength=count) >= LIMIT_TOPIC_WORKS) & (
        dated.sum() >= LIMIT_WORKS
    )
    return plenty


def _many_artists(collection: Collection, topic: int) -> bool:
    """Return whether a topic's works are truly of many artists, none of whom has many of them."""
    parts = collection.works.loc[collection.topics == topic, "artist"].value_counts(normalize=True)
    return bool(len(parts) >= LIMIT_ARTISTS and parts.iloc[0] <= LIMIT_ARTIST_SHARE)


def _judge_bins(shares: pd.DataFrame, collection: Collection, outcome: Outcome) -> None:
    own = shares[shares["grouping"] == ""]
    years = collection.years
    for (first, last), rows in own.groupby(["bin_first", "bin_last"], sort=False):
        inside = (years >= first) & (years <= last)
        if inside.sum() < MIN_BIN_WORKS:
            continue
        truth: Floats = collection.law(years[inside].astype(np.float64)).mean(axis=0)[: len(rows)]
        held = (rows["share_low"].to_numpy() <= truth) & (truth <= rows["share_high"].to_numpy())
        outcome.count("interval of a bin", len(rows), int((~held).sum()))


def _judge_steps(points: pd.DataFrame, collection: Collection, outcome: Outcome) -> None:
    if collection.step_year is None:
        outcome.count("change point (any topic)", 1, int(len(points) > 0))
        return
    near = (points["year"].astype(float) - collection.step_year).abs() <= STEP_TOLERANCE
    outcome.count("change point (any topic)", 1, int((~near).any()))
    outcome.detected = bool((near & (points["topic_id"] == "topic 00")).any())

"""Topics over time, from frames to frames: what the report draws, the database keeps and a historian defends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from artmeta.trend_options import TrendOptions
from artmeta.trends import tables
from artmeta.trends.bins import Bins, adaptive_bins, fixed_bins, spread
from artmeta.trends.catalogue import Correction, catalogue_of, correction
from artmeta.trends.change_points import change_points
from artmeta.trends.collected import Collected, collect, evidence_of
from artmeta.trends.comparison import differences
from artmeta.trends.estimation import Estimate, Reading, estimate, prepare, scores
from artmeta.trends.evidence import Evidence
from artmeta.trends.intervals import intervals
from artmeta.trends.quantification import means
from artmeta.trends.recalibration import FEWEST_A_TOPIC, check
from artmeta.trends.resampling import draws_of, mean_draws
from artmeta.trends.skew import largest, leave_one_out
from artmeta.trends.slope import Lines, lines, period
from artmeta.trends.tables import Tables
from artmeta.trends.verdict import FEWEST_WORKS, verdicts

Floats = NDArray[np.float64]
UNCORRECTED = ("counted", "weighted")  # asked for plainly, or nothing is known to correct by
WHOLE = ("", "")  # grouping and group of the collection as a whole


@dataclass(frozen=True, slots=True)
class Model:
    """What is known of the model whose predictions are counted: its topics with labels, and how it errs.

    `out_of_fold` has the columns item, given_topic_id, topic_id, confidence; where it is empty, `confusion`
    (counts [right, said], in the order of `topics`) is used, if there is one.
    """

    topics: Mapping[str, str]
    out_of_fold: pd.DataFrame
    confusion: NDArray[np.int64] | None = None


def trends(
    works: pd.DataFrame, predictions: pd.DataFrame, model: Model, options: TrendOptions | None = None
) -> Tables:
    """Work out topics over time.

    `works` has a row an artwork: artwork_id, date_earliest, date_latest (years, BC negative, missing
    where open), date_status, and whatever columns `options` names; `standing` = "unfamiliar" sets a work
    aside. `predictions` has artwork_id, topic_id, confidence. No dated and classified work gives empty tables.
    """
    asked = options or TrendOptions()
    topics = list(model.topics)
    everything = collect(works, predictions, topics, asked.sure_from)
    judged = everything.only(everything.judged)
    summary = _summary(works, everything, asked)
    if len(judged.frame) == 0 or not topics:
        return _empty(summary)
    evidence = evidence_for(model, topics, judged)
    reading = prepare(judged.confidences, evidence, asked.method, asked.seed)
    if evidence is not None and reading.calibration is None:
        reading = replace(reading, calibration=check(evidence, asked.seed))  # told though it decides nothing
    bins = bins_of(everything, asked)
    years = period(judged.earliest, judged.latest)
    analysis = Analysis(judged, reading, evidence, bins, years, asked, np.random.default_rng(asked.seed))
    shares = [analysis.shares(WHOLE, judged, reading)]
    bands = [tables.bands(WHOLE, bins, everything)]
    found = analysis.lines(judged, reading)
    said = [tables.verdicts(WHOLE, topics, list(model.topics.values()), verdicts(found))]
    compared = []
    for column in asked.compare:
        groups = analysis.groups(column)
        for name, (own, told) in groups.items():
            shares.append(analysis.shares((column, name), own, told))
            bands.append(
                tables.bands((column, name), bins, everything.only(everything.column(column) == name))
            )
        compared.append(analysis.differences(column, groups))
    return Tables(
        pd.concat(shares, ignore_index=True),
        pd.concat(bands, ignore_index=True),
        pd.concat(said, ignore_index=True),
        tables.steps(topics, change_points(found) if asked.change_points else []),
        pd.concat(
            [analysis.skew(column) for column in asked.skew] or [tables.skew("", topics, [])],
            ignore_index=True,
        ),
        pd.concat(compared or [tables.differences("", ("", ""), topics, [])], ignore_index=True),
        pd.concat(analysis.checks, ignore_index=True),
        _with_method(summary, reading, years, shares[0]),
    )


@dataclass(frozen=True, slots=True)
class Analysis:
    """One collection under analysis: its judged works, what the model says of them, and what was asked."""

    works: Collected
    reading: Reading
    evidence: Evidence | None
    bins: Bins
    years: tuple[int, int]
    options: TrendOptions
    random: np.random.Generator
    checks: list[pd.DataFrame] = field(default_factory=list)

    def shares(self, group: tuple[str, str], works: Collected, reading: Reading) -> pd.DataFrame:
        """Estimate shares with intervals, for the collection or for one group of it."""
        part = spread(works.earliest, works.latest, self.bins)
        found = estimate(reading, part, len(self.bins))
        seed = int(self.random.integers(2**63))
        draws, _ = draws_of(found, self.options.replicates, np.random.default_rng(seed))
        found, draws, checked = self.checked(works, reading, found, draws, seed)
        low, high = intervals(found.share, found.works, draws)
        self.checks.append(tables.checks(group, self.bins, checked))
        return tables.shares(group, works.topics, self.bins, found, low, high)

    def checked(
        self, works: Collected, reading: Reading, found: Estimate, draws: Floats, seed: int
    ) -> tuple[Estimate, Floats, Correction | None]:
        """Let the museum's own topics overrule the model, where they can and may."""
        told, evidence = scores(reading)
        catalogue = catalogue_of(told, works.given, works.earliest, works.latest)
        if (
            not self.options.check
            or evidence is None
            or not catalogue.speaks
            or reading.method in UNCORRECTED
        ):
            return found, draws, None
        count, bins = self.options.replicates, len(self.bins)
        checked = correction(catalogue, self.bins, evidence, count, self.random)
        scored = means(told, found.part, bins)
        again = np.random.default_rng(
            seed
        )  # the same works drawn as often, so that both errors move together
        scored_draws, _ = mean_draws(told[found.part.work], found.part, bins, count, again)
        share = checked.apply(found.share, scored)
        return replace(found, checked=share), checked.apply_draws(draws, scored_draws), checked

    def lines(self, works: Collected, reading: Reading) -> Lines:
        """Lay the lines that verdicts are given on, through the period of the whole collection."""
        given = works.given if self.options.check else None
        return lines(
            reading, works.earliest, works.latest, self.years, self.options.replicates, self.random, given
        )

    def groups(self, column: str) -> dict[str, tuple[Collected, Reading]]:
        """Return the two largest groups of a column, if they are large enough to be compared."""
        names = self.works.column(column)
        chosen = largest(names, np.ones(len(names)))[:2]
        found = {}
        for name in chosen:
            own = self.works.only(names == name)
            if len(own.frame) >= FEWEST_WORKS:
                found[name] = (
                    own,
                    prepare(own.confidences, self.evidence, self.reading.method, self.options.seed),
                )
        return found if len(found) == len(("one", "other")) else {}

    def differences(self, column: str, groups: dict[str, tuple[Collected, Reading]]) -> pd.DataFrame:
        """Compare the two groups of a column."""
        if not groups:
            return tables.differences(column, ("", ""), self.works.topics, [])
        first, second = groups
        one, other = (self.lines(*groups[name]) for name in (first, second))
        return tables.differences(column, (first, second), self.works.topics, differences(one, other))

    def skew(self, column: str) -> pd.DataFrame:
        """Leave out the largest groups of a column in turn."""
        works = self.works
        given = works.given if self.options.check else None
        found = leave_one_out(
            self.reading, works.earliest, works.latest, works.column(column), self.years, given
        )
        return tables.skew(column, works.topics, found)


def bins_of(works: Collected, options: TrendOptions) -> Bins:
    """Return the bins that were asked for, over the dates of all works."""
    if options.bin_years == "adaptive":
        return adaptive_bins(works.earliest, works.latest, options.bin_works)
    return fixed_bins(int(works.earliest.min()), int(works.latest.max()), options.bin_years)


def evidence_for(model: Model, topics: Sequence[str], works: Collected) -> Evidence | None:
    """Return how the model errs: out of fold, else on works the museum gave topics to, else by its confusion matrix."""
    found = evidence_of(model.out_of_fold, topics)
    known = works.given >= 0
    if found is None and np.bincount(works.given[known], minlength=len(topics)).min() >= FEWEST_A_TOPIC:
        return Evidence(works.confidences[known], works.given[known])
    if found is None and model.confusion is not None and model.confusion.sum() > 0:
        return Evidence.of_counts(model.confusion)
    return found


def _summary(works: pd.DataFrame, everything: Collected, options: TrendOptions) -> dict[str, object]:
    status = works["date_status"] if "date_status" in works else pd.Series(["read"] * len(works))
    closed = works["date_earliest"].notna() & works["date_latest"].notna()
    counts = {
        name: int((everything.standing == name).sum())
        for name in ("sure", "unsure", "unfamiliar", "unclassified")
    }
    return {
        "works": len(works),
        "dated": int(closed.sum()),
        "open": int((~closed & (status == "read").to_numpy()).sum()),
        "undated": int((status == "undated").sum()),
        "unread": int((status == "unread").sum()),
        **counts,
        "bin_years": str(options.bin_years),
        "replicates": options.replicates,
        "seed": options.seed,
        "method": "",
        "calibration_error": np.nan,
        "calibration_allowed": np.nan,
        "works_labelled": 0,
        "first_year": pd.NA,
        "last_year": pd.NA,
        "correction": np.nan,
    }


def _with_method(
    summary: dict[str, object], reading: Reading, years: tuple[int, int], shares: pd.DataFrame
) -> pd.DataFrame:
    """Add how shares were corrected; `correction` is the mean absolute difference that made to plain counting."""
    calibration = reading.calibration
    moved = (shares["share"] - shares["share_counted"]).abs()
    summary |= {
        "method": reading.method,
        "calibration_error": calibration.error if calibration else np.nan,
        "calibration_allowed": calibration.allowed if calibration else np.nan,
        "works_labelled": len(reading.evidence.topics) if reading.evidence else 0,
        "first_year": years[0],
        "last_year": years[1],
        "correction": float(np.average(moved, weights=shares["works"])),
    }
    return pd.DataFrame([summary])


def _empty(summary: dict[str, object]) -> Tables:
    nothing = pd.DataFrame()
    return Tables(nothing, nothing, nothing, nothing, nothing, nothing, nothing, pd.DataFrame([summary]))

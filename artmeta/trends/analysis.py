"""Topics over time, from frames to frames: what the report draws and the database keeps."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from artmeta.trend_options import TrendOptions
from artmeta.trends import tables
from artmeta.trends.bins import Bins, Floats, adaptive_bins, distribute, fixed_bins
from artmeta.trends.calibration import CalibrationSet, check_calibration
from artmeta.trends.change_points import change_points
from artmeta.trends.dated_works import (
    STATUSES,
    ClassifierErrors,
    DatedWorks,
    calibration_set_for,
    dated_works,
)
from artmeta.trends.differences import differences
from artmeta.trends.estimation import (
    UNCORRECTED,
    PreparedScores,
    ShareEstimate,
    estimate,
    prepare,
    unbiased_scores,
)
from artmeta.trends.labelled_sample import Correction, correction, labelled_sample
from artmeta.trends.quantification import bin_means
from artmeta.trends.skew import largest, leave_one_out
from artmeta.trends.tables import Group, Tables
from artmeta.trends.trend_lines import TrendLines, fit_trend_lines, period
from artmeta.trends.uncertainty import mean_draws, share_draws, share_intervals
from artmeta.trends.verdict import MIN_WORKS, verdicts

WHOLE: Group = ("", "")  # the collection as a whole


def trends(
    works: pd.DataFrame,
    predictions: pd.DataFrame,
    classifier: ClassifierErrors,
    options: TrendOptions | None = None,
) -> Tables:
    """Estimate the shares of topics over time, and test their change.

    `works` has a row an artwork: artwork_id, date_earliest, date_latest (years, BC negative, missing
    where open), date_status, and whatever columns `options` names; works with `decision_status` = "unfamiliar" are left
    out. `predictions` has artwork_id, topic_id, confidence. Without a dated and classified work the tables are empty.
    """
    options = options or TrendOptions()
    labels = dict(classifier.topics)
    dated = dated_works(works, predictions, list(labels), options.sure_from)
    summary = _summary(works, dated, options)
    eligible = dated.eligible
    if len(eligible.frame) == 0 or not labels:
        empty = {name: pd.DataFrame() for name in Tables.__slots__}
        return Tables(**empty | {"trend_summaries": pd.DataFrame([summary])})
    analysis = Analysis.of(dated, classifier, options)
    shares, bands = [analysis.shares(WHOLE, eligible, analysis.prepared)], [analysis.bands(WHOLE)]
    lines = analysis.lines(eligible, analysis.prepared)
    comparisons = []
    for column in options.compare:
        groups = analysis.groups(column)
        for name, group in groups.items():
            shares.append(analysis.shares((column, name), *group))
            bands.append(analysis.bands((column, name)))
        comparisons.append(analysis.differences(column, groups))
    return Tables(
        pd.concat(shares, ignore_index=True),
        pd.concat(bands, ignore_index=True),
        tables.verdicts(WHOLE, labels, verdicts(lines)),
        tables.steps(list(labels), change_points(lines) if options.change_points else []),
        pd.concat(
            [analysis.skew(column) for column in options.skew] or [tables.skew("", [], [])], ignore_index=True
        ),
        pd.concat(comparisons or [tables.differences("", ("", ""), [], [])], ignore_index=True),
        pd.concat(analysis.checks, ignore_index=True),
        _with_method(summary, analysis, shares[0]),
    )


@dataclass(frozen=True, slots=True)
class Analysis:
    """One collection under analysis: its dated works, the eligible ones with their scores, bins, period and options.

    `known` are works of known topics, before recalibration. `checks` collects a table of corrections for each group
    whose shares were estimated.
    """

    dated: DatedWorks
    works: DatedWorks
    known: CalibrationSet | None
    prepared: PreparedScores
    bins: Bins
    years: tuple[int, int]
    options: TrendOptions
    rng: np.random.Generator
    checks: list[pd.DataFrame] = field(default_factory=list)

    @classmethod
    def of(
        cls, dated: DatedWorks, classifier: ClassifierErrors, options: TrendOptions, *seeds: int
    ) -> Analysis:
        """Prepare the scores of a collection; further `seeds` make its draws independent of another's."""
        works = dated.eligible
        known = calibration_set_for(classifier, dated.topics, works)
        prepared = prepare(works.confidences, known, options.method, options.seed)
        if known is not None and prepared.calibration is None:  # reported although it decides nothing
            prepared = replace(prepared, calibration=check_calibration(known, options.seed))
        years = period(works.earliest, works.latest)
        rng = np.random.default_rng([options.seed, *seeds] if seeds else options.seed)
        return cls(dated, works, known, prepared, bins_of(dated, options), years, options, rng)

    def shares(self, group: Group, works: DatedWorks, prepared: PreparedScores) -> pd.DataFrame:
        """Estimate shares with intervals, for the collection or for one group of it."""
        distribution = distribute(works.earliest, works.latest, self.bins)
        estimated = estimate(prepared, distribution, len(self.bins))
        seed = int(self.rng.integers(2**63))
        draws, _ = share_draws(estimated, self.options.replicates, np.random.default_rng(seed))
        estimated, draws, check = self._corrected(works, prepared, estimated, draws, seed)
        low, high = share_intervals(estimated.share, estimated.works, draws)
        self.checks.append(tables.checks(group, self.bins, check))
        return tables.shares(group, works.topics, self.bins, estimated, low, high)

    def _corrected(
        self, works: DatedWorks, prepared: PreparedScores, estimated: ShareEstimate, draws: Floats, seed: int
    ) -> tuple[ShareEstimate, Floats, Correction | None]:
        """Let the museum's own topics overrule the model, where there are enough of them."""
        if not self.options.check or prepared.method in UNCORRECTED:
            return estimated, draws, None
        scores, known = unbiased_scores(prepared)
        sample = labelled_sample(scores, works.given, works.earliest, works.latest)
        check = correction(sample, self.bins, known, self.options.replicates, self.rng)
        if check is None:
            return estimated, draws, None
        parts, count = estimated.distribution, len(self.bins)
        same_works = np.random.default_rng(seed)  # drawn as often, so that both errors are correlated
        score_draws, _ = mean_draws(scores[parts.work], parts, count, self.options.replicates, same_works)
        share = check.apply(estimated.share, bin_means(scores, parts, count))
        return replace(estimated, corrected=share), check.apply_draws(draws, score_draws), check

    def bands(self, group: Group) -> pd.DataFrame:
        """Count all dated works of the collection, or of one group of it, by bin and status."""
        column, name = group
        works = self.dated.only(self.dated.column(column) == name) if column else self.dated
        return tables.bands(group, self.bins, works)

    def lines(self, works: DatedWorks, prepared: PreparedScores) -> TrendLines:
        """Fit the lines that are tested, over the period of the whole collection."""
        given = works.given if self.options.check else None
        dates = works.earliest, works.latest
        return fit_trend_lines(prepared, *dates, self.years, self.options.replicates, self.rng, given)

    def groups(self, column: str) -> dict[str, tuple[DatedWorks, PreparedScores]]:
        """Return the two largest groups of a column, if both are large enough to be compared."""
        names = self.works.column(column)
        groups = {}
        for name in largest(names, np.ones(len(names)))[:2]:
            own = self.works.only(names == name)
            if len(own.frame) >= MIN_WORKS:
                confidences = self.prepared.raw[names == name]
                groups[name] = own, prepare(confidences, self.known, self.prepared.method, self.options.seed)
        return groups if len(groups) == len(("first", "second")) else {}

    def differences(self, column: str, groups: dict[str, tuple[DatedWorks, PreparedScores]]) -> pd.DataFrame:
        """Compare the two groups of a column."""
        if not groups:
            return tables.differences(column, ("", ""), self.works.topics, [])
        first, second = groups
        lines = (self.lines(*groups[name]) for name in (first, second))
        return tables.differences(column, (first, second), self.works.topics, differences(*lines))

    def skew(self, column: str) -> pd.DataFrame:
        """Leave out the largest groups of a column in turn."""
        works = self.works
        given = works.given if self.options.check else None
        influences = leave_one_out(
            self.prepared, works.earliest, works.latest, works.column(column), self.years, given
        )
        return tables.skew(column, works.topics, influences)


def bins_of(works: DatedWorks, options: TrendOptions) -> Bins:
    """Return the bins that the options name, over the dates of all works."""
    if options.bin_years == "adaptive":
        return adaptive_bins(works.earliest, works.latest, options.bin_works)
    return fixed_bins(int(works.earliest.min()), int(works.latest.max()), options.bin_years)


def _summary(works: pd.DataFrame, dated: DatedWorks, options: TrendOptions) -> dict[str, object]:
    status = works["date_status"] if "date_status" in works else pd.Series(["read"] * len(works))
    closed = works["date_earliest"].notna() & works["date_latest"].notna()
    return {
        "works": len(works),
        "dated": int(closed.sum()),
        "open": int((~closed & (status == "read").to_numpy()).sum()),
        "undated": int((status == "undated").sum()),
        "unread": int((status == "unread").sum()),
        **{name: int((dated.status == name).sum()) for name in STATUSES},
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


def _with_method(summary: dict[str, object], analysis: Analysis, shares: pd.DataFrame) -> pd.DataFrame:
    """Add how shares were corrected; `correction` is the mean absolute difference from plain counting."""
    prepared, difference = analysis.prepared, (shares["share"] - shares["share_counted"]).abs()
    check, known = prepared.calibration, prepared.calibration_set
    summary |= {
        "method": prepared.method,
        "calibration_error": check.error if check else np.nan,
        "calibration_allowed": check.allowed if check else np.nan,
        "works_labelled": len(known.y_true) if known else 0,
        "first_year": analysis.years[0],
        "last_year": analysis.years[1],
        "correction": float(np.average(difference, weights=shares["works"])),
    }
    return pd.DataFrame([summary])

"""Topics over time, from frames to frames: what the report draws and the database keeps."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from artmeta.trend_analysis import tables
from artmeta.trend_analysis.bins import TINY, Bins, Floats, adaptive_bins, distribute, fixed_bins, sum_by
from artmeta.trend_analysis.calibration import CalibrationSet, check_calibration
from artmeta.trend_analysis.change_points import change_points
from artmeta.trend_analysis.clusters import Indices, Resampling, cluster_numbers
from artmeta.trend_analysis.dated_works import (
    ClassifierErrors,
    DatedWorks,
    calibration_set_for,
    dated_works,
    undated_works,
)
from artmeta.trend_analysis.differences import differences
from artmeta.trend_analysis.estimation import UNCORRECTED, PreparedScores, estimate, prepare
from artmeta.trend_analysis.influence import largest, leave_one_out
from artmeta.trend_analysis.label_shift import Segment, label_shift_tests
from artmeta.trend_analysis.labelled_sample import Correction, correction, labelled_sample
from artmeta.trend_analysis.quantification import bin_means
from artmeta.trend_analysis.summary import summary_of, with_method
from artmeta.trend_analysis.tables import Group, Tables
from artmeta.trend_analysis.trend_lines import TrendLines, fit_trend_lines, period
from artmeta.trend_analysis.uncertainty import clusters_in_bins, mean_draws, share_draws, share_intervals
from artmeta.trend_analysis.undated import UndatedCheck, check_undated
from artmeta.trend_analysis.verdict import MIN_WORKS, qualified, verdicts
from artmeta.trend_analysis.year_density import by_topic, dating
from artmeta.trend_options import TrendOptions

PAIR = 2  # groups of a column that are compared
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
    dated = dated_works(works, predictions, list(labels), options.confidence_threshold)
    summary = summary_of(works, dated, options)
    eligible = dated.eligible
    if len(eligible.frame) == 0 or not labels:
        empty = {name: pd.DataFrame() for name in Tables.__slots__}
        return Tables(**empty | {"trend_summaries": pd.DataFrame([summary])})
    undated = undated_works(works, predictions, list(labels), options.confidence_threshold).eligible
    analysis = Analysis.of(dated, undated, classifier, options)
    shares, counts = [analysis.shares(WHOLE, analysis.whole)], [analysis.counts(WHOLE)]
    lines = analysis.lines(analysis.whole)
    segments = analysis.segments(analysis.whole)
    shifts = any(one.fails for one in segments)
    results = qualified(verdicts(lines), analysis.undated_check(lines), shifts)
    comparisons = []
    for column in options.compare:
        groups = analysis.groups(column)
        for name, group in groups.items():
            shares.append(analysis.shares((column, name), group))
            counts.append(analysis.counts((column, name)))
        comparisons.append(analysis.differences(column, groups))
    return Tables(
        pd.concat(shares, ignore_index=True),
        pd.concat(counts, ignore_index=True),
        tables.verdicts(WHOLE, labels, results),
        tables.change_points(
            list(labels), change_points(lines, analysis.rng) if options.change_points else []
        ),
        pd.concat(
            [analysis.influence(column, lines) for column in options.skew] or [tables.influence("", [], [])],
            ignore_index=True,
        ),
        pd.concat(comparisons or [tables.differences("", ("", ""), [], [])], ignore_index=True),
        pd.concat(analysis.checks, ignore_index=True),
        tables.segments(segments),
        with_method(summary, analysis.whole.prepared, analysis.years, shares[0]),
    )


class Part(NamedTuple):
    """The collection, or a group of it: its eligible works, their scores, and how their clusters are drawn."""

    works: DatedWorks
    prepared: PreparedScores
    resampling: Resampling


@dataclass(frozen=True, slots=True)
class Analysis:
    """One collection under analysis: its dated works, the eligible ones with their scores, bins, period and options.

    `cluster` numbers the clusters of the eligible works, the undated ones last. `known` are works of known topics,
    before recalibration. `checks` collects a table of corrections for each group whose shares were estimated.
    """

    dated: DatedWorks
    undated: DatedWorks
    cluster: Indices
    whole: Part
    known: CalibrationSet | None
    bins: Bins
    years: tuple[int, int]
    options: TrendOptions
    rng: np.random.Generator
    checks: list[pd.DataFrame] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        dated: DatedWorks,
        undated: DatedWorks,
        classifier: ClassifierErrors,
        options: TrendOptions,
        *seeds: int,
    ) -> Analysis:
        """Prepare the scores of a collection; further `seeds` make its draws independent of another's."""
        works = dated.eligible
        known = calibration_set_for(classifier, dated.topics, works)
        prepared = prepare(works.confidences, known, options.method, options.seed)
        if known is not None and prepared.calibration is None:  # reported although it decides nothing
            prepared = replace(prepared, calibration=check_calibration(known, options.seed))
        years = period(works.earliest, works.latest)
        rng = np.random.default_rng([options.seed, *seeds] if seeds else options.seed)
        names = works.clusters(options.cluster) + undated.clusters(options.cluster)
        cluster = cluster_numbers(names)
        _, own = np.unique(cluster[: len(works.frame)], return_inverse=True)
        whole = Part(works, prepared, Resampling.of(own, options.replicates, rng))
        return cls(dated, undated, cluster, whole, known, bins_of(dated, options), years, options, rng)

    def shares(self, group: Group, part: Part) -> pd.DataFrame:
        """Estimate shares with intervals, for the collection or for one group of it."""
        works, prepared, resampling = part
        scores, known = prepared.unbiased
        dates = dating(scores, works.earliest, works.latest, self.bins, resampling)
        distribution = by_topic(dates.spans, dates.parts)
        estimated = estimate(prepared, distribution, len(self.bins))
        draws = share_draws(estimated, dates, resampling, self.rng)
        check = self._correction(works, prepared, scores, known)
        if check is not None:
            score_draws = mean_draws(scores[distribution.work], distribution, dates, resampling)
            share = check.apply(estimated.share, bin_means(scores, distribution, len(self.bins)))
            estimated, draws = replace(estimated, corrected=share), check.apply_draws(draws, score_draws)
        clusters = clusters_in_bins(distribution, resampling.cluster, len(self.bins))
        low, high = share_intervals(estimated.share, estimated.works, draws, clusters)
        self.checks.append(tables.checks(group, self.bins, check))
        return tables.shares(group, works.topics, self.bins, estimated, low, high, self._unfamiliar(group))

    def _unfamiliar(self, group: Group) -> Floats:
        """Return the share of classified works that are unfamiliar, of the collection or a group, by bin [bins]."""
        works = self._of_group(group)
        parts, count = distribute(works.earliest, works.latest, self.bins), len(self.bins)
        unfamiliar, classified = (
            sum_by(parts.bin, parts.mass * of_work[parts.work], count)
            for of_work in (works.status == "unfamiliar", works.status != "unclassified")
        )
        return unfamiliar / np.maximum(classified, TINY)

    def _of_group(self, group: Group) -> DatedWorks:
        column, name = group
        return (
            self.dated.only(self.dated.column(column) == name) if column in self.dated.frame else self.dated
        )

    def undated_check(self, lines: TrendLines) -> UndatedCheck:
        """Compare undated works with dated ones, topic by topic."""
        prepared, options = self.whole.prepared, self.options
        dated, _ = prepared.unbiased
        undated = np.zeros((0, dated.shape[1]))
        if len(self.undated.frame):
            confidences = self.undated.confidences
            own = prepare(confidences, self.known, prepared.method, options.seed)
            undated, _ = own.unbiased
        return check_undated(dated, undated, self.cluster, lines.data, self.rng)

    def segments(self, part: Part) -> list[Segment]:
        """Test whether the classifier errs in all years as out of fold; segments that labelled works correct pass."""
        if self.options.method in UNCORRECTED:
            return []
        inside = (self.dated.latest >= self.years[0]) & (self.dated.earliest <= self.years[1])
        works = self.dated.only(inside & (self.dated.status != "unclassified"))
        middles = np.clip((works.earliest + works.latest) / 2, *self.years)
        cluster = cluster_numbers(works.clusters(self.options.cluster))
        unfamiliar = works.status == "unfamiliar"
        results = label_shift_tests(middles, works.confidences, unfamiliar, cluster, self.known)
        check = self._correction(part.works, part.prepared, *part.prepared.unbiased)
        if check is None:
            return results
        corrected = check.works > 0
        return [replace(one, fails=one.fails and not self._covered(one, corrected)) for one in results]

    def _covered(self, segment: Segment, corrected: NDArray[np.bool_]) -> bool:
        """Return whether labelled works correct all bins of a segment."""
        inside = (self.bins.last >= segment.first_year) & (self.bins.first <= segment.last_year)
        return bool(corrected[inside].all())

    def _correction(
        self, works: DatedWorks, prepared: PreparedScores, scores: Floats, known: CalibrationSet | None
    ) -> Correction | None:
        """Let the museum's own topics correct the model, where there are enough of them."""
        if not self.options.check or prepared.method in UNCORRECTED:
            return None
        sample = labelled_sample(scores, works.given, works.earliest, works.latest)
        return correction(sample, self.bins, known, self.options.replicates, self.rng)

    def counts(self, group: Group) -> pd.DataFrame:
        """Count all dated works of the collection, or of one group of it, by bin and status."""
        return tables.counts(group, self.bins, self._of_group(group))

    def lines(self, part: Part) -> TrendLines:
        """Fit the lines that are tested, over the period of the whole collection."""
        works, prepared, resampling = part
        return fit_trend_lines(prepared, works, resampling, self.years, self.rng, self.options.check)

    def groups(self, column: str) -> dict[str, Part]:
        """Return the two largest groups of a column, if both are large enough to be compared."""
        works, prepared, resampling = self.whole
        names = works.column(column)
        groups = {}
        for name in largest(names, np.ones(len(names)))[:PAIR]:
            own = names == name
            if own.sum() >= MIN_WORKS:
                scores = prepare(prepared.raw[own], self.known, prepared.method, self.options.seed)
                groups[name] = Part(works.only(own), scores, resampling.only(own))
        return groups if len(groups) == PAIR else {}

    def differences(self, column: str, groups: dict[str, Part]) -> pd.DataFrame:
        """Compare the two groups of a column."""
        if not groups:
            return tables.differences(column, ("", ""), self.dated.topics, [])
        first, second = groups
        lines = (self.lines(groups[name]) for name in (first, second))
        return tables.differences(column, (first, second), self.dated.topics, differences(*lines))

    def influence(self, column: str, lines: TrendLines) -> pd.DataFrame:
        """Leave out the largest groups of a column in turn."""
        works = self.whole.works
        return tables.influence(column, works.topics, leave_one_out(lines, works.column(column)))


def bins_of(works: DatedWorks, options: TrendOptions) -> Bins:
    """Return the bins that the options name, over the dates of all works."""
    if options.bin_years == "adaptive":
        return adaptive_bins(works.earliest, works.latest, options.bin_works)
    return fixed_bins(int(works.earliest.min()), int(works.latest.max()), options.bin_years)

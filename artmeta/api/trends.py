"""Topics over time for works and predictions held in data frames; the statistics are the pipeline's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal

import pandas as pd

from artmeta.api.trend_inputs import (
    check_size,
    checked_columns,
    checked_out_of_fold,
    checked_predictions,
    checked_works,
    confusion_matrix,
    labels_of,
)
from artmeta.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from artmeta.trend_analysis.tables import Tables
    from artmeta.trend_options import TrendOptions


@dataclass(frozen=True, slots=True, repr=False)
class TrendResult:
    """Topics over time as frames; docs/trends.md and docs/store.md describe every column.

    `verdicts`: a row a topic, with `verdict` (rose, fell, no_change, too_few, too_few_clusters, withheld), change,
    interval, p values, `sentence`. `shares`: a row a bin and topic, with `share`, its 95% interval and the share by
    every method. `counts`: a row a bin, works by status. `change_points` and `differences` have rows where they are
    requested; `influence` one for each group that was left out (`skew`), with the change that remains. `checks`: how
    far the museum's own topics correct the model in a bin. `segments`: parts of the period, and whether the model errs
    there as out of fold. `summary`: one row on works, method and evidence.
    """

    verdicts: pd.DataFrame
    shares: pd.DataFrame
    counts: pd.DataFrame
    change_points: pd.DataFrame
    influence: pd.DataFrame
    differences: pd.DataFrame
    checks: pd.DataFrame
    segments: pd.DataFrame
    summary: pd.DataFrame

    def __str__(self) -> str:
        return "\n".join(self.verdicts["sentence"])

    def __repr__(self) -> str:
        sizes = ", ".join(f"{field.name} {len(getattr(self, field.name))}" for field in fields(self))
        return f"<TrendResult with rows: {sizes}>"


def trends(
    works: pd.DataFrame,
    predictions: pd.DataFrame,
    *,
    topics: Mapping[str, str] | Sequence[str] | None = None,
    out_of_fold: pd.DataFrame | None = None,
    confusion: ArrayLike | None = None,
    bin_years: int | Literal["adaptive"] | None = None,
    bin_works: int | None = None,
    method: Literal["counted", "weighted", "acc", "pacc", "emq"] | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    confidence_threshold: float | None = None,
    check: bool | None = None,
    change_points: bool | None = None,
    cluster: str | None = None,
    compare: Sequence[str] = (),
    skew: Sequence[str] | None = None,
) -> TrendResult:
    """Estimate each topic's share over time and test whether it rose or fell.

    `works` has a row a work: artwork_id, date_earliest, date_latest (years, BC negative, missing where open); if
    there, `status` (sure, unsure, unfamiliar: the last is not counted), `given_topic` (the topic that the museum gave,
    a labelled sample that checks and corrects the model) and columns of groups (artist, venue, donor ...) are used.
    `predictions` has a row a work and topic: artwork_id, topic_id, confidence (0 to 1); where `works` has no `status`,
    its own is used, as `Classifier.predict` returns it.

    `topics` are the topics' ids, or ids with labels; without it, those of `predictions`. `out_of_fold` (artwork_id,
    given_topic_id, topic_id, confidence of works that the model had not learned from) or `confusion` (counts [true
    topic, predicted topic], in the order of `topics`) tells how the model errs, so that shares can be corrected.
    The other options are those of a collection file's table [trends], with its defaults; see docs/trends.md.
    `compare` and `skew` may name any column of `works`. Works with the same value in `cluster` are not independent and
    are resampled together: "artist" by default (names in their common form), any column of `works`, or "none".

    Raises InputError, in one sentence, where a frame cannot be used; ConfigError for an option that is none.
    """
    from artmeta.trend_analysis import analysis
    from artmeta.trend_analysis.dated_works import ClassifierErrors
    from artmeta.trend_options import NO_CLUSTERS

    given = {
        "bin_years": bin_years,
        "bin_works": bin_works,
        "method": method,
        "replicates": replicates,
        "seed": seed,
        "confidence_threshold": confidence_threshold,
        "check": check,
        "change_points": change_points,
    }
    works = checked_works(works, predictions)
    predictions = checked_predictions(predictions, works)
    labels = labels_of(topics, predictions)
    groups: dict[str, object] = {"compare": checked_columns(works, compare)}
    if skew is not None:
        groups["skew"] = checked_columns(works, skew)
    if cluster is not None:
        groups["cluster"] = cluster if cluster == NO_CLUSTERS else checked_columns(works, cluster)[0]
    options = _options(given, groups)
    check_size(works, labels, options)
    evidence = checked_out_of_fold(out_of_fold, labels)
    classifier = ClassifierErrors(labels, evidence, confusion_matrix(confusion, labels))
    tables = analysis.trends(works, predictions, classifier, options)
    if tables.trend_shares.empty:
        raise InputError(
            f"None of the {len(works):,} works can be counted over time.",
            "A work needs both years, a prediction, and a status other than unfamiliar.",
        )
    return result_of(tables)


def result_of(tables: Tables) -> TrendResult:
    """Return the tables of an analysis by the names of the library."""
    return TrendResult(
        verdicts=tables.trend_verdicts,
        shares=tables.trend_shares,
        counts=tables.trend_counts,
        change_points=tables.trend_change_points,
        influence=tables.trend_influence,
        differences=tables.trend_differences,
        checks=tables.trend_checks,
        segments=tables.trend_segments,
        summary=tables.trend_summaries,
    )


def _options(given: Mapping[str, object], groups: Mapping[str, object]) -> TrendOptions:
    """Check options as those of a collection file; groups may be any columns, not only those of the store."""
    from artmeta.config import validated
    from artmeta.trend_options import TrendOptions

    stated = {name: value for name, value in given.items() if value is not None}
    return validated(TrendOptions, stated, ("trends",)).model_copy(update=groups)

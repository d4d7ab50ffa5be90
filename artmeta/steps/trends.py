"""Trends: topics over time, estimated from what the store holds of a run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from artmeta.config import validated
from artmeta.domain.run import Issue
from artmeta.errors import ArtmetaError
from artmeta.steps.context import RunContext
from artmeta.steps.issues import save_issues
from artmeta.steps.models import model_of, thresholds_of
from artmeta.steps.results import newest_run
from artmeta.steps.vocabulary import topic_labels
from artmeta.trend_options import TrendOptions

if TYPE_CHECKING:
    import pandas as pd

    from artmeta.trend_analysis.comparison import CollectionData
    from artmeta.trend_analysis.dated_works import ClassifierErrors
    from artmeta.trend_analysis.tables import Tables

FAR = (
    "Works dated so far from the others that trends take them as undated, since bins up to them would be too many: {}. "
    "Correct their dates, or choose wider bins (bin_years)."
)


def renew_trends(context: RunContext) -> None:
    """Estimate a run's trends, and replace those that the store holds of it."""
    store = context.store
    options = context.collection.trends
    data = collection_data(context)
    issues = [Issue("assess", "", "far_date", FAR.format(data.far_dates))] if data.far_dates else []
    try:
        tables = trends_of(context, options, data).named()
    except ArtmetaError as fault:  # without the other collection, this one's trends are still valid
        issues.append(Issue("assess", "", "not_compared", str(fault)))
        tables = trends_of(context, options.model_copy(update={"against": ""}), data).named()
    with store.transaction():
        store.execute("delete_trend_issues", collection=context.run.collection)
        save_issues(context, issues)
        for table, rows in tables.items():
            store.replace_of_run(table, context.id, rows)
        store.replace_of_run("sure_precisions", context.id, sure_precisions(context, data.predictions))


def sure_precisions(context: RunContext, predictions: pd.DataFrame) -> pd.DataFrame:
    """Return the precision of a run's sure decisions by topic, under its own shares; no rows where it is unknown.

    It is unknown for a model without thresholds, or of works with several topics.
    """
    import pandas as pd

    from artmeta.trend_analysis.dated_works import confidence_matrix, out_of_fold_set
    from artmeta.trend_analysis.sure_precision import sure_precision

    topics, thresholds = thresholds_of(context)
    known = out_of_fold_set(context.store.frame("out_of_fold_of_run", run_id=context.id), topics)
    if known is None or len(predictions) == 0:
        return pd.DataFrame()
    confidences = confidence_matrix(predictions, predictions["artwork_id"].drop_duplicates(), topics)
    result = sure_precision(known, thresholds, confidences[confidences.sum(axis=1) > 0])
    return pd.DataFrame(
        {
            "topic_id": topics,
            "works": result.works,
            "correct": result.correct,
            "share": result.shares,
            "precision": result.precision,
            "precision_low": result.low,
            "precision_high": result.high,
        }
    )


def trends_of(context: RunContext, options: TrendOptions, data: CollectionData | None = None) -> Tables:
    """Return the trends of a run, from its `data` if they are read already; nothing is written.

    Raises ArtmetaError where the collection to compare with is not there or cannot be compared.
    """
    from artmeta.trend_analysis.analysis import trends

    data = data or collection_data(context, options)
    tables = trends(data.works, data.predictions, data.classifier, options)
    if not options.against or tables.trend_shares.empty:
        return tables
    other = newest_run(context.store, options.against, context.settings)
    return _with_comparison(tables, data, collection_data(other, options), options)


def collection_data(context: RunContext, options: TrendOptions | None = None) -> CollectionData:
    """Return a run's works and predictions, and its classifier's errors; `options` are by default its own."""
    from artmeta.trend_analysis.comparison import CollectionData

    options = options or context.collection.trends
    works = context.store.frame_in_parts(
        "trend_works", categories=True, run_id=context.id, with_reviews=options.reviews
    )
    far = _without_far_dates(works, options)
    predictions = context.store.frame_in_parts("trend_predictions", categories=True, run_id=context.id)
    return CollectionData(context.run.collection, works, predictions, _classifier(context), far)


def _without_far_dates(works: pd.DataFrame, options: TrendOptions) -> int:
    """Make the works undated whose dates no bin of a trend can reach, and return their number."""
    import numpy as np

    from artmeta.trend_analysis.bins import ADAPTIVE_UNIT, far_dates

    width = ADAPTIVE_UNIT if options.bin_years == "adaptive" else options.bin_years
    columns = ["date_earliest", "date_latest"]
    earliest, latest = (works[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in columns)
    far = far_dates(earliest, latest, width)
    works.loc[far, columns] = None
    return int(far.sum())


def _with_comparison(
    tables: Tables, one: CollectionData, other: CollectionData, options: TrendOptions
) -> Tables:
    import pandas as pd

    from artmeta.trend_analysis.comparison import compare_collections

    shares, counts, differences = compare_collections(one, other, options)
    return replace(
        tables,
        trend_shares=pd.concat([tables.trend_shares, shares], ignore_index=True),
        trend_counts=pd.concat([tables.trend_counts, counts], ignore_index=True),
        trend_differences=pd.concat([tables.trend_differences, differences], ignore_index=True),
    )


def _classifier(context: RunContext) -> ClassifierErrors:
    """Return the run's topics with their labels, and the errors of its model out of fold."""
    import numpy as np

    from artmeta.trend_analysis.dated_works import ClassifierErrors

    labels, out_of_fold = topic_labels(context), context.store.frame("out_of_fold_of_run", run_id=context.id)
    if not context.run.model_name:
        return ClassifierErrors(labels, out_of_fold)
    card = model_of(context).card
    confusion = np.array(card.confusion, dtype=np.int64) if card.confusion else None
    return ClassifierErrors(
        {topic: labels.get(topic, topic) for topic in card.topics}, out_of_fold, confusion
    )


def with_overrides(options: TrendOptions, **changes: object) -> TrendOptions:
    """Return options with some values replaced; None, empty texts and empty lists are left out.

    Raises ConfigError, in one sentence, for a value that is not allowed.
    """
    values = {key: value for key, value in changes.items() if value or value is False}
    if str(values.get("bin_years", "")).isdigit():
        values["bin_years"] = int(str(values["bin_years"]))
    return validated(TrendOptions, {**options.model_dump(), **values}, ("trends",))

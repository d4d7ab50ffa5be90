"""Trends: what a run can say of topics over time, worked out anew from what the store holds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from artmeta.config import validated
from artmeta.domain.run import Issue
from artmeta.errors import ArtmetaError
from artmeta.steps.context import RunContext
from artmeta.steps.issues import save_issues
from artmeta.trend_options import TrendOptions

if TYPE_CHECKING:
    import pandas as pd

    from artmeta.trends.comparison import CollectionData
    from artmeta.trends.dated_works import ClassifierErrors
    from artmeta.trends.tables import Tables


def renew_trends(context: RunContext) -> None:
    """Work out shares, verdicts and their doubts, and put them in the place of what this run said before."""
    store = context.store
    asked = context.collection.trends
    issues = []
    try:
        tables = trends_of(context, asked).named()
    except (
        ArtmetaError
    ) as fault:  # the other collection may not be there yet; this one's trends stand without it
        issues = [Issue("assess", "", "not_compared", str(fault))]
        tables = trends_of(context, asked.model_copy(update={"against": ""})).named()
    with store.transaction():
        store.execute("delete_trend_issues", collection=context.run.collection)
        save_issues(context, issues)
        for table, rows in tables.items():
            store.replace_of_run(table, context.id, rows)


def trends_of(context: RunContext, asked: TrendOptions) -> Tables:
    """Work out trends from what the store holds of a run; nothing is written.

    Raises ArtmetaError where the collection to compare with is not there or cannot be compared.
    """
    from artmeta.trends.analysis import trends

    data = collection_data(context)
    tables = trends(data.works, data.predictions, data.classifier, asked)
    if not asked.against or tables.trend_shares.empty:
        return tables
    return _with_comparison(tables, data, collection_data(finished(context, asked.against)), asked)


def collection_data(context: RunContext) -> CollectionData:
    """Read a run's works, predictions and model from the store."""
    from artmeta.trends.comparison import CollectionData

    works = context.store.frame("trend_works", run_id=context.id)
    predictions = context.store.frame("trend_predictions", run_id=context.id)
    return CollectionData(context.run.collection, works, predictions, _classifier(context))


def finished(context: RunContext, collection: str) -> RunContext:
    """Return the newest run of another collection in the same store; raise StoreError if there is none."""
    from artmeta.steps.results import newest_run

    return newest_run(context.store, collection, context.settings)


def _with_comparison(
    tables: Tables, one: CollectionData, other: CollectionData, options: TrendOptions
) -> Tables:
    import pandas as pd

    from artmeta.trends.comparison import compare_collections

    shares, bands, compared = compare_collections(one, other, options)
    return replace(
        tables,
        trend_shares=pd.concat([tables.trend_shares, shares], ignore_index=True),
        trend_counts=pd.concat([tables.trend_counts, bands], ignore_index=True),
        trend_differences=pd.concat([tables.trend_differences, compared], ignore_index=True),
    )


def _classifier(context: RunContext) -> ClassifierErrors:
    """Return the run's topics with their labels, and how its model errs on works it had not seen."""
    import numpy as np

    from artmeta.steps.models import model_of
    from artmeta.trends.dated_works import ClassifierErrors

    labels = _labels(context.store.frame("topics_of_run", run_id=context.id))
    if not context.run.model_name:
        return ClassifierErrors(labels, context.store.frame("out_of_fold_of_run", run_id=context.id))
    card = model_of(context).card
    return ClassifierErrors(
        {topic: labels.get(topic) or topic for topic in card.topics},
        context.store.frame("out_of_fold_of_run", run_id=context.id),
        np.array(card.confusion, dtype=np.int64) if card.confusion else None,
    )


def _labels(topics: pd.DataFrame) -> dict[str, str]:
    return {str(row.topic_id): str(row.topic_label or row.topic_id) for row in topics.itertuples()}


def with_overrides(asked: TrendOptions, **changes: object) -> TrendOptions:
    """Return what a collection asks of its trends with some of it changed; empty changes are left out.

    Raises ConfigError, in one sentence, for a value that is none.
    """
    given = {key: value for key, value in changes.items() if value}
    if str(given.get("bin_years", "")).isdigit():
        given["bin_years"] = int(str(given["bin_years"]))
    return validated(TrendOptions, {**asked.model_dump(), **given}, ("trends",))

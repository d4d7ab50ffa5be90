"""Trends: what a run can say of topics over time, worked out anew from what the store holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artmeta.collection import Trends
from artmeta.steps.context import RunContext

if TYPE_CHECKING:
    import pandas as pd

    from artmeta.trends.analysis import Model
    from artmeta.trends.options import Options

FORGETTING = {
    "trend_shares": "forget_trend_shares",
    "trend_bands": "forget_trend_bands",
    "trend_verdicts": "forget_trend_verdicts",
    "trend_steps": "forget_trend_steps",
    "trend_skew": "forget_trend_skew",
    "trend_differences": "forget_trend_differences",
    "trend_checks": "forget_trend_checks",
    "trend_summaries": "forget_trend_summaries",
}


def renew_trends(context: RunContext) -> None:
    """Work out shares, verdicts and their doubts, and put them in the place of what this run said before."""
    from artmeta.trends.analysis import trends

    store, run = context.store, context.id
    works = store.frame("trend_works", run_id=run)
    predictions = store.frame("trend_predictions", run_id=run)
    found = trends(works, predictions, _model(context), _options(context.collection.trends)).named()
    with store.transaction():
        for table, statement in FORGETTING.items():
            store.execute(statement, run_id=run)
            if len(found[table]):
                store.insert(table, found[table].assign(run_id=run))


def _model(context: RunContext) -> Model:
    """Return the run's topics with their labels, and how its model errs on works it had not seen."""
    import numpy as np

    from artmeta.steps.models import model_of
    from artmeta.trends.analysis import Model

    labels = _labels(context.store.frame("topics_of_run", run_id=context.id))
    if not context.run.model_name:
        return Model(labels, context.store.frame("out_of_fold_of_run", run_id=context.id))
    card = model_of(context).card
    return Model(
        {topic: labels.get(topic) or topic for topic in card.topics},
        context.store.frame("out_of_fold_of_run", run_id=context.id),
        np.array(card.confusion, dtype=np.int64) if card.confusion else None,
    )


def _labels(topics: pd.DataFrame) -> dict[str, str]:
    return {str(row.topic_id): str(row.topic_label or row.topic_id) for row in topics.itertuples()}


def _options(asked: Trends) -> Options:
    from artmeta.trends.options import Options

    return Options(**asked.model_dump())

"""The collections whose reviewed works join a training."""

from __future__ import annotations

from artmeta.steps.context import RunContext
from artmeta.steps.results import newest_run_id
from artmeta.steps.reviews import import_reviews


def reviewed_collections(context: RunContext) -> list[str]:
    """Return the collections whose reviewed works join the training of a run, their reviews read; none for other runs.

    Raises StoreError, naming the nearest, where there is no such collection.
    """
    table = context.collection.training
    if table is None or not context.collection.is_for_training:
        return []
    for name in table.with_reviews:
        newest_run_id(context.store, name)
        import_reviews(context.store, name, context.settings)
    return list(table.with_reviews)

"""Classify: scores, confidences and a decision per work, from stored embeddings."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta.arrow_columns import column, constant, lists_of_texts, numbers, selected
from artmeta.progress import progress
from artmeta.steps.context import RunContext
from artmeta.steps.engine_memory import memory_to_classify
from artmeta.steps.known_models import keep_card
from artmeta.steps.models import model_of
from artmeta.steps.recording import step
from artmeta.store.vectors import unpack

if TYPE_CHECKING:
    import pyarrow as pa

    from artmeta.vision.selective_classifier import Decision

BATCH = 1024  # works whose vectors are held at a time: 40 KB each while they are decided
ROWS = 60_000  # predictions a transaction, whose rows and keys are in memory until its end


@step
def classify(context: RunContext) -> None:
    """Classify every work whose picture this version of the model has not classified yet."""
    from artmeta.vision.selective_classifier import load_selective_classifier

    model = model_of(context)
    keep_card(context, model.card)
    classifier = load_selective_classifier(context.settings.models_dir, model)
    store, missing = context.store, {**context.model_key, "backbone": model.card.backbone_digest}
    write = store.upsert if store.rows("any_classified", **context.model_key) else store.append
    works = max(1, ROWS // len(model.card.topics))  # a transaction
    size = min(BATCH, works)
    with (
        progress("classify") as tick,
        store.limited_memory(memory_to_classify(store)),
        store.stream("works_to_classify", size, **missing) as batches,
    ):
        for batch in batches:
            with store.transaction():
                for rows in chain([batch], islice(batches, works // size - 1)):
                    decision = classifier.decide(_vectors(context, _integers(rows["place"])))
                    for table, values in result_tables(context, model.card.topics, rows, decision).items():
                        write(table, values)
                    tick(rows.num_rows)


def result_tables(
    context: RunContext, topics: tuple[str, ...], works: pa.RecordBatch, decision: Decision
) -> dict[str, pa.Table]:
    """Return the rows of the tables of predictions and decisions for works with the columns artwork_id and sha256."""
    named = {**context.model_key, "run_id": context.id}
    count, each = len(topics), np.arange(works.num_rows)
    predictions, decisions = prediction_values(decision), decision_values(topics, decision)
    ids = {"topic_id": selected(column(topics), np.tile(np.arange(count), works.num_rows))}
    texts = {
        "status": column(decisions.pop("status").tolist()),
        "topics": lists_of_texts(decisions.pop("topics")),
    }
    return {
        "predictions": _table(named, works, each.repeat(count), ids | _numbers(predictions)),
        "decisions": _table(named, works, each, texts | _numbers(decisions)),
    }


def _table(
    named: dict[str, Any], works: pa.RecordBatch, places: NDArray[np.int64], columns: dict[str, Any]
) -> pa.Table:
    """Return rows of the works at some places: values that all of them have, their ids, and other columns."""
    import pyarrow as pa

    ids = {name: selected(works[name], places) for name in ("artwork_id", "sha256")}
    return pa.table({name: constant(value, len(places)) for name, value in named.items()} | ids | columns)


def _vectors(context: RunContext, places: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the vectors [n, d] at n places in ascending order."""
    distinct = np.unique(places)
    ends = {"first": int(places[0]), "last": int(places[-1])}
    with context.store.stream("vectors_at", len(distinct), places=distinct.tolist(), **ends) as batches:
        rows = batches.read_all().combine_chunks()
    stored, vectors = _integers(rows["place"].chunk(0)), unpack(rows["vector"].chunk(0))
    order = np.argsort(stored)
    return vectors[order[np.searchsorted(distinct, places)]]


def _numbers(columns: dict[str, NDArray[Any]]) -> dict[str, pa.Array[Any]]:
    return {name: numbers(values) for name, values in columns.items()}


def _integers(column: pa.Array[Any]) -> NDArray[np.int64]:
    """Return a column's values where they lie; its own method for that imports pandas."""
    return np.from_dlpack(column).astype(np.int64, copy=False)


def prediction_values(decision: Decision) -> dict[str, NDArray[Any]]:
    """Return columns of a row per work and topic, works together, topics in the model's order."""
    ranks = (-decision.confidences).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable") + 1
    return {
        "score": decision.scores.ravel(),
        "confidence": decision.confidences.ravel(),
        "rank": ranks.ravel().astype(np.int16),
    }


def decision_values(topics: tuple[str, ...], decision: Decision) -> dict[str, Any]:
    """Return columns of a row per work; what the model has no value for is NaN, stored as NULL."""
    return {
        "status": decision.status.astype(object),
        "topics": [[topics[place] for place in places] for places in decision.sure_topics],
        "confidence_threshold": decision.confidence_threshold,
        "ood_score": decision.ood_score,
        "ood_threshold": decision.ood_threshold,
        "none_score": decision.none_score,
        "none_limit": decision.none_limit,
    }

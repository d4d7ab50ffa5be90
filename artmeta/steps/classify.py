"""Classify: scores, confidences and a decision per work, from stored embeddings."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from artmeta.progress import progress
from artmeta.steps.context import RunContext
from artmeta.steps.engine_memory import memory_to_classify
from artmeta.steps.known_models import keep_card
from artmeta.steps.models import model_of
from artmeta.steps.recording import step
from artmeta.store.vectors import unpack

if TYPE_CHECKING:
    import pyarrow as pa

    from artmeta.domain.model_card import ModelCard
    from artmeta.vision.selective_classifier import Decision, SelectiveClassifier

BATCH = 2000  # works whose vectors are held at a time: 40 KB each while they are decided
ROWS = 170_000  # predictions a transaction: the end of one costs 0.3 s; the index of four times as many took 190 MB


@step
def classify(context: RunContext) -> None:
    """Classify every work whose picture this version of the model has not classified yet."""
    from artmeta.vision.selective_classifier import load_selective_classifier

    model = model_of(context)
    keep_card(context, model.card)
    classifier = load_selective_classifier(context.settings.models_dir, model)
    version = {
        "collection": context.run.collection,
        "model_name": model.card.name,
        "model_version": model.card.version,
    }
    store, missing = context.store, {**version, "backbone": model.card.backbone_digest}
    write = store.upsert if store.rows("any_classified", **version) else store.append
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
                    for table, values in _classified(context, model.card, classifier, rows).items():
                        write(table, values)
                    tick(rows.num_rows)


def _classified(
    context: RunContext, card: ModelCard, classifier: SelectiveClassifier, rows: pa.RecordBatch
) -> dict[str, pd.DataFrame]:
    """Return a batch's rows of the tables of predictions and decisions."""
    decision = classifier.decide(_vectors(context, rows["place"].to_numpy()))
    works = pd.DataFrame(
        {
            "collection": context.run.collection,
            "artwork_id": rows["artwork_id"].dictionary_encode().to_pandas(),
            "sha256": rows["sha256"].dictionary_encode().to_pandas(),
            "model_name": card.name,
            "model_version": card.version,
            "run_id": context.id,
        }
    )
    return {
        "predictions": prediction_rows(works, card.topics, decision),
        "decisions": decision_rows(works, card.topics, decision),
    }


def _vectors(context: RunContext, places: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the vectors [n, d] at n places in ascending order."""
    distinct = np.unique(places)
    ends = {"first": int(places[0]), "last": int(places[-1])}
    with context.store.stream("vectors_at", len(distinct), places=distinct.tolist(), **ends) as batches:
        rows = batches.read_all()
    in_order = unpack(rows["vector"].combine_chunks())[np.argsort(rows["place"].to_numpy())]
    return in_order[np.searchsorted(distinct, places)]


def prediction_rows(works: pd.DataFrame, topics: tuple[str, ...], decision: Decision) -> pd.DataFrame:
    """Return a row per work and topic, works together, topics in the model's order."""
    ranks = (-decision.confidences).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable") + 1
    return works.loc[works.index.repeat(len(topics))].assign(
        topic_id=np.tile(topics, len(works)),
        score=decision.scores.ravel().astype(float),
        confidence=decision.confidences.ravel().astype(float),
        rank=ranks.ravel().astype(np.int16),
    )


def decision_rows(works: pd.DataFrame, topics: tuple[str, ...], decision: Decision) -> pd.DataFrame:
    """Return a row per work; what the model has no value for is NaN, stored as NULL."""
    return works.assign(
        status=decision.status.astype(object),
        topics=pd.Series([[topics[place] for place in places] for places in decision.sure_topics]),
        confidence_threshold=decision.confidence_threshold,
        ood_score=decision.ood_score,
        ood_threshold=decision.ood_threshold,
        none_score=decision.none_score,
        none_limit=decision.none_limit,
    )

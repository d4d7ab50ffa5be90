"""Classify: scores, confidences and a decision per work, from stored embeddings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from artmeta.progress import progress
from artmeta.steps.context import RunContext
from artmeta.steps.known_models import keep_card
from artmeta.steps.models import model_of
from artmeta.steps.recording import step
from artmeta.store.vectors import unpack

if TYPE_CHECKING:
    import pyarrow as pa

    from artmeta.domain.model_card import ModelCard
    from artmeta.vision.selective_classifier import Decision, SelectiveClassifier

BATCH = 4000  # works a transaction: 20 MB of vectors; larger ones are no faster, and peak at 40 KB a work


@step
def classify(context: RunContext) -> None:
    """Classify every work whose picture this version of the model has not classified yet."""
    from artmeta.vision.selective_classifier import load_selective_classifier

    model = model_of(context)
    keep_card(context, model.card)
    classifier = load_selective_classifier(context.settings.models_dir, model)
    missing = {
        "collection": context.run.collection,
        "backbone": model.card.backbone_digest,
        "model_name": model.card.name,
        "model_version": model.card.version,
    }
    with progress("classify") as tick, context.store.stream("works_to_classify", BATCH, **missing) as batches:
        for batch in batches:
            _save(context, model.card, classifier, batch)
            tick(batch.num_rows)


def _save(
    context: RunContext, card: ModelCard, classifier: SelectiveClassifier, rows: pa.RecordBatch
) -> None:
    """Store the predictions and decisions of a batch in one transaction."""
    decision = classifier.decide(unpack(rows["vector"].to_pylist()))
    works = pd.DataFrame(
        {
            "collection": context.run.collection,
            "artwork_id": rows["artwork_id"].to_pylist(),
            "sha256": rows["sha256"].to_pylist(),
            "model_name": card.name,
            "model_version": card.version,
            "run_id": context.id,
        }
    )
    with context.store.transaction():
        context.store.upsert("predictions", prediction_rows(works, card.topics, decision))
        context.store.upsert("decisions", decision_rows(works, card.topics, decision))


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

"""Classify: the model's head says how sure it is of every topic, from vectors that are kept; no pixel is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from artmeta.progress import progress
from artmeta.steps.context import RunContext
from artmeta.steps.known_models import keep_card
from artmeta.steps.models import model_of
from artmeta.steps.recording import step
from artmeta.store.vectors import unpack

if TYPE_CHECKING:
    from artmeta.vision.model_store import Model

BATCH = 20_000  # works a transaction: 100 MB of vectors, a second of work


@step
def classify(context: RunContext) -> None:
    """Classify every work whose picture this version of the model has not judged yet."""
    model = model_of(context)
    keep_card(context, model.card)
    with progress("classify") as tick:
        while rows := _next(context, model):
            context.store.upsert("predictions", _predictions(context, model, rows))
            tick(len(rows))


def _next(context: RunContext, model: Model) -> list[dict[str, Any]]:
    card = model.card
    return context.store.rows(
        "works_to_classify", collection=context.run.collection, backbone=card.backbone_digest,
        model_name=card.name, model_version=card.version, most=BATCH,
    )  # fmt: skip


def _predictions(context: RunContext, model: Model, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """One row a work and topic, works together, topics in the model's order."""
    vectors = unpack([row["vector"] for row in rows])
    scores, confidences = model.head.scores(vectors), model.head.confidences(vectors)
    ranks = (-confidences).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable") + 1
    topics = model.card.topics
    return pd.DataFrame(
        {
            "collection": context.run.collection,
            "artwork_id": np.repeat([row["artwork_id"] for row in rows], len(topics)),
            "model_name": model.card.name,
            "model_version": model.card.version,
            "topic_id": np.tile(topics, len(rows)),
            "score": scores.ravel().astype(float),
            "confidence": confidences.ravel().astype(float),
            "rank": ranks.ravel().astype(np.int16),
            "sha256": np.repeat([row["sha256"] for row in rows], len(topics)),
            "run_id": context.id,
        }
    )

"""Classify: the model says how sure it is of every topic, and whether its word may stand; no pixel is looked at."""

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
    from artmeta.domain.model_card import ModelCard
    from artmeta.vision.selective_classifier import Decision, SelectiveClassifier

BATCH = 4000  # works a transaction: 20 MB of vectors; larger ones are no faster, and peak at 40 KB a work


@step
def classify(context: RunContext) -> None:
    """Classify and judge every work whose picture this version of the model has not judged yet."""
    from artmeta.vision.selective_classifier import load_selective_classifier

    model = model_of(context)
    keep_card(context, model.card)
    judge = load_selective_classifier(context.settings.models_dir, model)
    with progress("classify") as tick:
        while rows := _next(context, model.card):
            _keep(context, model.card, judge, rows)
            tick(len(rows))


def _next(context: RunContext, card: ModelCard) -> list[dict[str, Any]]:
    return context.store.rows(
        "works_to_classify",
        collection=context.run.collection,
        backbone=card.backbone_digest,
        model_name=card.name,
        model_version=card.version,
        most=BATCH,
    )


def _keep(
    context: RunContext, card: ModelCard, judge: SelectiveClassifier, rows: list[dict[str, Any]]
) -> None:
    """Write what is said of some works and what it is worth, all or none."""
    found = judge.decide(unpack([row["vector"] for row in rows]))
    works = pd.DataFrame(
        {
            "collection": context.run.collection,
            "artwork_id": [row["artwork_id"] for row in rows],
            "sha256": [row["sha256"] for row in rows],
            "model_name": card.name,
            "model_version": card.version,
            "run_id": context.id,
        }
    )
    with context.store.transaction():
        context.store.upsert("predictions", prediction_rows(works, card.topics, found))
        context.store.upsert("decisions", decision_rows(works, card.topics, found))


def prediction_rows(works: pd.DataFrame, topics: tuple[str, ...], found: Decision) -> pd.DataFrame:
    """One row a work and topic, works together, topics in the model's order."""
    ranks = (-found.confidences).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable") + 1
    return works.loc[works.index.repeat(len(topics))].assign(
        topic_id=np.tile(topics, len(works)),
        score=found.scores.ravel().astype(float),
        confidence=found.confidences.ravel().astype(float),
        rank=ranks.ravel().astype(np.int16),
    )


def decision_rows(works: pd.DataFrame, topics: tuple[str, ...], found: Decision) -> pd.DataFrame:
    """One row a work; what the model cannot tell is NaN, which the store keeps as NULL."""
    return works.assign(
        status=found.status.astype(object),
        topics=pd.Series([[topics[place] for place in places] for places in found.sure_topics]),
        confidence_threshold=found.sure_from,
        ood_score=found.ood_score,
        ood_threshold=found.ood_threshold,
    )

"""The rows of a trained model: its card, its epochs, and every work with its split."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from artmeta.domain.model_card import ModelCard
from artmeta.domain.topic import Vocabulary
from artmeta.steps.context import RunContext
from artmeta.steps.known_models import model_row
from artmeta.steps.vocabulary import save_vocabulary

if TYPE_CHECKING:
    from artmeta.steps.training.fit import TrainingResult
    from artmeta.steps.training.works import TrainingWorks
    from artmeta.vision.selective_classifier import SelectiveClassifier
    from artmeta.vision.training import TrainedHead


def save_model_rows(
    context: RunContext,
    card: ModelCard,
    result: TrainingResult,
    vocabulary: Vocabulary,
    classifier: SelectiveClassifier,
) -> None:
    """Store a model's card, epochs, topics, works and out-of-fold confidences and scores in one transaction."""
    trained, works = result.trained, result.works
    with context.store.transaction():
        save_vocabulary(context.store, vocabulary)
        context.store.upsert("models", [model_row(card, context.id)])
        context.store.upsert(
            "training_epochs", _of(card, pd.DataFrame([asdict(each) for each in trained.epochs]))
        )
        context.store.upsert("training_works", _of(card, _works(trained, works, classifier)))
        if not works.multi_label:  # the statistics that use them take one topic per work
            context.store.upsert("out_of_fold_confidences", _of(card, _out_of_fold(trained, works)))


def _of(card: ModelCard, frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(model_name=card.name, model_version=card.version)


def _works(trained: TrainedHead, works: TrainingWorks, classifier: SelectiveClassifier) -> pd.DataFrame:
    """Return a row per work and topic; works that show none of the topics have the topic ''."""
    rows = _topic_rows(works, works.given_topics)
    rows["split"] = np.where(trained.validation, "validation", "training")
    rows["ood_score"] = np.nan if classifier.ood_scores is None else classifier.ood_scores
    if works.none is not None:
        none = _topic_rows(works.none, [("",)] * len(works.none.sha256s)).assign(split="training")
        rows = pd.concat([rows, none], ignore_index=True)
    if classifier.none_class is not None:  # whose works come last there as well
        rows["none_score"] = classifier.none_class.out_of_fold[:, -1]
    return rows.explode("topic_id", ignore_index=True)


def _topic_rows(works: TrainingWorks, topics: list[tuple[str, ...]]) -> pd.DataFrame:
    return pd.DataFrame(
        {"sha256": works.sha256s, "artwork_id": works.artwork_ids, "topic_id": pd.Series(topics)}
    )


def _out_of_fold(trained: TrainedHead, works: TrainingWorks) -> pd.DataFrame:
    """Return the calibrated out-of-fold confidences: a row per work and topic."""
    count = len(trained.topics)
    return pd.DataFrame(
        {
            "sha256": np.repeat(np.array(works.sha256s, dtype=object), count),
            "given_topic_id": np.repeat(np.array(works.topic_ids, dtype=object), count),
            "topic_id": np.tile(np.array(trained.topics, dtype=object), len(works.sha256s)),
            "confidence": trained.confidences_out_of_fold.ravel(),
        }
    )

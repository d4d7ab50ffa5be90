"""Train: a model learns a collection's topics from vectors that are kept; the same data make it only once."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from artmeta.domain.model_card import ModelCard
from artmeta.domain.topic import Vocabulary
from artmeta.errors import ModelError
from artmeta.progress import progress
from artmeta.steps.context import RunContext
from artmeta.steps.model_rows import save_model_rows
from artmeta.steps.models import backbone_of
from artmeta.steps.recording import step
from artmeta.steps.training_works import Works, works_to_train_on
from artmeta.steps.vocabulary import vocabulary_of
from artmeta.vocabulary import bare_vocabulary

if TYPE_CHECKING:
    from artmeta.vision.backbones import Backbone
    from artmeta.vision.training import Knobs, Trained


@step
def train(context: RunContext) -> None:
    """Train the collection's model, unless one of the same data, backbone and knobs is there already."""
    backbone, knobs = backbone_of(context), knobs_of(context)
    vocabulary = vocabulary_of(context.collection, context.settings)
    works = works_to_train_on(context, backbone, vocabulary)
    card = _trained_before(context, backbone, knobs, works)
    if card is None:
        trained = _train(works, knobs)
        words = vocabulary or bare_vocabulary(context.collection.model.name, trained.topics)
        card = _save(context, trained, card_of(context, backbone, knobs, works, trained, words))
        save_model_rows(context, card, trained, works, words)
    context.store.execute("note_model", run_id=context.id, model_name=card.name, model_version=card.version)


def knobs_of(context: RunContext) -> Knobs:
    """Return the knobs that the collection's [training] table turns."""
    from artmeta.vision.training import Knobs

    asked = context.collection.training
    if asked is None or not context.collection.model.name:
        raise ModelError(
            f"The collection '{context.collection.slug}' does not say which model to train, or on what.",
            "Its file needs the tables [training] and [model] with a name.",
        )
    return Knobs(asked.head, asked.epochs, asked.batch_size, asked.learning_rate, asked.seed)


def _trained_before(context: RunContext, backbone: Backbone, knobs: Knobs, works: Works) -> ModelCard | None:
    """Find the newest model of this name, if it was made of the same things and the store knows it."""
    from artmeta.vision.model_store import list_models

    name = context.collection.model.name
    made = [card for card in list_models(context.settings.models_dir) if card.name == name]
    if not made or not context.store.rows("known_model", model_name=name, version=made[-1].version):
        return None
    wanted = (backbone.digest, works.digest, asdict(knobs))
    same = (made[-1].backbone_digest, made[-1].data_digest, dict(made[-1].knobs)) == wanted
    return made[-1] if same else None


def _train(works: Works, knobs: Knobs) -> Trained:
    from artmeta.vision.training import epochs_of, train_head

    with progress("train", epochs_of(knobs), "epochs") as tick:
        return train_head(works.vectors, works.topic_ids, works.sha256s, knobs, tick)


def card_of(
    context: RunContext, backbone: Backbone, knobs: Knobs, works: Works, trained: Trained, words: Vocabulary
) -> ModelCard:
    """Write the card: what the model is, what it learnt from, and how well it does on works it never saw."""
    from artmeta.vision.evaluation import evaluate

    wanted = np.array([trained.topics.index(topic) for topic in works.topic_ids])
    seen, held_out = wanted[~trained.held_out], trained.held_out
    counts = np.bincount(seen, minlength=len(trained.topics))
    found = evaluate(
        trained.head.confidences(works.vectors[held_out]), wanted[held_out], trained.topics, counts
    )
    return ModelCard(
        name=context.collection.model.name,
        version=0,
        backbone=backbone.name,
        backbone_digest=backbone.digest,
        preprocessing=backbone.preprocessing,
        head=knobs.head,
        vocabulary=words.name,
        vocabulary_version=words.version,
        topics=trained.topics,
        data_digest=works.digest,
        trained_on=f"{len(works.topic_ids)} works of {context.collection.title}",
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        code_version=context.run.code_version,
        accuracy=found.accuracy,
        macro_f1=found.macro_f1,
        metrics=found.metrics,
        confusion=found.confusion,
        knobs=asdict(knobs),
        calibration=_calibration(trained, wanted),
    )


def _calibration(trained: Trained, wanted: Any) -> dict[str, Any]:
    from artmeta.vision.calibration import calibration_error
    from artmeta.vision.heads import softmax

    temperature = trained.head.temperature
    return {
        "method": "temperature scaling on out-of-fold scores",
        "temperature": temperature,
        "error_before": calibration_error(softmax(trained.out_of_fold), wanted),
        "error_after": calibration_error(softmax(trained.out_of_fold / temperature), wanted),
        "works": len(wanted),
    }


def _save(context: RunContext, trained: Trained, card: ModelCard) -> ModelCard:
    from artmeta.vision.model_store import save_model

    return save_model(context.settings.models_dir, trained.head, card)

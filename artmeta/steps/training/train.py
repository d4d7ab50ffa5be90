"""Train: a model learns a collection's topics from vectors that are kept; the same data make it only once."""

from __future__ import annotations

import logging
import shutil
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta.domain.model_card import ModelCard, never_sure
from artmeta.errors import ModelError
from artmeta.imaging.decode import PIXELS
from artmeta.progress import progress
from artmeta.steps.context import RunContext
from artmeta.steps.models import backbone_of
from artmeta.steps.recording import step
from artmeta.steps.training.model_card import card_of
from artmeta.steps.training.model_rows import save_model_rows
from artmeta.steps.training.multi_label_works import MultiLabelWorks, multi_label_works, train_multi_label
from artmeta.steps.training.published_test_split import published_test_notes
from artmeta.steps.training.works import Works, by_artist, works_to_train_on
from artmeta.steps.vocabulary import vocabulary_of
from artmeta.vocabulary import bare_vocabulary

if TYPE_CHECKING:
    from artmeta.vision.backbones import Backbone
    from artmeta.vision.training import Hyperparameters, TrainedHead

log = logging.getLogger("artmeta")


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """A training, its works as the model now sees them, with which backbone, and the files of a network of its own.

    `progress` is the folder of what was kept in case of a fall.
    """

    trained: TrainedHead
    works: Works
    backbone: Backbone
    files: dict[str, bytes] = field(default_factory=dict)
    progress: Path | None = None


@step
def train(context: RunContext) -> None:
    """Train the collection's model, unless one of the same data, backbone and knobs is there already."""
    backbone, knobs = backbone_of(context), knobs_of(context)
    vocabulary = vocabulary_of(context.collection, context.settings)
    works: Works = multi_label_works(context, backbone, vocabulary) or works_to_train_on(
        context, backbone, vocabulary
    )
    said = {
        **asdict(knobs),
        "by_artist": by_artist(context),
        "made_from": backbone.digest,
        "pixels": PIXELS,
        "target_precision": target_of(context),
    }
    card = _trained_before(context, said, works)
    if card is None:
        made = _fit(context, backbone, knobs, works)
        words = vocabulary or bare_vocabulary(context.collection.model.name, made.trained.topics)
        card = card_of(context, made, said, words)
        card = _save(context, made, replace(card, notes=(*card.notes, *published_test_notes(context, made))))
        save_model_rows(context, card, made.trained, works, words)
        if made.progress:
            shutil.rmtree(made.progress, ignore_errors=True)
    context.store.execute("record_model", run_id=context.id, model_name=card.name, model_version=card.version)


def knobs_of(context: RunContext) -> Hyperparameters:
    """Return the knobs that the collection's [training] table turns."""
    from artmeta.vision.training import hyperparameters_for

    asked = context.collection.training
    if asked is None or not context.collection.model.name:
        raise ModelError(
            f"The collection '{context.collection.slug}' does not say which model to train, or on what.",
            "Its file needs the tables [training] and [model] with a name.",
        )
    return hyperparameters_for(asked.head, asked.epochs, asked.batch_size, asked.learning_rate, asked.seed)


def _trained_before(context: RunContext, said: dict[str, Any], works: Works) -> ModelCard | None:
    """Find the newest model of this name, if it was made of the same things and the store knows it."""
    from artmeta.vision.model_store import list_models

    name = context.collection.model.name
    made = [card for card in list_models(context.settings.models_dir) if card.name == name]
    if not made or not context.store.rows("known_model", model_name=name, version=made[-1].version):
        return None
    same = (made[-1].data_digest, dict(made[-1].knobs)) == (works.digest, said)
    return made[-1] if same else None


def _fit(context: RunContext, backbone: Backbone, knobs: Hyperparameters, works: Works) -> TrainingResult:
    from artmeta.vision.training import FINE_TUNED

    if isinstance(works, MultiLabelWorks):
        return TrainingResult(train_multi_label(works, knobs), works, backbone)
    if knobs.head == FINE_TUNED:
        from artmeta.steps.training.fine_tune import fine_tuned

        return TrainingResult(*fine_tuned(context, backbone, knobs, works))
    return TrainingResult(_train(works, knobs), works, backbone)


def _train(works: Works, knobs: Hyperparameters) -> TrainedHead:
    from artmeta.vision.training import epochs_of, train_head

    with progress("train", epochs_of(knobs), "epochs") as tick:
        return train_head(works.vectors, works.topic_ids, works.groups, knobs, tick)


def target_of(context: RunContext) -> float:
    """Return the precision that works called sure shall have."""
    from artmeta.vision.thresholds import TARGET

    asked = context.collection.training
    return TARGET if asked is None or asked.target_precision is None else asked.target_precision


def _save(context: RunContext, made: TrainingResult, card: ModelCard) -> ModelCard:
    """Keep the model with what it judges by: its thresholds, and the works it remembers."""
    from artmeta.vision.model_store import save_model
    from artmeta.vision.selective_classifier import fit_selective_classifier

    works, target = made.works, target_of(context)
    judge = fit_selective_classifier(made.trained, works.vectors, works.artwork_ids, works.sha256s, target)
    card = replace(card, calibration={**card.calibration, **judge.card_entry(target)})
    if silent := never_sure(card.calibration):
        log.warning("%s: never sure of %s: too few works show that it may be.", card.name, ", ".join(silent))
    return save_model(context.settings.models_dir, made.trained.head, card, {**made.files, **judge.files()})

"""Train: fit a model of a collection's topics to stored embeddings, calibrate it, choose its thresholds, save it.

`train` calls the stages in order; each stage is one module of this package.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from artmeta.domain.model_card import ModelCard, never_sure
from artmeta.errors import ModelError
from artmeta.imaging.decode import PIXELS
from artmeta.stats import one_blas_thread
from artmeta.steps.context import RunContext
from artmeta.steps.models import backbone_of
from artmeta.steps.recording import step
from artmeta.steps.training.fit import TrainingResult, fit_head_or_backbone
from artmeta.steps.training.measure import measure_training
from artmeta.steps.training.missing_pictures import check_pictures
from artmeta.steps.training.model_card import model_card
from artmeta.steps.training.model_rows import save_model_rows
from artmeta.steps.training.works import TrainingWorks, read_training_works
from artmeta.steps.vocabulary import vocabulary_of
from artmeta.vocabulary import bare_vocabulary
from artmeta.wording import percent, quantity

if TYPE_CHECKING:
    from artmeta.collection import Training
    from artmeta.domain.topic import Vocabulary
    from artmeta.vision.hyperparameters import Hyperparameters

# the share of works of no topic for which a model with a none class should keep its target
ENOUGH_NOVEL = 0.5

RECIPE_CHANGED = (
    "%s: version %d was trained by another recipe of fine-tuning; it is trained again by the present one."
)

log = logging.getLogger("artmeta")


@step
def train(context: RunContext) -> None:
    """Train the collection's model, unless the newest one is of the same works, backbone and settings."""
    table = _training_table(context)
    check_pictures(context)
    backbone, params = backbone_of(context), _hyperparameters(table)
    vocabulary = vocabulary_of(context.collection, context.settings)
    works = read_training_works(context, backbone, vocabulary, table.by_artist, table.none_of_these)
    settings = {**training_settings(table), "made_from": backbone.digest}
    card = _existing_model(context, settings, works)
    if card is None:
        # Several threads would wait for each other at every small matrix: 35 s for 1 s of work on busy cores.
        with one_blas_thread():
            result = fit_head_or_backbone(context, backbone, params, works)
            card = _save(context, result, settings, vocabulary)
    context.store.execute("record_model", run_id=context.id, model_name=card.name, model_version=card.version)


def training_settings(table: Training) -> dict[str, Any]:
    """Return the settings by which a model is trained, as its card has them, but for the backbone's digest."""
    params = _hyperparameters(table)
    return {
        **asdict(params),
        "by_artist": table.by_artist,
        "pixels": PIXELS,
        "target_precision": _target_precision(table),
        **_recipe(params),
    }


def _training_table(context: RunContext) -> Training:
    table = context.collection.training
    if table is None or not context.collection.model.name:
        raise ModelError(
            f"The collection '{context.collection.slug}' does not say which model to train, or on what.",
            "Its file needs the tables [training] and [model] with a name.",
        )
    return table


def _hyperparameters(table: Training) -> Hyperparameters:
    from artmeta.vision.hyperparameters import hyperparameters_for

    return hyperparameters_for(table.head, table.epochs, table.batch_size, table.learning_rate, table.seed)


def _recipe(params: Hyperparameters) -> dict[str, int]:
    from artmeta.vision.hyperparameters import RECIPES

    return {"recipe": RECIPES[params.head]} if params.head in RECIPES else {}


def _target_precision(table: Training) -> float:
    from artmeta.vision.thresholds import TARGET

    return TARGET if table.target_precision is None else table.target_precision


def _existing_model(context: RunContext, settings: dict[str, Any], works: TrainingWorks) -> ModelCard | None:
    """Return the newest model of this name if it had the same settings and works, and the store has its rows."""
    from artmeta.vision.model_store import list_models

    name = context.collection.model.name
    cards = [card for card in list_models(context.settings.models_dir) if card.name == name]
    if not cards or not context.store.rows("known_model", model_name=name, version=cards[-1].version):
        return None
    newest = cards[-1]
    trained = dict(newest.hyperparameters)
    if (newest.data_digest, trained) == (works.digest, settings):
        return newest
    if trained != settings == {**trained, "recipe": settings.get("recipe")}:
        log.warning(RECIPE_CHANGED, name, newest.version)
    return None


def _save(
    context: RunContext, result: TrainingResult, settings: dict[str, Any], vocabulary: Vocabulary | None
) -> ModelCard:
    """Choose the thresholds, measure the model, and save it with its card and its rows."""
    from artmeta.vision.model_store import save_model
    from artmeta.vision.selective_classifier import fit_selective_classifier

    works, target = result.works, settings["target_precision"]
    classifier = fit_selective_classifier(
        result.trained,
        works.vectors,
        works.artwork_ids,
        works.sha256s,
        target,
        works.none.as_none_works() if works.none else None,
    )
    thresholds = classifier.card_entry(target)
    measured = measure_training(context, result, settings["by_artist"])
    words = vocabulary or bare_vocabulary(context.collection.model.name, result.trained.topics)
    card = model_card(context, result, settings, words, measured, thresholds)
    _warn(card, (*measured.warnings, *_none_class_warnings(card.calibration)))
    files = {**result.files, **classifier.files()}
    card = save_model(context.settings.models_dir, result.trained.head, card, files)
    save_model_rows(context, card, result, words, classifier)
    if result.checkpoints:
        shutil.rmtree(result.checkpoints, ignore_errors=True)
    return card


def _none_class_warnings(calibration: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a sentence where a class of few works supports the target for few works of no topic only."""
    none = calibration.get("none_class")
    if none is None or none["untaught_share"] >= ENOUGH_NOVEL:
        return ()
    return (
        f"The target precision of sure works is kept where up to {percent(none['untaught_share'])} of a collection "
        f"show none of the topics; {quantity(none['works'], 'work')} in the folder `none` do not support more.",
    )


def _warn(card: ModelCard, warnings: tuple[str, ...]) -> None:
    for warning in warnings:
        log.warning("%s: %s", card.name, warning)
    if topics := never_sure(card.calibration):
        log.warning("%s: never sure of %s: too few works support a threshold.", card.name, ", ".join(topics))

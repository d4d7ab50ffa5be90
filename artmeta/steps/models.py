"""The model and the backbone of a run, and the precision that the model promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artmeta.steps.context import RunContext

if TYPE_CHECKING:
    from artmeta.collection import Collection
    from artmeta.settings import Settings
    from artmeta.stats import Floats
    from artmeta.vision.model_store import StoredModel
    from artmeta.vision.networks.backbone import Backbone


def model_of(context: RunContext) -> StoredModel:
    """Load the run's model; raise ModelError if the run has none or it is not here."""
    from artmeta.errors import ModelError
    from artmeta.vision.model_store import load_model

    if not context.run.model_name:
        raise ModelError(
            f"The collection '{context.run.collection}' names no model.",
            "Say which in its file: [model] name = ...; `artmeta models list` shows those that are here.",
        )
    return load_model(context.settings.models_dir, context.run.model_name, context.run.model_version)


def backbone_of(context: RunContext) -> Backbone:
    """Load the backbone of the run's model; for a run that trains, the one that its collection asks for."""
    from artmeta.vision.backbones import load_backbone
    from artmeta.vision.own_network import backbone_for

    settings = context.settings
    if context.run.model_name:
        return backbone_for(settings.models_dir, model_of(context).card, settings.cache_dir, settings.weights)
    model = context.collection.model
    return load_backbone(model.backbone, settings.cache_dir, settings.weights, model.precision)


def check_trainable(collection: Collection, settings: Settings) -> None:
    """Raise ModelError if a collection's backbone is not known, or is to be fine-tuned with a precision of int8."""
    from artmeta.errors import ModelError
    from artmeta.vision.backbones import check_backbone
    from artmeta.vision.hyperparameters import FINE_TUNED

    model, training = collection.model, collection.training
    if training and training.head == FINE_TUNED and model.precision != "float32":
        raise ModelError(
            f"A fine-tuned model has the precision float32, not {model.precision}.",
            'Train another head, or set precision = "float32".',
        )
    check_backbone(model.backbone, settings.cache_dir, settings.weights)


def thresholds_of(context: RunContext) -> tuple[list[str], Floats]:
    """Return the topics of a run's model, and the thresholds [topics]; infinite where it is never sure of a topic."""
    import numpy as np

    rows = context.store.rows("thresholds_of_run", run_id=context.id)
    thresholds = [np.inf if row["threshold"] is None else row["threshold"] for row in rows]
    return [row["topic_id"] for row in rows], np.array(thresholds, dtype=np.float64)


def target_precision(context: RunContext) -> float:
    """Return the precision that the thresholds of a run's model were chosen for."""
    (row,) = context.store.rows("target_precision_of_run", run_id=context.id)
    return float(row["target"])

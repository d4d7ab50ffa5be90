"""The model card: what a model is, what it was trained on, and how well it does on works that it never saw."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from artmeta.domain.model_card import ModelCard
from artmeta.domain.topic import Vocabulary
from artmeta.steps.context import RunContext
from artmeta.steps.training.fit import TrainingResult
from artmeta.steps.training.measure import TrainingMeasurement

if TYPE_CHECKING:
    from artmeta.steps.training.works import TrainingWorks


def model_card(
    context: RunContext,
    result: TrainingResult,
    settings: dict[str, Any],
    vocabulary: Vocabulary,
    measured: TrainingMeasurement,
    thresholds: dict[str, Any],
) -> ModelCard:
    """Return the card of a training, without version and digests; `settings` are all settings of the training."""
    metrics = measured.metrics
    return ModelCard(
        name=context.collection.model.name,
        version=0,
        backbone=result.backbone.name,
        backbone_digest=result.backbone.digest,
        preprocessing=result.backbone.preprocessing,
        head=settings["head"],
        vocabulary=vocabulary.name,
        vocabulary_version=vocabulary.version,
        topics=result.trained.topics,
        data_digest=result.works.digest,
        trained_on=_trained_on(context, result.works),
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        code_version=context.run.code_version,
        accuracy=metrics.accuracy.value,
        accuracy_interval=(metrics.accuracy.low, metrics.accuracy.high),
        macro_f1=metrics.macro_f1.value,
        mean_average_precision=metrics.mean_average_precision.value,
        metrics=metrics.metrics,
        confusion=metrics.confusion,
        hyperparameters=settings,
        calibration={**measured.calibration, **thresholds},
        notes=measured.notes,
        evaluated_on="out of fold" if measured.out_of_fold else "validation split",
        works_evaluated=metrics.works,
        precision=result.backbone.precision,
    )


def _trained_on(context: RunContext, works: TrainingWorks) -> str:
    none = f", and {len(works.none.sha256s)} that show none of the topics" if works.none else ""
    return f"{len(works.sha256s)} works of {context.collection.title}{none}"

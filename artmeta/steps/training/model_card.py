"""The model card: what a model is, what it was trained on, and how well it does on works that it never saw."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from artmeta.domain.model_card import ModelCard
from artmeta.domain.topic import Vocabulary
from artmeta.steps.context import RunContext
from artmeta.steps.training.fit import TrainingResult
from artmeta.steps.training.measure import is_out_of_fold

if TYPE_CHECKING:
    from artmeta.steps.training.works import TrainingWorks
    from artmeta.vision.metrics import ClassificationMetrics
    from artmeta.vision.training import TrainedHead


def model_card(
    context: RunContext,
    result: TrainingResult,
    settings: dict[str, Any],
    vocabulary: Vocabulary,
    metrics: ClassificationMetrics,
    calibration: dict[str, Any],
    notes: tuple[str, ...],
) -> ModelCard:
    """Return the card of a training, without version and digests; `settings` is all that the training was told."""
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
        calibration=calibration,
        notes=notes,
        evaluated_on="out of fold" if is_out_of_fold(result) else "validation split",
        works_evaluated=metrics.works,
    )


def _trained_on(context: RunContext, works: TrainingWorks) -> str:
    none = f", and {len(works.none.sha256s)} that show none of the topics" if works.none else ""
    return f"{len(works.sha256s)} works of {context.collection.title}{none}"


def calibration_entry(trained: TrainedHead) -> dict[str, Any]:
    """Return the method of calibration, and the expected calibration error before it, after it and by chance."""
    from artmeta.vision.calibration import calibration_test

    head, y_true = trained.head, trained.y_true
    before, after = (
        calibration_test(confidences, y_true, multi_label=head.multi_label)
        for confidences in (head.probabilities(trained.raw, 1.0), trained.confidences_out_of_fold)
    )
    method: dict[str, Any] = {"method": "Platt scaling of each topic on out-of-fold scores"}
    if not head.multi_label:
        method = {"method": "temperature scaling on out-of-fold scores", "temperature": head.temperature}
    return {
        **method,
        "error_before": before.error,
        "error_after": after.error,
        "error_by_chance": after.by_chance,
        "error_allowed": after.allowed,
        "works": len(y_true),
        "folds": trained.fold_count,
    }

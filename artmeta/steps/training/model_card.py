"""The model card: what a model is, what it was trained on, and how well it does on works that it never saw."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from artmeta.domain.model_card import ModelCard
from artmeta.domain.topic import Vocabulary
from artmeta.steps.context import RunContext
from artmeta.steps.training.fit import TrainingResult

if TYPE_CHECKING:
    from artmeta.vision.metrics import ClassificationMetrics
    from artmeta.vision.training import TrainedHead


def model_card(
    context: RunContext,
    result: TrainingResult,
    settings: dict[str, Any],
    vocabulary: Vocabulary,
    metrics: ClassificationMetrics,
    thresholds: dict[str, Any],
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
        trained_on=f"{len(result.works.sha256s)} works of {context.collection.title}",
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        code_version=context.run.code_version,
        accuracy=metrics.accuracy.value,
        accuracy_interval=(metrics.accuracy.low, metrics.accuracy.high),
        macro_f1=metrics.macro_f1.value,
        mean_average_precision=metrics.mean_average_precision.value,
        metrics=metrics.metrics,
        confusion=metrics.confusion,
        knobs=settings,
        calibration={**_calibration(result.trained), **thresholds},
        notes=notes,
    )


def _calibration(trained: TrainedHead) -> dict[str, Any]:
    """Return the method of calibration, and the expected calibration error before and after it."""
    from artmeta.stats import calibration_error, softmax, top_calibration_error
    from artmeta.vision.heads import sigmoid

    if trained.shows is not None:
        logits = trained.out_of_fold if trained.plain is None else trained.plain
        return {
            "method": "a line through the out-of-fold sums of each topic (Platt 1999)",
            "error_before": calibration_error(sigmoid(logits).ravel(), trained.shows.ravel()),
            "error_after": calibration_error(trained.confidences_out_of_fold.ravel(), trained.shows.ravel()),
            "works": len(trained.shows),
        }
    temperature = trained.head.temperature
    return {
        "method": "temperature scaling on out-of-fold scores",
        "temperature": temperature,
        "error_before": top_calibration_error(softmax(trained.out_of_fold), trained.y_true),
        "error_after": top_calibration_error(softmax(trained.out_of_fold / temperature), trained.y_true),
        "works": len(trained.y_true),
    }

"""A model's card: what it is, what it learnt from, how well it does on works it never saw, and what that rests on."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from artmeta.domain.model_card import ModelCard
from artmeta.domain.topic import Vocabulary
from artmeta.steps.context import RunContext
from artmeta.steps.training.multi_label_works import multi_label_calibration_of, multi_label_metrics_of
from artmeta.wording import percent

if TYPE_CHECKING:
    from artmeta.steps.training.train import TrainingResult
    from artmeta.vision.metrics import ClassificationMetrics
    from artmeta.vision.training import TrainedHead

log = logging.getLogger("artmeta")

FEW = 21  # works in the smallest topic; below this the card says what so few cost


def card_of(context: RunContext, made: TrainingResult, said: dict[str, Any], words: Vocabulary) -> ModelCard:
    """Write the card of what a training made; `said` is all that was asked of it."""
    found = figures_of(made)
    notes = notes_of(made.trained, found)
    for note in notes:
        log.warning("%s: %s", context.collection.model.name, note)
    return ModelCard(
        name=context.collection.model.name,
        version=0,
        backbone=made.backbone.name,
        backbone_digest=made.backbone.digest,
        preprocessing=made.backbone.preprocessing,
        head=said["head"],
        vocabulary=words.name,
        vocabulary_version=words.version,
        topics=made.trained.topics,
        data_digest=made.works.digest,
        trained_on=f"{len(made.works.topic_ids)} works of {context.collection.title}",
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        code_version=context.run.code_version,
        accuracy=found.accuracy.value,
        accuracy_interval=(found.accuracy.low, found.accuracy.high),
        macro_f1=found.macro_f1.value,
        mean_average_precision=found.mean_average_precision.value,
        metrics=found.metrics,
        confusion=found.confusion,
        knobs=said,
        calibration=_calibration(made.trained),
        notes=notes,
    )


def figures_of(made: TrainingResult) -> ClassificationMetrics:
    """Measure a training: on the works held out or, where they are too few to hold any out, out of fold."""
    from artmeta.vision.metrics import classification_metrics

    trained, groups = made.trained, np.array(made.works.groups)
    if trained.shows is not None:
        return multi_label_metrics_of(trained, trained.shows, made.works)
    counts = np.bincount(trained.y_true[~trained.validation], minlength=len(trained.topics))
    if not trained.validation.any():
        said, tested = trained.confidences_out_of_fold, np.ones(len(trained.y_true), dtype=bool)
    else:
        tested = trained.validation
        said = trained.head.confidences(made.works.vectors[tested])
    return classification_metrics(
        said, trained.y_true[tested], trained.topics, groups[tested].tolist(), counts
    )


def notes_of(trained: TrainedHead, found: ClassificationMetrics) -> tuple[str, ...]:
    """Say what few works cost; nothing where there are enough."""
    from artmeta.vision.metrics import exact_interval

    fewest = min(one.works_trained for one in found.metrics)
    if fewest >= FEW:
        return ()
    low, high = exact_interval(found.accuracy.value, found.works)
    how = "held out" if trained.validation.any() else "each judged by a head that had not learnt from it"
    return (
        f"Some topic was learnt from {fewest} works only. It is right on {percent(found.accuracy.value)} of "
        f"{found.works} "
        f"works {how}; on others of their kind it may be {percent(low)} to {percent(high)}.",
    )


def _calibration(trained: TrainedHead) -> dict[str, Any]:
    from artmeta.vision.calibration import calibration_error
    from artmeta.vision.heads import softmax

    if trained.shows is not None:
        return multi_label_calibration_of(trained, trained.shows)
    temperature = trained.head.temperature
    return {
        "method": "temperature scaling on out-of-fold scores",
        "temperature": temperature,
        "error_before": calibration_error(softmax(trained.out_of_fold), trained.y_true),
        "error_after": calibration_error(softmax(trained.out_of_fold / temperature), trained.y_true),
        "works": len(trained.y_true),
    }

"""The result of an evaluation, from a model, its training works and the works it is measured on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from artmeta.domain.evaluation import (
    ConfusionCell,
    EpochMetrics,
    EvaluationMetrics,
    EvaluationResult,
    ExampleWork,
)
from artmeta.settings import Settings
from artmeta.steps.evaluation.splits import learning_curve_of, splits
from artmeta.steps.evaluation.works import EvaluatedWorks, Row
from artmeta.store.database import Store

if TYPE_CHECKING:
    from artmeta.vision.metrics import ClassificationMetrics
    from artmeta.vision.model_store import StoredModel

SHOWN_WRONG, SHOWN_RIGHT = 8, 3  # pictures a cell of the confusion matrix; about 5 kB of page each
SHOWN_FIELDS = ("title", "artist", "date_text", "venue", "url")


def evaluation_result(
    store: Store, model: StoredModel, evaluated: EvaluatedWorks, settings: Settings
) -> EvaluationResult:
    """Return metrics with intervals, the confusion matrix with example works, both splits, and the learning curve."""
    from artmeta.vision.metrics import classification_metrics
    from artmeta.vision.targets import one_hot

    card, counted = model.card, ~evaluated.leaked
    confidences = evaluated.confidences
    trained = Counter({one.topic_id: one.works_trained for one in card.metrics})
    counts = np.array([trained[topic] for topic in card.topics])
    groups = np.array(evaluated.groups)[counted].tolist()
    y_true = one_hot(evaluated.y_true[counted], len(card.topics))
    metrics = classification_metrics(
        confidences[counted], y_true, card.topics, groups, counts, folds=evaluated.folds
    )
    names = {"model_name": card.name, "model_version": card.version}
    epochs = store.rows("epochs_of_model", **names)
    return EvaluationResult(
        model=card.name,
        version=card.version,
        head=card.head,
        works=evaluated.name,
        figures=_figures(metrics),
        topics=metrics.metrics,
        labels=card.topics,
        confusion=metrics.confusion,
        cells=tuple(_cells(evaluated, counted)),
        splits=splits(store, model, evaluated, settings),
        learning_curve=learning_curve_of(store, model, settings),
        epochs=tuple(EpochMetrics(**row) for row in epochs),
    )


def _figures(metrics: ClassificationMetrics) -> EvaluationMetrics:
    calibration = metrics.calibration
    return EvaluationMetrics(
        metrics.works,
        metrics.accuracy,
        metrics.macro_f1,
        metrics.mean_average_precision,
        calibration.error,
        calibration.by_chance,
        calibration.allowed,
    )


def _cells(evaluated: EvaluatedWorks, counted: NDArray[np.bool_]) -> Iterator[ConfusionCell]:
    """Yield works of each cell of the confusion matrix: errors by falling confidence, correct ones by rising."""
    y_pred, confidence_of = evaluated.confidences.argmax(axis=1), evaluated.confidences.max(axis=1)
    pairs = zip(evaluated.y_true[counted].tolist(), y_pred[counted].tolist(), strict=True)
    for row, column in sorted(set(pairs)):
        in_cell = np.flatnonzero(counted & (evaluated.y_true == row) & (y_pred == column))
        rank = confidence_of[in_cell] if row == column else -confidence_of[in_cell]
        shown = in_cell[np.argsort(rank, kind="stable")][: SHOWN_RIGHT if row == column else SHOWN_WRONG]
        works = (_work(evaluated.rows[place], float(confidence_of[place])) for place in shown.tolist())
        yield ConfusionCell(row, column, tuple(works))


def _work(row: Row, confidence: float) -> ExampleWork:
    return ExampleWork(
        **{name: row[name] or "" for name in SHOWN_FIELDS},
        artwork_id=row["artwork_id"],
        confidence=confidence,
        path="" if row["withheld"] else row["path"] or "",
        withheld=bool(row["withheld"]),
    )

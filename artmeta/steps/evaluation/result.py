"""The result of an evaluation as plain values: the same for the page, the JSON beside it, and the store."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

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
) -> dict[str, Any]:
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
    return {
        "model": card.name,
        "version": card.version,
        "head": card.head,
        "works": evaluated.name,
        "figures": _figures(metrics),
        "topics": [asdict(one) for one in metrics.metrics],
        "labels": list(card.topics),
        "confusion": [list(row) for row in metrics.confusion],
        "cells": _cells(evaluated, counted),
        "splits": splits(store, model, evaluated, settings),
        "learning_curve": learning_curve_of(store, model, settings),
        "epochs": store.rows("epochs_of_model", **names),
    }


def _figures(metrics: ClassificationMetrics) -> dict[str, Any]:
    shares = ("accuracy", "macro_f1", "mean_average_precision")
    return {
        "works": metrics.works,
        **{name: asdict(getattr(metrics, name)) for name in shares},
        "calibration_error": metrics.calibration.error,
        "calibration_error_by_chance": metrics.calibration.by_chance,
        "calibration_error_allowed": metrics.calibration.allowed,
    }


def _cells(evaluated: EvaluatedWorks, counted: NDArray[np.bool_]) -> list[dict[str, Any]]:
    """Return works of each cell of the confusion matrix: errors by falling confidence, correct ones by rising."""
    y_pred, confidence_of = evaluated.confidences.argmax(axis=1), evaluated.confidences.max(axis=1)
    cells = []
    for row, column in sorted(
        {(int(a), int(b)) for a, b in zip(evaluated.y_true[counted], y_pred[counted], strict=True)}
    ):
        in_cell = np.flatnonzero(counted & (evaluated.y_true == row) & (y_pred == column))
        order = in_cell[
            np.argsort(confidence_of[in_cell] if row == column else -confidence_of[in_cell], kind="stable")
        ]
        shown = order[: SHOWN_RIGHT if row == column else SHOWN_WRONG]
        works = [_work(evaluated.rows[place], float(confidence_of[place])) for place in shown.tolist()]
        cells.append({"row": row, "column": column, "works": works})
    return cells


def _work(row: Row, confidence: float) -> dict[str, Any]:
    record = {name: row[name] or "" for name in SHOWN_FIELDS}
    path = "" if row["withheld"] else row["path"] or ""
    return {
        **record,
        "artwork_id": row["artwork_id"],
        "confidence": confidence,
        "path": path,
        "withheld": row["withheld"],
    }

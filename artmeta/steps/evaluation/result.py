"""What an evaluation found, as plain values: the same for the page, the JSON beside it, and the store."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta.settings import Settings
from artmeta.steps.evaluation.splits import learning, splits
from artmeta.steps.evaluation.works import EvaluatedWorks, Row
from artmeta.store.database import Store

if TYPE_CHECKING:
    from artmeta.vision.metrics import ClassificationMetrics
    from artmeta.vision.model_store import StoredModel

SHOWN_WRONG, SHOWN_RIGHT = 8, 3  # pictures a cell of the confusion matrix; about 5 kB of page each
TELLING = ("title", "artist", "date_text", "venue", "url")


def result_of(store: Store, model: StoredModel, tested: EvaluatedWorks, settings: Settings) -> dict[str, Any]:
    """Measure a model on works: figures with intervals, mistakes with pictures, splits, what more works would bring."""
    from artmeta.vision.metrics import classification_metrics

    card, known = model.card, ~tested.leaked
    confidences = tested.confidences
    trained = Counter({one.topic_id: one.works_trained for one in card.metrics})
    counts = np.array([trained[topic] for topic in card.topics])
    groups = np.array(tested.groups)[known].tolist()
    found = classification_metrics(confidences[known], tested.wanted[known], card.topics, groups, counts)
    names = {"model_name": card.name, "model_version": card.version}
    return {
        "model": card.name,
        "version": card.version,
        "head": card.head,
        "works": tested.name,
        "figures": _figures(found),
        "topics": [asdict(one) for one in found.metrics],
        "labels": list(card.topics),
        "confusion": [list(row) for row in found.confusion],
        "cells": _cells(tested, known),
        "splits": splits(store, model, tested, settings),
        "learning_curve": learning(store, model, settings),
        "epochs": store.rows("epochs_of_model", **names),
    }


def _figures(found: ClassificationMetrics) -> dict[str, Any]:
    shares = ("accuracy", "macro_f1", "mean_average_precision")
    return {
        "works": found.works,
        **{name: asdict(getattr(found, name)) for name in shares},
        "calibration_error": found.calibration_error,
    }


def _cells(tested: EvaluatedWorks, known: NDArray[np.bool_]) -> list[dict[str, Any]]:
    """Return the works of every pair of true and said topic: the surest mistakes first, the most doubtful hits."""
    said, sure = tested.confidences.argmax(axis=1), tested.confidences.max(axis=1)
    cells = []
    for row, column in sorted(
        {(int(a), int(b)) for a, b in zip(tested.wanted[known], said[known], strict=True)}
    ):
        inside = np.flatnonzero(known & (tested.wanted == row) & (said == column))
        order = inside[np.argsort(sure[inside] if row == column else -sure[inside], kind="stable")]
        shown = order[: SHOWN_RIGHT if row == column else SHOWN_WRONG]
        works = [_work(tested.rows[place], float(sure[place])) for place in shown.tolist()]
        cells.append({"row": row, "column": column, "works": works})
    return cells


def _work(row: Row, confidence: float) -> dict[str, Any]:
    told = {name: row[name] or "" for name in TELLING}
    path = "" if row["withheld"] else row["path"] or ""
    return {
        **told,
        "artwork_id": row["artwork_id"],
        "confidence": confidence,
        "path": path,
        "withheld": row["withheld"],
    }

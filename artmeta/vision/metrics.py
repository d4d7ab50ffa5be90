"""The figures of an evaluation, each with how far it would move if other works had been tested."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.domain.model_card import TopicMetrics
from artmeta.stats import cluster_bootstrap, top_calibration_error
from artmeta.vision.evaluation import accuracy_at, evaluate, macro_f1_at, mean_average_precision_at
from artmeta.vision.heads import Floats

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class MetricInterval:
    """A share of 1 with the ends of its 95% bootstrap interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ClassificationMetrics:
    """How well a model does on `works` it never saw; `confusion` counts works, true topic by row, y_pred by column."""

    works: int
    accuracy: MetricInterval
    macro_f1: MetricInterval
    mean_average_precision: MetricInterval
    calibration_error: float
    metrics: tuple[TopicMetrics, ...]
    confusion: tuple[tuple[int, ...], ...]


def classification_metrics(
    confidences: Floats, y_true: Places, topics: Sequence[str], groups: Sequence[str], trained: Places
) -> ClassificationMetrics:
    """Measure confidences [n, topics] against the right topics [n]; `trained` counts each topic's training works.

    `groups` [n] names works that are no independent witnesses (copies, works of one artist): the bootstrap
    draws them together. With no work at all, every figure is 0 and every interval says nothing: 0 to 1.
    """
    if not len(y_true):
        return _nothing(topics, trained)
    found, y_pred = evaluate(confidences, y_true, topics, trained), confidences.argmax(axis=1)

    def estimate(value: float, at: Callable[[Places], float]) -> MetricInterval:
        return MetricInterval(value, *cluster_bootstrap(at, groups))

    return ClassificationMetrics(
        len(y_true),
        estimate(found.accuracy, lambda places: accuracy_at(places, y_pred, y_true)),
        estimate(found.macro_f1, lambda places: macro_f1_at(places, y_pred, y_true)),
        estimate(found.mean_average_precision, mean_average_precision_at(confidences, y_true)),
        top_calibration_error(confidences, y_true),
        found.metrics,
        found.confusion,
    )


def _nothing(topics: Sequence[str], trained: Places) -> ClassificationMetrics:
    unknown, none = MetricInterval(0.0, 0.0, 1.0), (0,) * len(topics)
    metrics = tuple(
        TopicMetrics(topic, int(known), 0, 0.0, 0.0, 0.0)
        for topic, known in zip(topics, trained, strict=True)
    )
    return ClassificationMetrics(0, unknown, unknown, unknown, 0.0, metrics, (none,) * len(topics))

"""Metrics of an evaluation, each with its 95% interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.domain.evaluation import MetricInterval
from artmeta.domain.model_card import TopicMetrics
from artmeta.stats import (
    CalibrationTest,
    clopper_pearson,
    cluster_bootstrap_variance,
    effective_size,
    korn_graubard,
)
from artmeta.vision.calibration import calibration_test
from artmeta.vision.heads import Floats, Head, Vectors
from artmeta.vision.targets import Targets, one_hot

LIKELY = 0.5  # the confidence from which a multi-label topic counts as predicted

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class ClassificationMetrics:
    """How well a model does on `works` it was not trained on.

    `confusion` counts works, true topic by row, predicted topic by column; it is empty for multi-label works.
    """

    works: int
    accuracy: MetricInterval
    macro_f1: MetricInterval
    mean_average_precision: MetricInterval
    calibration: CalibrationTest
    metrics: tuple[TopicMetrics, ...]
    confusion: tuple[tuple[int, ...], ...]


def classification_metrics(
    confidences: Floats,
    y_true: Targets,
    topics: Sequence[str],
    groups: Sequence[str],
    trained: Places,
    *,
    multi_label: bool = False,
    folds: int = 0,
) -> ClassificationMetrics:
    """Measure confidences [n, topics] against targets [n, topics]; `trained` counts each topic's training works.

    A work is right if its likeliest topic is one of its own. Precision, recall and F1 take the likeliest topic as
    predicted or, for multi-label works, every topic with a confidence of 50% or more. `groups` [n] names works that
    are not independent (copies, works of one artist). Accuracy, precision and recall have the interval of Korn and
    Graubard, which is exact without groups; for macro-F1 and mean average precision the effective sample size comes
    from the bootstrap variance, and is no larger than that of the accuracy with equal weight to each topic. Without
    works every metric is 0 with the interval 0 to 1. Confidences out of fold come from models of so many `folds`, which
    share their training works: their intervals are wider (Nadeau and Bengio 2003).
    """
    count = len(topics)
    if not len(y_true):
        return _without_works(topics, trained)
    likeliest = confidences.argmax(axis=1)
    y_pred = confidences >= LIKELY if multi_label else one_hot(likeliest, count)
    correct = y_true[np.arange(len(y_true)), likeliest]
    precision_of_ranks = mean_average_precision_of(confidences, y_true)

    inflation = 1 + folds / (folds - 1) if folds > 1 else 1.0
    largest = effective_size(correct, groups) * _balance(y_true)

    def interval(statistic: Callable[[Places], float]) -> MetricInterval:
        return _interval(statistic, groups, largest, inflation)

    return ClassificationMetrics(
        len(y_true),
        MetricInterval(float(correct.mean()), *korn_graubard(correct, groups, inflation=inflation)),
        interval(lambda places: macro_f1(y_pred[places], y_true[places])),
        interval(precision_of_ranks),
        calibration_test(confidences, y_true, multi_label=multi_label),
        _by_topic(confidences, y_pred, y_true, topics, trained, groups, inflation),
        () if multi_label else _confusion(y_true.argmax(axis=1), likeliest, count),
    )


def _interval(
    statistic: Callable[[Places], float], groups: Sequence[str], largest: float, inflation: float
) -> MetricInterval:
    """Return a mean over topics with the exact interval at the effective sample size of its bootstrap variance."""
    value = statistic(np.arange(len(groups)))
    variance = cluster_bootstrap_variance(statistic, groups)
    size = (min(value * (1 - value) / variance, largest) if variance > 0 else largest) / inflation
    low, high = clopper_pearson(value * size, size)
    return MetricInterval(value, float(low), float(high))


def _balance(y_true: Targets) -> float:
    """Return the effective share of works, 0 to 1, where every topic weighs the same (Kish 1965, Survey Sampling)."""
    works = y_true.sum(axis=0)
    present = works[works > 0]
    return float(len(present) ** 2 / (1 / present).sum() / present.sum()) if len(present) else 1.0


def macro_f1(y_pred: Targets, y_true: Targets) -> float:
    """Return the mean F1 of the topics that some work has."""
    hits, total = (y_pred & y_true).sum(axis=0), y_pred.sum(axis=0) + y_true.sum(axis=0)
    present = y_true.any(axis=0)
    return float((2 * hits[present] / total[present]).mean())


def mean_average_precision_of(confidences: Floats, y_true: Targets) -> Callable[[Places], float]:
    """Return a function that gives the mean average precision of works at some places, repeated ones included.

    Topics that none of these works has are left out. The works are ranked once for all resamples. Protocol for
    multi-label works: Crowley and Zisserman, "In Search of Art", 2014.
    """
    orders = np.argsort(-confidences, axis=0, kind="stable").T
    ranked = [(order, y_true[order, topic]) for topic, order in enumerate(orders)]

    def mean(places: Places) -> float:
        times = np.bincount(places, minlength=len(y_true))
        return float(np.nanmean([_average_precision(times[order], positive) for order, positive in ranked]))

    return mean


def average_precisions(confidences: Floats, y_true: Targets) -> Floats:
    """Return each topic's average precision [topics]; NaN for a topic that no work has."""
    from sklearn.metrics import average_precision_score

    columns = zip(y_true.T, confidences.T, strict=True)
    return np.array([average_precision_score(*pair) if pair[0].any() else np.nan for pair in columns])


def loss_and_accuracy(head: Head, vectors: Vectors, y_true: Targets) -> tuple[float, float]:
    """Return the mean negative log-likelihood (nats) and the accuracy, both NaN without works.

    For a sigmoid head both are over all pairs of work and topic.
    """
    if not len(y_true):
        return float("nan"), float("nan")
    scores = head.scores(vectors)
    if head.multi_label:
        proba = np.where(y_true, scores, 1 - scores)
        correct = proba > LIKELY
    else:
        proba = scores[y_true]
        correct = y_true[np.arange(len(y_true)), scores.argmax(axis=1)]
    return float(-np.log(np.clip(proba, 1e-12, None)).mean()), float(correct.mean())


def _average_precision(times: NDArray[np.intp], positive: NDArray[np.bool_]) -> float:
    """Return the mean precision at the rank of each positive work; `times` says how often each ranked work counts."""
    hits = times * positive
    if not hits.any():
        return float("nan")
    precision = np.cumsum(hits) / np.maximum(np.cumsum(times), 1)
    return float((precision * hits).sum() / hits.sum())


def _by_topic(
    confidences: Floats,
    y_pred: Targets,
    y_true: Targets,
    topics: Sequence[str],
    trained: Places,
    groups: Sequence[str],
    inflation: float,
) -> tuple[TopicMetrics, ...]:
    from sklearn.metrics import precision_recall_fscore_support

    *shares, support = precision_recall_fscore_support(y_true, y_pred, zero_division=0.0)
    columns = np.stack([*shares, np.nan_to_num(average_precisions(confidences, y_true))], axis=1).tolist()
    names = np.asarray(groups)
    intervals = [
        tuple(
            korn_graubard((predicted & true)[part], names[part], inflation=inflation)
            for part in (predicted, true)
        )
        for predicted, true in zip(y_pred.T, y_true.T, strict=True)
    ]
    rows = zip(topics, trained, support, columns, intervals, strict=True)
    return tuple(
        TopicMetrics(topic, int(learnt), int(works), *row, *ends) for topic, learnt, works, row, ends in rows
    )


def _confusion(y_true: Places, y_pred: Places, topics: int) -> tuple[tuple[int, ...], ...]:
    counts = np.bincount(y_true * topics + y_pred, minlength=topics * topics).reshape(topics, topics)
    return tuple(tuple(row) for row in counts.tolist())


def _without_works(topics: Sequence[str], trained: Places) -> ClassificationMetrics:
    unknown, none = MetricInterval(0.0, 0.0, 1.0), (0,) * len(topics)
    rows = zip(topics, trained, strict=True)
    metrics = tuple(TopicMetrics(topic, int(count), 0, 0.0, 0.0, 0.0) for topic, count in rows)
    calibration = CalibrationTest(0.0, 0.0, 1.0)
    return ClassificationMetrics(0, unknown, unknown, unknown, calibration, metrics, (none,) * len(topics))

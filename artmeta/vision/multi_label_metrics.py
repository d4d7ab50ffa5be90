"""How well a model finds each of a work's topics, where a work may show several."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from artmeta.domain.model_card import TopicMetrics
from artmeta.stats import calibration_error, cluster_bootstrap
from artmeta.vision.evaluation import average_precisions
from artmeta.vision.heads import Floats
from artmeta.vision.metrics import ClassificationMetrics, MetricInterval
from artmeta.vision.multi_label import LIKELY, Shows

RESAMPLES = 200  # a mean average precision over ten topics takes 20 ms


def multi_label_metrics(
    confidences: Floats, shows: Shows, topics: Sequence[str], groups: Sequence[str], trained: NDArray[np.intp]
) -> ClassificationMetrics:
    """Measure confidences [n, topics] against what works show [n, topics]; `groups` are drawn together.

    A work is right if its likeliest topic is one of its own. Precision, recall and F1 count every topic with a
    confidence of 50% or more as y_pred; average precision is that of the Oxford Paintings protocol. There is no
    confusion matrix: a topic beside another is no confusion.
    """

    def average(places: NDArray[np.intp]) -> float:
        return float(np.nanmean(average_precisions(confidences[places], shows[places])))

    y_pred, every = confidences >= LIKELY, np.arange(len(shows))
    precision, recall, f1 = _shares(y_pred, shows)
    found = np.stack([precision, recall, f1, np.nan_to_num(average_precisions(confidences, shows))], axis=1)
    counts = shows.sum(axis=0)
    metrics = tuple(
        TopicMetrics(topic, int(trained[k]), int(counts[k]), *found[k].tolist())
        for k, topic in enumerate(topics)
    )
    hits, seen = shows[every, confidences.argmax(axis=1)], counts > 0

    def right(places: NDArray[np.intp]) -> float:
        return float(hits[places].mean())

    def macro(places: NDArray[np.intp]) -> float:
        return float(_shares(y_pred[places], shows[places])[2][seen].mean())

    return ClassificationMetrics(
        len(shows),
        MetricInterval(right(every), *cluster_bootstrap(right, groups)),
        MetricInterval(macro(every), *cluster_bootstrap(macro, groups)),
        MetricInterval(average(every), *cluster_bootstrap(average, groups, resamples=RESAMPLES)),
        calibration_error(confidences.ravel(), shows.ravel()),  # a work and a topic are one decision
        metrics,
        (),
    )


def _shares(y_pred: Shows, shows: Shows) -> tuple[Floats, Floats, Floats]:
    """Return each topic's precision, recall and F1 [topics]; 0 where nothing was y_pred or shown."""
    hits, named, shown = (each.sum(axis=0).astype(float) for each in (y_pred & shows, y_pred, shows))
    precision = np.divide(hits, named, out=np.zeros_like(hits), where=named > 0)
    recall = np.divide(hits, shown, out=np.zeros_like(hits), where=shown > 0)
    both = precision + recall
    return precision, recall, np.divide(2 * precision * recall, both, out=np.zeros_like(hits), where=both > 0)

"""How well a head finds each topic in works it never saw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.domain.model_card import TopicMetrics
from artmeta.vision.heads import Floats, Head, Vectors


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Floats are 0 to 1; `confusion` [topics, topics] counts works, true topic by row, predicted by column."""

    accuracy: float
    macro_f1: float
    metrics: tuple[TopicMetrics, ...]
    confusion: tuple[tuple[int, ...], ...]
    mean_average_precision: float = 0.0


def evaluate(
    confidences: Floats,
    y_true: NDArray[np.intp],
    topics: Sequence[str],
    trained: NDArray[np.intp] | None = None,
) -> Evaluation:
    """Compare confidences [n, topics] with the right topics [n]; `trained` counts each topic's training works."""
    from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

    y_pred, numbers = confidences.argmax(axis=1), np.arange(len(topics))
    precision, recall, f1, validation = precision_recall_fscore_support(
        y_true, y_pred, labels=numbers, zero_division=0.0
    )
    known = trained if trained is not None else np.zeros(len(topics), dtype=int)
    average = average_precisions(confidences, y_true[:, None] == numbers)
    shares = np.stack([precision, recall, f1, np.nan_to_num(average)], axis=1).tolist()
    metrics = tuple(
        TopicMetrics(topic, int(known[k]), int(validation[k]), *shares[k]) for k, topic in enumerate(topics)
    )
    matrix = confusion_matrix(y_true, y_pred, labels=numbers)
    rows = tuple(tuple(int(count) for count in row) for row in matrix)
    seen = validation > 0  # a topic without a work held out says nothing of the head
    accuracy = float((y_pred == y_true).mean())
    return Evaluation(accuracy, float(f1[seen].mean()), metrics, rows, float(average[seen].mean()))


def average_precisions(confidences: Floats, shows: NDArray[np.bool_]) -> Floats:
    """Return each topic's average precision [topics]: how well works that show it rank before those that do not.

    `shows` [n, topics] may have several topics a work, as in the Oxford Paintings protocol (Crowley and Zisserman,
    "In Search of Art", 2014); their mean is its mAP. NaN for a topic that no work shows.
    """
    from sklearn.metrics import average_precision_score

    return np.array(
        [
            average_precision_score(shows[:, k], confidences[:, k]) if shows[:, k].any() else np.nan
            for k in range(shows.shape[1])
        ]
    )


def accuracy_at(places: NDArray[np.intp], y_pred: NDArray[np.intp], y_true: NDArray[np.intp]) -> float:
    """Return the accuracy on the works at these places, each as often as it stands there."""
    return float((y_pred[places] == y_true[places]).mean())


def macro_f1_at(places: NDArray[np.intp], y_pred: NDArray[np.intp], y_true: NDArray[np.intp]) -> float:
    """Return the mean F1 over the topics that stand at these places."""
    topics = int(max(y_pred.max(), y_true.max())) + 1
    right = np.bincount(y_true[places][y_pred[places] == y_true[places]], minlength=topics)
    both = np.bincount(y_pred[places], minlength=topics) + np.bincount(y_true[places], minlength=topics)
    present = np.bincount(y_true[places], minlength=topics) > 0
    return float((2 * right[present] / both[present]).mean())


def mean_average_precision_at(
    confidences: Floats, y_true: NDArray[np.intp]
) -> Callable[[NDArray[np.intp]], float]:
    """Return what gives the mean average precision of works at some places, each as often as it stands there.

    A work that was drawn twice counts as two equally ranked. Works are ranked once for all draws, so a thousand of
    them take a second.
    """
    rankings = [
        (np.argsort(-confidences[:, topic], kind="stable"), topic) for topic in range(confidences.shape[1])
    ]
    shown = [(order, y_true[order] == topic) for order, topic in rankings]

    def mean(places: NDArray[np.intp]) -> float:
        times = np.bincount(places, minlength=len(y_true))
        found = [_average_precision(times[order], right) for order, right in shown]
        return float(np.nanmean(found))

    return mean


def _average_precision(times: NDArray[np.intp], right: NDArray[np.bool_]) -> float:
    """Return the precision at each right work's rank, on average; `times` says how often each ranked work counts."""
    hits = times * right
    if not hits.any():
        return float("nan")
    precision = np.cumsum(hits) / np.maximum(np.cumsum(times), 1)
    return float((precision * hits).sum() / hits.sum())


def loss_and_accuracy(head: Head, vectors: Vectors, y_true: NDArray[np.intp]) -> tuple[float, float]:
    """Return the mean negative log-likelihood (nats) of the right topics, and the share of works that are right.

    Both are NaN where there is no work.
    """
    if not len(y_true):
        return float("nan"), float("nan")
    scores = head.scores(vectors)
    right = np.clip(scores[np.arange(len(y_true)), y_true], 1e-12, None)
    return float(-np.log(right).mean()), float((scores.argmax(axis=1) == y_true).mean())

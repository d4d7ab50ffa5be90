"""How well a head finds each topic in works it never saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from artmeta.domain.model_card import TopicMetrics
from artmeta.vision.heads import Head, Shares, Vectors


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Shares are 0 to 1; `confusion` [topics, topics] counts works, true topic by row, predicted by column."""

    accuracy: float
    macro_f1: float
    metrics: tuple[TopicMetrics, ...]
    confusion: tuple[tuple[int, ...], ...]


def evaluate(
    confidences: Shares,
    wanted: NDArray[np.intp],
    topics: Sequence[str],
    trained: NDArray[np.intp] | None = None,
) -> Evaluation:
    """Compare confidences [n, topics] with the right topics [n]; `trained` counts each topic's training works."""
    from sklearn.metrics import confusion_matrix, precision_recall_fscore_support

    said, numbers = confidences.argmax(axis=1), np.arange(len(topics))
    precision, recall, f1, held_out = precision_recall_fscore_support(
        wanted, said, labels=numbers, zero_division=0.0
    )
    known = trained if trained is not None else np.zeros(len(topics), dtype=int)
    metrics = tuple(
        TopicMetrics(
            topic, int(known[k]), int(held_out[k]), float(precision[k]), float(recall[k]), float(f1[k])
        )
        for k, topic in enumerate(topics)
    )
    matrix = confusion_matrix(wanted, said, labels=numbers)
    rows = tuple(tuple(int(count) for count in row) for row in matrix)
    seen = held_out > 0  # a topic without a work held out says nothing of the head
    return Evaluation(float((said == wanted).mean()), float(f1[seen].mean()), metrics, rows)


def loss_and_accuracy(head: Head, vectors: Vectors, wanted: NDArray[np.intp]) -> tuple[float, float]:
    """Return the mean negative log-likelihood (nats) of the right topics, and the share of works that are right."""
    scores = head.scores(vectors)
    right = np.clip(scores[np.arange(len(wanted)), wanted], 1e-12, None)
    return float(-np.log(right).mean()), float((scores.argmax(axis=1) == wanted).mean())

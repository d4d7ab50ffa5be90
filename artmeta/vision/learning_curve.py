"""Learning curve: the accuracy of heads trained on few works of each topic, more, and all."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from artmeta.domain.evaluation import LearningCurvePoint
from artmeta.vision.heads import Vectors
from artmeta.vision.hyperparameters import Hyperparameters
from artmeta.vision.targets import one_hot
from artmeta.vision.training import fit

SIZES = (5, 10, 20, 50, 100, 200, 500)  # works a topic; a curve between them would say nothing more
DRAWS = 5  # of works for each size: with 5 a topic, another draw moves accuracy by several points


def learning_curve(
    vectors: Vectors, y_true: NDArray[np.intp], validation: NDArray[np.bool_], params: Hyperparameters
) -> list[LearningCurvePoint]:
    """Train on growing samples of each topic, and measure each head on the validation split.

    `vectors` [n, width], `y_true` [n] the number of each work's topic. The last point is all works, once.
    """
    known, largest = np.flatnonzero(~validation), int(np.bincount(y_true[~validation]).max())
    points = []
    for size in (*(each for each in SIZES if each < largest), largest):
        drawn = [known] if size == largest else list(_draws(known, y_true, size, params.seed))
        accuracies = [_accuracy(vectors, y_true, chosen, validation, params) for chosen in drawn]
        points.append(LearningCurvePoint(size, float(np.mean(accuracies)), min(accuracies), max(accuracies)))
    return points


def _draws(
    known: NDArray[np.intp], y_true: NDArray[np.intp], size: int, seed: int
) -> Iterator[NDArray[np.intp]]:
    """Yield samples of at most `size` works of every topic."""
    rng = np.random.default_rng(seed)
    for _ in range(DRAWS):
        shuffled = rng.permutation(known)
        topics = y_true[shuffled]
        yield np.concatenate([shuffled[topics == topic][:size] for topic in np.unique(topics)])


def _accuracy(
    vectors: Vectors,
    y_true: NDArray[np.intp],
    chosen: NDArray[np.intp],
    out: NDArray[np.bool_],
    params: Hyperparameters,
) -> float:
    places = np.concatenate([chosen, np.flatnonzero(out)])
    tested = np.arange(len(places)) >= len(chosen)
    head, _ = fit(vectors[places], one_hot(y_true[places], int(y_true.max()) + 1), tested, params)
    return float((head.logits(vectors[out]).argmax(axis=1) == y_true[out]).mean())

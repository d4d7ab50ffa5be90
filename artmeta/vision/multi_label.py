"""Works that show several topics at once: each topic is asked for by itself, and none excludes another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from artmeta.domain.model_card import Epoch
from artmeta.errors import ModelError
from artmeta.vision.heads import Dense, Floats, Head, Vectors, sigmoid
from artmeta.vision.logistic import ITERATIONS, TOLERANCE
from artmeta.vision.splits import grouped_k_fold, validation_split
from artmeta.vision.training import FEWEST, FOLDS, Hyperparameters, TrainedHead

if TYPE_CHECKING:
    from artmeta.progress import Tick

HEAD = "logistic"  # one-vs-rest; the recipe's softmax makes topics exclude each other
NEVER = -30.0  # the sum of a topic that this fold lacks: as good as excluded
LIKELY = 0.5  # above it a topic is likelier shown than not

Shows = NDArray[np.bool_]  # [n, topics]


def train_multi_label(
    vectors: Vectors,
    topics: tuple[str, ...],
    shows: Shows,
    groups: Sequence[str],
    params: Hyperparameters,
    tick: Tick | None = None,
) -> TrainedHead:
    """Train a head on features [n, width] of works that show several topics: `shows` [n, topics].

    Every topic has a logistic regression of its own, and is calibrated by itself on out-of-fold sums (Platt 1999).
    Works are held out and dealt by their rarest topic. Raises ModelError if there is too little to train on.
    """
    _check(topics, shows, groups, params)
    rarest = rarest_topics(shows)
    validation = validation_split([topics[k] for k in rarest], groups, params.seed)
    head, epochs = _fit(vectors, shows, validation, params, tick)
    folds = grouped_k_fold(rarest, groups, FOLDS[HEAD], params.seed)
    sums = np.zeros(shows.shape)
    for fold in np.unique(folds):
        part = folds == fold
        sums[part] = _fit(vectors, shows, part, params, None)[0].logits(vectors[part])
    slopes, offsets = platt(sums, shows)
    (last,) = head.layers
    warmed = Dense(
        (last.kernel * slopes).astype(np.float32), (last.bias * slopes + offsets).astype(np.float32)
    )
    trained = TrainedHead(
        replace(head, layers=(warmed,)),
        topics,
        tuple(epochs),
        rarest,
        validation,
        sums * slopes + offsets,
        folds,
    )
    return replace(trained, shows=shows, plain=sums)


def rarest_topics(shows: Shows) -> NDArray[np.intp]:
    """Return the number of each work's rarest topic [n]: the one that a split must be fair to."""
    counts = shows.sum(axis=0)
    found: NDArray[np.intp] = np.where(shows, counts, len(shows) + 1).argmin(axis=1)
    return found


def platt(sums: Floats, shows: Shows) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Find for each topic the slope and the offset [topics] that make shares of its out-of-fold sums [n, topics].

    Source: Platt 1999, "Probabilistic outputs for support vector machines", with his softened targets.
    """
    from scipy.optimize import minimize

    found = []
    for column, shown in zip(sums.T, shows.T, strict=True):
        right, others = int(shown.sum()), int((~shown).sum())
        target = np.where(shown, (right + 1) / (right + 2), 1 / (others + 2))

        def loss(line: NDArray[np.float64], column: Floats = column, target: Floats = target) -> float:
            share = np.clip(sigmoid(np.exp(line[0]) * column + line[1]), 1e-12, 1 - 1e-12)
            return float(-(target * np.log(share) + (1 - target) * np.log(1 - share)).mean())

        best = minimize(loss, np.zeros(2), method="L-BFGS-B", bounds=[(-3, 3), (-10, 10)])
        found.append((np.exp(best.x[0]), best.x[1]))
    slopes, offsets = np.array(found).T
    return slopes, offsets


def _fit(
    vectors: Vectors, shows: Shows, validation: NDArray[np.bool_], params: Hyperparameters, tick: Tick | None
) -> tuple[Head, list[Epoch]]:
    """Fit one regression a topic to the works that are not held out; an `Epoch` is a number of iterations."""
    epochs = []
    for number in ITERATIONS if tick else ITERATIONS[-1:]:
        head = _solve(vectors[~validation], shows[~validation], params.regularization_c, number)
        if tick:
            figures = [*_loss(head, vectors, shows, ~validation), *_loss(head, vectors, shows, validation)]
            epochs.append(Epoch(number, *figures))
            tick()
    return head, epochs


def _solve(vectors: Vectors, shows: Shows, regularization_c: float, iterations: int) -> Head:
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    length = np.sqrt((vectors.astype(np.float64) ** 2).sum(axis=1).mean()) or 1.0
    kernel = np.zeros((vectors.shape[1], shows.shape[1]), dtype=np.float32)
    bias = np.full(shows.shape[1], NEVER, dtype=np.float32)
    for k in np.flatnonzero(shows.any(axis=0)):
        if shows[:, k].all():
            bias[k] = -NEVER
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # stopping early is how the curve is drawn
            solver = LogisticRegression(C=regularization_c, max_iter=iterations, tol=TOLERANCE)
            solved = solver.fit(vectors / length, shows[:, k])
        kernel[:, k], bias[k] = solved.coef_[0] / length, solved.intercept_[0]
    return Head((Dense(kernel, bias),), multi_label=True)


def _loss(head: Head, vectors: Vectors, shows: Shows, part: NDArray[np.bool_]) -> tuple[float, float]:
    """Return the mean loss of a decision (nats), and the share of decisions that are right; NaN without works."""
    if not part.any():
        return float("nan"), float("nan")
    scores = head.scores(vectors[part])
    right = np.clip(np.where(shows[part], scores, 1 - scores), 1e-12, None)
    return float(-np.log(right).mean()), float((right > LIKELY).mean())


def _check(topics: tuple[str, ...], shows: Shows, groups: Sequence[str], params: Hyperparameters) -> None:
    if params.head != HEAD:
        raise ModelError(
            f"The head '{params.head}' takes one topic a work, and these works have several.",
            "Leave out `head` in [training], or give each work one topic.",
        )
    for topic, shown in zip(topics, shows.T, strict=True):
        count = len({group for group, each in zip(groups, shown, strict=True) if each})
        if count < FEWEST:
            raise ModelError(
                f"The topic '{topic}' has {count} readable picture; at least {FEWEST} different ones are needed.",
                "Add pictures (20 a topic is a fair start), or leave the topic out.",
            )

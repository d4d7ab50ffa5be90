"""The logistic head: L2-regularized logistic regression on features; as good as the recipe, and trained in a second."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta.domain.evaluation import EpochMetrics
from artmeta.vision.heads import Dense, Head, Vectors
from artmeta.vision.hyperparameters import ITERATIONS, Hyperparameters
from artmeta.vision.metrics import loss_and_accuracy
from artmeta.vision.targets import Targets

if TYPE_CHECKING:
    from artmeta.progress import Tick

TOLERANCE = 1e-3  # of the gradient; ten times finer moves no prediction and takes twice as long
ABSENT = -30.0  # the logit of a topic that the training works lack: as good as excluded


def fit(
    vectors: Vectors,
    y_true: Targets,
    validation: NDArray[np.bool_],
    params: Hyperparameters,
    tick: Tick | None = None,
    *,
    multi_label: bool = False,
) -> tuple[Head, list[EpochMetrics]]:
    """Fit a head (L-BFGS) to the works outside the validation split: multinomial, or one regression a topic.

    An epoch of this head is a number of solver iterations, not a pass over the works.
    """
    epochs, training = [], ~validation
    for number in ITERATIONS if tick else ITERATIONS[-1:]:
        head = _solve(vectors[training], y_true[training], params.regularization_c, number, multi_label)
        losses = (loss_and_accuracy(head, vectors[part], y_true[part]) for part in (training, validation))
        epochs.append(EpochMetrics(number, *next(losses), *next(losses)))
        if tick:
            tick()
    return head, epochs


def _solve(
    vectors: Vectors, y_true: Targets, regularization_c: float, iterations: int, multi_label: bool
) -> Head:
    # so that C suits any backbone
    length = np.sqrt((vectors.astype(np.float64) ** 2).sum(axis=1).mean()) or 1.0

    def regression(labels: NDArray[Any]) -> Any:
        return _regression(vectors / length, labels, regularization_c, iterations)

    kernel = np.zeros((vectors.shape[1], y_true.shape[1]), dtype=np.float32)
    bias = np.full(y_true.shape[1], ABSENT, dtype=np.float32)
    if multi_label:
        bias[y_true.all(axis=0)] = -ABSENT
        for k in np.flatnonzero(y_true.any(axis=0) & ~y_true.all(axis=0)):
            solved = regression(y_true[:, k])
            kernel[:, k], bias[k] = solved.coef_[0] / length, solved.intercept_[0]
        return Head((Dense(kernel, bias),), multi_label=True)
    solved = regression(y_true.argmax(axis=1))
    coefficients, intercepts = solved.coef_ / length, solved.intercept_
    if len(coefficients) == 1:  # two topics share one row of coefficients, with opposite signs
        coefficients = np.concatenate([-coefficients, coefficients]) / 2
        intercepts = np.concatenate([-intercepts, intercepts]) / 2
    kernel[:, solved.classes_], bias[solved.classes_] = coefficients.T, intercepts
    return Head((Dense(kernel, bias),))


def _regression(vectors: NDArray[Any], labels: NDArray[Any], regularization_c: float, iterations: int) -> Any:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the points of the curve stop early on purpose
        return LogisticRegression(C=regularization_c, max_iter=iterations, tol=TOLERANCE).fit(vectors, labels)

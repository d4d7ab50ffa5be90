"""The logistic head: as good as the recipe on paintings, calibrated as it comes, and trained in a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from artmeta.domain.model_card import Epoch
from artmeta.vision.evaluation import loss_and_accuracy
from artmeta.vision.heads import Dense, Head, Vectors

if TYPE_CHECKING:
    from artmeta.progress import Tick
    from artmeta.vision.training import Hyperparameters

ITERATIONS = (1, 2, 4, 8, 16, 32, 64, 128)  # of the solver; the curve between them says nothing more

TOLERANCE = 1e-3  # of the gradient; ten times finer moves no prediction and takes twice as long


def fit(
    vectors: Vectors,
    y_true: NDArray[np.intp],
    validation: NDArray[np.bool_],
    topics: int,
    params: Hyperparameters,
    tick: Tick | None,
) -> tuple[Head, list[Epoch]]:
    """Fit multinomial logistic regression (L2, L-BFGS) to the works that are not held out.

    An `Epoch` of this head is a number of the solver's iterations, not a pass over the works.
    """
    epochs = []
    for number in ITERATIONS if tick else ITERATIONS[-1:]:
        head = _solve(vectors[~validation], y_true[~validation], topics, params, number)
        loss, accuracy = loss_and_accuracy(head, vectors[~validation], y_true[~validation])
        validation_loss, validation_accuracy = loss_and_accuracy(
            head, vectors[validation], y_true[validation]
        )
        epochs.append(Epoch(number, loss, accuracy, validation_loss, validation_accuracy))
        if tick:
            tick()
    return head, epochs


def _solve(
    vectors: Vectors, y_true: NDArray[np.intp], topics: int, params: Hyperparameters, iterations: int
) -> Head:
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    length = (
        np.sqrt((vectors.astype(np.float64) ** 2).sum(axis=1).mean()) or 1.0
    )  # so that C suits any backbone
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # stopping early is how the curve is drawn
        solver = LogisticRegression(C=params.regularization_c, max_iter=iterations, tol=TOLERANCE)
        solved = solver.fit(vectors / length, y_true)
    kernel = np.zeros((vectors.shape[1], topics), dtype=np.float32)
    bias = np.full(topics, -30.0, dtype=np.float32)  # a topic that this fold lacks is as good as excluded
    coefficients, intercepts = solved.coef_ / length, solved.intercept_
    if len(solved.classes_) == 2:  # noqa: PLR2004 - two topics share one row of coefficients, with opposite signs
        coefficients = np.concatenate([-coefficients, coefficients]) / 2
        intercepts = np.concatenate([-intercepts, intercepts]) / 2
    kernel[:, solved.classes_], bias[solved.classes_] = coefficients.T, intercepts
    return Head((Dense(kernel, bias),))

"""Training of a head on stored embeddings: no picture is read again, so a training takes seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from artmeta import plugins
from artmeta.domain.evaluation import EpochMetrics
from artmeta.errors import ModelError
from artmeta.vision.calibration import calibrate
from artmeta.vision.heads import Floats, Head, Vectors
from artmeta.vision.hyperparameters import FINE_TUNED, FOLDS, HEADS, REPEATS, Hyperparameters
from artmeta.vision.logistic import fit as fit_logistic
from artmeta.vision.splits import partitions, validation_split
from artmeta.vision.targets import (
    Labels,
    Targets,
    check_targets,
    is_multi_label,
    rarest_topics,
    target_matrix,
)

if TYPE_CHECKING:
    from artmeta.progress import Tick

ENOUGH = 20  # mean works a topic from which a validation split is held out


@dataclass(frozen=True, slots=True)
class TrainedHead:
    """A calibrated head, its training curve, its validation split, and out-of-fold logits of every work.

    By work [n]: `y_true` [n, topics] is the target matrix, `validation` marks the validation split, `out_of_fold`
    [n, topics] holds logits, as the calibrated head gives them, of heads that were not trained on the work (means over
    the repeats of cross-fitting), `raw` the same before calibration, `partitions` [repeats, n] the work's fold in each
    repeat, -1 for none. `own_features` says that the backbone was trained on the works too, so that only those of the
    validation split look to it as new works do.
    """

    head: Head
    topics: tuple[str, ...]
    epochs: tuple[EpochMetrics, ...]
    y_true: Targets
    validation: NDArray[np.bool_]
    out_of_fold: Floats
    raw: Floats
    partitions: NDArray[np.intp]
    own_features: bool = False

    @property
    def labels(self) -> NDArray[np.intp]:
        """The number of each work's topic [n]; of the rarest where it has several."""
        return rarest_topics(self.y_true)

    @property
    def confidences_out_of_fold(self) -> Floats:
        """Calibrated confidences [n, topics] of heads that were not trained on the work."""
        return self.head.probabilities(self.out_of_fold, self.head.temperature)

    @property
    def folds(self) -> NDArray[np.intp]:
        """The work's fold in the first repeat [n], -1 for none."""
        first: NDArray[np.intp] = self.partitions[0]
        return first

    @property
    def fold_count(self) -> int:
        """The number of folds."""
        return len(np.unique(self.folds[self.folds >= 0]))

    @property
    def parts(self) -> list[NDArray[np.bool_]]:
        """Masks [n] of the folds of the training works; of the validation split alone where the backbone was tuned."""
        if self.own_features:
            return [self.validation]
        return [(self.folds == fold) & ~self.validation for fold in np.unique(self.folds[self.folds >= 0])]


def train_head(
    vectors: Vectors, labels: Labels, groups: Sequence[str], params: Hyperparameters, tick: Tick | None = None
) -> TrainedHead:
    """Train a head on features [n, width]; `labels` holds one topic a work, or a tuple of topics (multi-label).

    `groups` names works that are copies of each other (the picture's sha256): they stay on one side of every
    split, which is stratified by topic, by the rarest one of multi-label works. Raises ModelError if there is too
    little to train on, or the head is unknown.
    """
    topics, y_true = target_matrix(labels)
    multi_label = is_multi_label(labels)
    _check_head(params.head, multi_label)
    check_targets(topics, y_true, groups)
    strata = rarest_topics(y_true)
    validation = np.zeros(len(y_true), dtype=bool)
    if multi_label or len(set(groups)) >= ENOUGH * len(topics):  # fewer are all needed for training
        validation = validation_split([topics[k] for k in strata], groups, params.seed)
    if not multi_label:
        _check_training_part(y_true[~validation], topics)
    head, epochs = fit(vectors, y_true, validation, params, tick, multi_label=multi_label)
    folds = partitions(strata, groups, FOLDS[params.head], REPEATS[params.head], params.seed)
    raw = out_of_fold(vectors, y_true, folds, params, multi_label=multi_label)
    head, logits = calibrate(head, raw, y_true)
    return TrainedHead(head, topics, tuple(epochs), y_true, validation, logits, raw, folds)


def _check_head(head: str, multi_label: bool) -> None:
    if head not in HEADS and not (multi_label and head == FINE_TUNED):
        raise ModelError(f"There is no head called '{head}'.", plugins.nearest(head, [*HEADS, FINE_TUNED]))
    if multi_label and head != "logistic":  # the recipe's softmax makes topics exclude each other
        raise ModelError(
            f"The head '{head}' takes one topic a work, and these works have several.",
            "Leave out `head` in [training], or give each work one topic.",
        )


def _check_training_part(y_true: Targets, topics: tuple[str, ...]) -> None:
    """Raise ModelError where near copies that topics share leave one of them without training works."""
    missing = np.flatnonzero(~y_true.any(axis=0))
    if len(missing):
        raise ModelError(
            f"No picture of '{topics[missing[0]]}' is left to learn from: all are copies of pictures of other topics.",
            "Add different pictures, or leave the topic out.",
        )


def fit(
    vectors: Vectors,
    y_true: Targets,
    validation: NDArray[np.bool_],
    params: Hyperparameters,
    tick: Tick | None = None,
    *,
    multi_label: bool = False,
) -> tuple[Head, list[EpochMetrics]]:
    """Fit one head to the works outside the validation split; return it with its training curve."""
    if params.head == "logistic":
        return fit_logistic(vectors, y_true, validation, params, tick, multi_label=multi_label)
    from artmeta.vision.keras_backend.head import fit as fit_recipe

    return fit_recipe(vectors, y_true, validation, params, tick)


def out_of_fold(
    vectors: Vectors,
    y_true: Targets,
    folds: NDArray[np.intp],
    params: Hyperparameters,
    *,
    multi_label: bool = False,
) -> Floats:
    """Return logits [n, topics], each work's of a head that was trained on the other folds.

    With several partitions, `folds` [repeats, n], they are the means over the repeats (repeated cross-validation: Kim
    2009, "Estimating classification error rate"; cross-fitting: Chernozhukov et al. 2018, section 3.4).
    """
    logits = np.zeros(y_true.shape)
    repeats = np.atleast_2d(folds)
    for partition in repeats:
        for fold in np.unique(partition):
            part = partition == fold
            head, _ = fit(vectors, y_true, part, params, multi_label=multi_label)
            logits[part] += head.logits(vectors[part]) / len(repeats)
    return logits

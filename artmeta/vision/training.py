"""Training a head on vectors that are kept: the pictures were looked at once, a training takes seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from artmeta import plugins
from artmeta.domain.model_card import Epoch
from artmeta.errors import ModelError
from artmeta.vision.calibration import fit_temperature
from artmeta.vision.heads import Floats, Head, Vectors
from artmeta.vision.splits import grouped_k_fold, validation_split

if TYPE_CHECKING:
    from artmeta.progress import Tick

HEADS = ("logistic", "teachable-machine")
FINE_TUNED = "fine-tuned"  # no head alone: the backbone's last blocks learn with it, see `fine_tuning.py`
ENOUGH = 20  # works a topic, on average, from which some can be spared; the lesson's own size
FEWEST = 2  # works a topic: one to learn from, one to see whether it was learnt
FOLDS = {"logistic": 5, "teachable-machine": 3}  # of out-of-fold calibration; the recipe takes seconds a fold


@dataclass(frozen=True, slots=True)
class Hyperparameters:
    """The lesson's three params, with which head and which seed.

    `regularization_c` is the logistic head's C for features of a mean length of 1: higher fits the works closer.
    """

    head: str = "logistic"
    epochs: int = 50
    batch_size: int = 16
    learning_rate: float = 0.001
    seed: int = 1
    regularization_c: float = 20.0  # of 2 to 70 the best on 1,014 paintings of 7 topics; see docs/models.md


@dataclass(frozen=True, slots=True)
class TrainedHead:
    """A head, what it went through, which works it never saw, and its logits for every work out of fold.

    All arrays are by work [n]: `y_true` is the number of its topic, `out_of_fold` [n, topics] what heads
    y_pred that had not seen it, `folds` which of them; -1 for a work that no fold judged. `own_features` says
    that the backbone has learnt from the works too, so that only those held out look to it as new works do.

    Where works show several topics, `shows` [n, topics] has them all and `y_true` the rarest; `plain` are
    the logits before each topic was calibrated.
    """

    head: Head
    topics: tuple[str, ...]
    epochs: tuple[Epoch, ...]
    y_true: NDArray[np.intp]
    validation: NDArray[np.bool_]
    out_of_fold: Floats
    folds: NDArray[np.intp]
    own_features: bool = False
    shows: NDArray[np.bool_] | None = None
    plain: Floats | None = None

    @property
    def confidences_out_of_fold(self) -> Floats:
        """Calibrated confidences [n, topics] from heads that had not seen the work."""
        return self.head.probabilities(self.out_of_fold, self.head.temperature)

    @property
    def parts(self) -> list[NDArray[np.bool_]]:
        """The folds of the works trained on, one mask [n] each; the works held out, where the backbone learnt too."""
        if self.own_features:
            return [self.validation]
        return [(self.folds == fold) & ~self.validation for fold in np.unique(self.folds[self.folds >= 0])]


def train_head(
    vectors: Vectors,
    topic_ids: Sequence[str],
    groups: Sequence[str],
    params: Hyperparameters,
    tick: Tick | None = None,
) -> TrainedHead:
    """Train a head on features [n, width] of works with one topic each.

    `groups` says which works are copies of each other (the picture's sha256): they stay on one side of
    the hold-out. Raises ModelError if there is too little to train on, or the head is unknown.
    """
    if params.head not in HEADS:
        known = [*HEADS, FINE_TUNED]
        raise ModelError(f"There is no head called '{params.head}'.", plugins.nearest(params.head, known))
    topics = checked_topics(topic_ids, groups)
    y_true = np.array([topics.index(topic) for topic in topic_ids])
    validation = choose_validation(topic_ids, groups, params.seed)
    _check_training_part(y_true, validation, topics)
    head, epochs = fit(vectors, y_true, validation, len(topics), params, tick)
    folds = grouped_k_fold(y_true, groups, FOLDS[params.head], params.seed)
    logits = out_of_fold(vectors, y_true, folds, len(topics), params)
    calibrated = replace(head, temperature=fit_temperature(logits, y_true))
    return TrainedHead(calibrated, topics, tuple(epochs), y_true, validation, logits, folds)


def choose_validation(topic_ids: Sequence[str], groups: Sequence[str], seed: int) -> NDArray[np.bool_]:
    """Choose the works to hold out: [n]; none where there are fewer than 20 a topic.

    One work in five would be missed in training, and one work a topic held out says nothing: so few are judged
    out of fold, all of them.
    """
    if len(set(groups)) < ENOUGH * len(set(topic_ids)):
        return np.zeros(len(topic_ids), dtype=bool)
    return validation_split(topic_ids, groups, seed)


DEFAULTS = {
    FINE_TUNED: (10, 32, 0.001)
}  # epochs, works a step, learning rate; docs/models.md has what else was tried


def hyperparameters_for(
    head: str, epochs: int | None, batch_size: int | None, learning_rate: float | None, seed: int
) -> Hyperparameters:
    """Return the params of a head, those that were not turned as they suit it."""
    plain = Hyperparameters()
    usual = DEFAULTS.get(head, (plain.epochs, plain.batch_size, plain.learning_rate))
    return Hyperparameters(head, epochs or usual[0], batch_size or usual[1], learning_rate or usual[2], seed)


def epochs_of(params: Hyperparameters) -> int:
    """Say how often a training calls its `tick`: once an epoch, or once a stretch of the solver's iterations."""
    from artmeta.vision.logistic import ITERATIONS

    return len(ITERATIONS) if params.head == "logistic" else params.epochs


def checked_topics(topic_ids: Sequence[str], groups: Sequence[str]) -> tuple[str, ...]:
    """Return the topics in the order of the scores; raise ModelError if one has too few works to learn from."""
    topics = tuple(sorted(set(topic_ids)))
    if len(topics) < FEWEST:
        raise ModelError(
            f"A model needs at least two topics to tell apart; there are {len(topics)}.",
            "Put the pictures of each topic into a folder of its own.",
        )
    counts = Counter(topic for topic, _ in set(zip(topic_ids, groups, strict=True)))
    few = [topic for topic in topics if counts[topic] < FEWEST]
    if few:
        raise ModelError(
            f"The topic '{few[0]}' has {counts[few[0]]} readable picture; at least {FEWEST} different ones are needed.",
            "Add pictures (20 a topic is a fair start), or leave the topic out. Copies of one picture count as one, "
            "and so do works of one artist where whole artists are held out.",
        )
    return topics


def _check_training_part(
    y_true: NDArray[np.intp], validation: NDArray[np.bool_], topics: tuple[str, ...]
) -> None:
    """Refuse to train where near copies that topics share leave one of them with nothing to learn from."""
    missing = np.flatnonzero(np.bincount(y_true[~validation], minlength=len(topics)) == 0)
    if len(missing):
        raise ModelError(
            f"No picture of '{topics[missing[0]]}' is left to learn from: all are copies of pictures of other topics.",
            "Add different pictures, or leave the topic out.",
        )


def fit(
    vectors: Vectors,
    y_true: NDArray[np.intp],
    validation: NDArray[np.bool_],
    topics: int,
    params: Hyperparameters,
    tick: Tick | None = None,
) -> tuple[Head, list[Epoch]]:
    """Fit one head to the works that are not held out; return it with how it went. Without a tick, nothing is told."""
    if params.head == "logistic":
        from artmeta.vision.logistic import fit
    else:
        from artmeta.vision.keras_backend.head import fit
    return fit(vectors, y_true, validation, topics, params, tick)


def out_of_fold(
    vectors: Vectors, y_true: NDArray[np.intp], folds: NDArray[np.intp], topics: int, params: Hyperparameters
) -> Floats:
    """Let every work be judged by a head that never saw it, nor a copy of it: logits [n, topics]."""
    logits = np.zeros((len(y_true), topics))
    for fold in np.unique(folds):
        head, _ = fit(vectors, y_true, folds == fold, topics, params)
        logits[folds == fold] = head.logits(vectors[folds == fold])
    return logits

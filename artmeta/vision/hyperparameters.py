"""Hyperparameters: the kind of head, its training settings and the random seed."""

from __future__ import annotations

from dataclasses import dataclass

HEADS = ("logistic", "teachable-machine")
FINE_TUNED = "fine-tuned"  # the backbone's last blocks are trained with the head, see `fine_tuning.py`
FOLDS = {"logistic": 5, "teachable-machine": 3}  # of out-of-fold calibration; the recipe takes seconds a fold
# Random partitions into folds; out-of-fold logits are means over them, so that temperature and thresholds depend less
# on one partition.
REPEATS = {"logistic": 3, "teachable-machine": 1}
ITERATIONS = (1, 2, 4, 8, 16, 32, 64, 128)  # of the logistic head's solver; the points of its training curve
# Raised when equal hyperparameters train otherwise: models and checkpoints of another recipe are not used again.
RECIPES = {FINE_TUNED: 2}
# Epochs, batch size and learning rate where they differ from the dataclass; docs/models.md has what else was tried.
DEFAULTS = {FINE_TUNED: (10, 32, 0.001)}


@dataclass(frozen=True, slots=True)
class Hyperparameters:
    """The head, its training settings and the seed of every random choice.

    `regularization_c` is the logistic head's inverse regularization strength C for features of a mean length of 1:
    higher fits the works closer.
    """

    head: str = "logistic"
    epochs: int = 50
    batch_size: int = 16
    learning_rate: float = 0.001
    seed: int = 1
    # on 1,014 paintings the log loss out of fold is 0.392; with 2 0.411, with 20 0.398
    regularization_c: float = 5.0


def hyperparameters_for(
    head: str, epochs: int | None, batch_size: int | None, learning_rate: float | None, seed: int
) -> Hyperparameters:
    """Return the hyperparameters of a head, with its defaults for those that are not given."""
    plain = Hyperparameters()
    usual = DEFAULTS.get(head, (plain.epochs, plain.batch_size, plain.learning_rate))
    return Hyperparameters(head, epochs or usual[0], batch_size or usual[1], learning_rate or usual[2], seed)


def epochs_of(params: Hyperparameters) -> int:
    """Return how often a training calls its `tick`: once an epoch, or once a point of the logistic curve."""
    return len(ITERATIONS) if params.head == "logistic" else params.epochs

"""Fine-tuning (quality mode): the backbone's last blocks are trained too. Slower than a head alone, and more accurate.

The number of epochs is chosen on folds of the training works (early stopping); confidences are calibrated on the same
folds. The validation split is used for the final metrics only.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta import files
from artmeta.domain.evaluation import EpochMetrics
from artmeta.stats import softmax
from artmeta.vision.calibration import calibrate
from artmeta.vision.heads import Floats, Head, Vectors
from artmeta.vision.hyperparameters import Hyperparameters
from artmeta.vision.logistic import fit as fit_logistic
from artmeta.vision.splits import grouped_k_fold, validation_split
from artmeta.vision.targets import Targets, check_targets, target_matrix
from artmeta.vision.training import TrainedHead

if TYPE_CHECKING:
    from artmeta.progress import Tick
    from artmeta.vision.keras_backend.fine_tuning import FineTuner, TrunkFeatures
    from artmeta.vision.networks.network import Network

FOLDS = 3  # each takes two thirds of what the final training takes
# Divides the logits of the logistic head that the training starts from: it separates nearly all works that it was
# fitted to, and a saturated softmax has no gradient. 3 was better than 1 on folds; see docs/models.md.
START_TEMPERATURE = 3.0
START_C = 20.0  # regularization_c of that head, with which START_TEMPERATURE was chosen
PATIENCE = 4  # early stopping: epochs without a lower validation loss after which the training of a fold ends


@dataclass(frozen=True, slots=True)
class FineTuned:
    """A trained head and the fine-tuned network; it has as many epochs as were best on the folds."""

    trained: TrainedHead
    network: Network


@dataclass(frozen=True, slots=True)
class FineTuningDataset:
    """Features of the frozen trunk, features of the untuned backbone [n, width], and targets [n, topics].

    `place` is the folder of the checkpoints.
    """

    fields: TrunkFeatures
    vectors: Vectors
    y_true: Targets
    tuner: FineTuner
    params: Hyperparameters
    place: Path
    tick: Tick | None


def fine_tune(
    backbone: Any,
    fields: TrunkFeatures,
    vectors: Vectors,
    topic_ids: Sequence[str],
    groups: Sequence[str],
    params: Hyperparameters,
    place: Path,
    tick: Tick | None = None,
) -> FineTuned:
    """Fine-tune a backbone on works with one topic each; after an interruption, the same call continues.

    `backbone` is the Keras model, which is trained in place; `fields` [n, side, side, channels] is the output of its
    frozen blocks, `vectors` [n, width] its features; `groups` as in `train_head`. There is a validation split even
    where works are few: only its works look to the new network as new ones do. Raises ModelError if works are too few.
    """
    from artmeta.vision.keras_backend.fine_tuning import FineTuner

    topics, y_true = target_matrix(topic_ids)
    check_targets(topics, y_true, groups)
    validation = validation_split(topic_ids, groups, params.seed)
    dataset = FineTuningDataset(
        fields, vectors, y_true, FineTuner(backbone, len(topics)), params, place, tick
    )
    folds = np.full(len(y_true), -1)
    training = np.flatnonzero(~validation)
    labels = y_true[training].argmax(axis=1)
    folds[training] = grouped_k_fold(labels, [groups[at] for at in training.tolist()], FOLDS, params.seed)
    best, logits = _cross_validate(dataset, folds)
    network, head, epochs, logits[validation] = _final(dataset, validation, best)
    head, _ = calibrate(head, logits, y_true)
    trained = TrainedHead(
        head, topics, tuple(epochs), y_true, validation, logits, logits, folds[None], own_features=True
    )
    return FineTuned(trained, replace(network, head=head))


def epochs_of(params: Hyperparameters) -> int:
    """Return how often a fine-tuning calls its `tick` at most: once an epoch, of every fold and the final one."""
    return (FOLDS + 1) * params.epochs


def _cross_validate(dataset: FineTuningDataset, folds: NDArray[np.intp]) -> tuple[int, Floats]:
    """Cross-validate: return the number of epochs with the lowest mean loss, and the out-of-fold logits after it."""
    fold_logits = []
    for fold in range(FOLDS):
        validation, training = np.flatnonzero(folds == fold), np.flatnonzero((folds >= 0) & (folds != fold))
        fold_logits.append(
            (validation, _logits_of_fold(dataset, training, validation, dataset.place / f"fold-{fold}"))
        )
    length = min(len(logits) for _, logits in fold_logits)
    losses = [
        float(
            np.mean([_loss(logits[epoch], dataset.y_true[validation]) for validation, logits in fold_logits])
        )
        for epoch in range(length)
    ]
    best = int(np.argmin(losses))
    result = np.zeros(dataset.y_true.shape)
    for validation, logits in fold_logits:
        result[validation] = logits[best]
    return best + 1, result


def _logits_of_fold(
    dataset: FineTuningDataset, training: NDArray[np.intp], validation: NDArray[np.intp], place: Path
) -> list[Floats]:
    """Return the logits of one fold's works after each epoch of a training on the others."""
    stopping = _EarlyStopping(dataset, validation, place)
    if not (stopping.stopped_early or len(stopping.epochs) == dataset.params.epochs):
        _run(dataset, training, validation, dataset.params.epochs, stopping)
    return stopping.logits


def _final(
    dataset: FineTuningDataset, validation: NDArray[np.bool_], best: int
) -> tuple[Network, Head, list[EpochMetrics], Floats]:
    from artmeta.vision.keras_backend.networks import describe

    training, validated = np.flatnonzero(~validation), np.flatnonzero(validation)
    stopping = _EarlyStopping(dataset, validated, dataset.place / "final", early=False)
    head = _run(dataset, training, validated, best, stopping)
    return describe(dataset.tuner.backbone, head), head, stopping.epochs, stopping.logits[-1]


def _run(
    dataset: FineTuningDataset,
    training: NDArray[np.intp],
    validation: NDArray[np.intp],
    epochs: int,
    stopping: _EarlyStopping,
) -> Head:
    from artmeta.vision.keras_backend.fine_tuning import Schedule

    out = np.ones(len(dataset.y_true), dtype=bool)
    out[training] = False
    logistic = replace(dataset.params, head="logistic", regularization_c=START_C)
    start, _ = fit_logistic(dataset.vectors, dataset.y_true, out, logistic)
    start = replace(start, temperature=START_TEMPERATURE).calibrated()
    answers = dataset.y_true.astype(np.float32)
    params = dataset.params
    schedule = Schedule(epochs, params.batch_size, params.learning_rate, params.seed)
    return dataset.tuner.tune(
        dataset.fields, answers, (training, validation), start, schedule, stopping.place, stopping
    )


class _EarlyStopping:
    """Early stopping: an epoch callback that saves loss and validation logits of every epoch, to resume after it."""

    def __init__(
        self, dataset: FineTuningDataset, validation: NDArray[np.intp], place: Path, early: bool = True
    ) -> None:
        self.dataset, self.validation, self.place, self.early = dataset, validation, place, early
        saved = self._file("epochs.json")
        self.epochs = (
            [EpochMetrics(*each.values()) for each in json.loads(saved.read_text())] if saved.exists() else []
        )
        self.logits = [np.load(self._file(f"logits-{each.epoch}.npy")) for each in self.epochs]

    @property
    def stopped_early(self) -> bool:
        """Whether the last epochs did not lower the loss (early stopping)."""
        losses = np.array([each.validation_loss for each in self.epochs], dtype=np.float64)
        return len(losses) > 0 and len(losses) - 1 - int(losses.argmin()) >= PATIENCE

    def __call__(self, number: int, loss: float, accuracy: float, logits: Floats) -> bool:
        """Save an epoch; return whether to continue."""
        y_true = self.dataset.y_true[self.validation]
        accuracy_of_rest = (
            float(y_true[np.arange(len(y_true)), logits.argmax(axis=1)].mean()) if len(y_true) else 0.0
        )
        del self.epochs[number - 1 :], self.logits[number - 1 :]  # an epoch that was saved in part
        self.epochs.append(EpochMetrics(number, loss, accuracy, _loss(logits, y_true), accuracy_of_rest))
        self.logits.append(logits)
        self.place.mkdir(parents=True, exist_ok=True)
        np.save(self._file(f"logits-{number}.npy"), logits)
        files.write(self._file("epochs.json"), json.dumps([asdict(epoch) for epoch in self.epochs]))
        if self.dataset.tick:
            self.dataset.tick()
        return not (self.early and self.stopped_early)

    def _file(self, name: str) -> Path:
        return self.place / name


def _loss(logits: Floats, y_true: Targets) -> float:
    if not len(y_true):
        return 0.0
    scores = softmax(logits)[y_true]
    return float(-np.log(np.clip(scores, 1e-12, None)).mean())

"""The accuracy under a grouped and under a random split, and the learning curve."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from artmeta.domain.evaluation import LeakageCheck, LearningCurvePoint, SplitAccuracy
from artmeta.settings import Settings
from artmeta.steps.evaluation.works import OUT_OF_FOLD, VALIDATION_SPLIT, EvaluatedWorks, Row, works_of_model
from artmeta.steps.training.works import groups_of
from artmeta.store.database import Store
from artmeta.store.vectors import unpack

if TYPE_CHECKING:
    from artmeta.vision.hyperparameters import Hyperparameters
    from artmeta.vision.model_store import StoredModel


def splits(
    store: Store, model: StoredModel, evaluated: EvaluatedWorks, settings: Settings
) -> LeakageCheck | None:
    """Return the accuracy with and without leakage ("honest" and "naive"), and a sentence on how they were measured.

    On a folder, the accuracy with leakage includes training works and copies of them. On works held out, both come from
    new trainings on folds: of whole groups (without leakage), or of single works (with leakage).
    """
    if evaluated.name not in (VALIDATION_SPLIT, OUT_OF_FOLD):
        correct = evaluated.confidences.argmax(axis=1) == evaluated.y_true
        leaked = int(evaluated.leaked.sum())
        return LeakageCheck(
            _share(correct[~evaluated.leaked]),
            _share(correct),
            leaked,
            "The accuracy with leakage counts all pictures of the folder, the other leaves out training works of the "
            f"model and their copies{_or_artists(evaluated.by_artist)}: {leaked} pictures.",
        )
    return _retrained(store, model, evaluated.by_artist, settings)


def _or_artists(by_artist: bool) -> str:
    return ", and works of the same artists" if by_artist else ""


def _retrained(store: Store, model: StoredModel, by_artist: bool, settings: Settings) -> LeakageCheck | None:
    rows, vectors, y_true, params = _training_data(store, model, settings)
    if not rows:
        return None
    groups = groups_of(rows, vectors, by_artist)
    single_groups = [str(place) for place in range(len(rows))]
    grouped_split, random_split = (
        _correct(vectors, y_true, split_groups, params) for split_groups in (groups, single_groups)
    )
    grouped = sum(count for count in Counter(groups).values() if count > 1)
    return LeakageCheck(
        _share(grouped_split),
        _share(random_split),
        grouped,
        f"Both come from training a {params.head} head again on folds of all {len(rows)} works, each work "
        "predicted by one that had not seen it. For the accuracy without leakage, copies of one "
        f"picture{_or_artists(by_artist)} are on one side: {grouped} works are in such a group. For the accuracy "
        "with leakage, works are split at random.",
    )


def _correct(
    vectors: NDArray[np.float32], y_true: NDArray[np.intp], groups: list[str], params: Hyperparameters
) -> NDArray[np.bool_]:
    from artmeta.vision.hyperparameters import FOLDS
    from artmeta.vision.splits import grouped_k_fold
    from artmeta.vision.targets import one_hot
    from artmeta.vision.training import out_of_fold

    folds = grouped_k_fold(y_true, groups, FOLDS[params.head], params.seed)
    logits = out_of_fold(vectors, one_hot(y_true, int(y_true.max()) + 1), folds, params)
    correct: NDArray[np.bool_] = logits.argmax(axis=1) == y_true
    return correct


def learning_curve_of(store: Store, model: StoredModel, settings: Settings) -> tuple[LearningCurvePoint, ...]:
    """Return the learning curve of the works that a model was trained on; empty where they are not known."""
    from artmeta.vision.learning_curve import learning_curve

    rows, vectors, y_true, params = _training_data(store, model, settings)
    validation = np.array([row["split"] == "validation" for row in rows], dtype=bool)
    if not validation.any() or validation.all():
        return ()
    return tuple(learning_curve(vectors, y_true, validation, params))


def _training_data(
    store: Store, model: StoredModel, settings: Settings
) -> tuple[list[Row], NDArray[np.float32], NDArray[np.intp], Hyperparameters]:
    """Read the training data of a model: rows, embeddings [n, width], topics [n] and hyperparameters.

    The embeddings are those of a network that was not trained on these works: for a fine-tuned model, those of the
    backbone it was made from, with a logistic head.
    """
    from artmeta.vision.backbones import load_backbone
    from artmeta.vision.hyperparameters import HEADS, Hyperparameters

    card, fields = model.card, Hyperparameters.__slots__
    params = Hyperparameters(
        **{name: value for name, value in card.hyperparameters.items() if name in fields}
    )
    digest = card.backbone_digest
    if params.head not in HEADS:
        params = replace(params, head=HEADS[0])
        digest = load_backbone(card.backbone, settings.cache_dir, settings.weights, card.precision).digest
    rows = works_of_model(store, model, digest)
    y_true = np.array([card.topics.index(row["topic_id"]) for row in rows], dtype=np.intp)
    return rows, unpack([row["vector"] for row in rows]), y_true, params


def _share(correct: NDArray[np.bool_]) -> SplitAccuracy:
    return SplitAccuracy(len(correct), float(correct.mean()) if len(correct) else None)

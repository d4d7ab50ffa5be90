"""The works that a model is evaluated on: those with a known topic, and which of them leak from its training."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from artmeta.errors import ModelError
from artmeta.steps.context import RunContext
from artmeta.steps.training.works import groups_of
from artmeta.store.database import Store
from artmeta.store.vectors import unpack
from artmeta.wording import quantity

if TYPE_CHECKING:
    from artmeta.vision.model_store import StoredModel

USUAL_FOLDS = 5  # of the logistic head; cards written before 0.3 do not say it
VALIDATION_SPLIT, OUT_OF_FOLD = "validation split", "out of fold"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class EvaluatedWorks:
    """Works to measure a model on: `rows` [n] from the store, and the model's `confidences` [n, topics].

    `name` says which works they are; `y_true` [n] are the numbers of their topics; `groups` [n] those of `groups_of`;
    `leaked` [n] marks works of the same group as a training work; `folds` is their number where confidences are
    out of fold.
    """

    name: str
    rows: list[Row]
    confidences: NDArray[np.float64]
    y_true: NDArray[np.intp]
    groups: list[str]
    leaked: NDArray[np.bool_]
    by_artist: bool
    folds: int = 0


def validation_works(store: Store, model: StoredModel, by_artist: bool) -> EvaluatedWorks:
    """Read the works that a model's card is measured on; raise ModelError if the store has none.

    They are the validation split or, where it is too small, all works with their out-of-fold confidences. With
    `by_artist`, those of a model whose folds share artists are of the validation split if there is one.
    """
    rows = works_of_model(store, model, model.card.backbone_digest)
    validation_rows = [row for row in rows if row["split"] == "validation"]
    shared_artists = by_artist and not model.card.hyperparameters.get("by_artist")
    out_of_fold = model.card.evaluated_on == OUT_OF_FOLD and not shared_artists
    if rows and (out_of_fold or not validation_rows):
        return _out_of_fold(store, model, rows, by_artist)
    if not validation_rows:
        raise ModelError(
            f"The database has no works that were held out when '{model.card.name}' was trained.",
            "Measure it on pictures whose topics are known: `artmeta evaluate FOLDER --model "
            f"{model.card.name}`.",
        )
    training_rows = [row for row in rows if row["split"] == "training"]
    return _evaluated(VALIDATION_SPLIT, model, validation_rows, training_rows, by_artist)


def _out_of_fold(store: Store, model: StoredModel, rows: list[Row], by_artist: bool) -> EvaluatedWorks:
    card = model.card
    frame = store.frame("out_of_fold_of_model", model_name=card.name, model_version=card.version)
    wide = frame.pivot_table(index=["sha256", "given_topic_id"], columns="topic_id", values="confidence")
    order = pd.MultiIndex.from_tuples([(row["sha256"], row["topic_id"]) for row in rows])
    confidences = wide.reindex(index=order, columns=list(card.topics)).to_numpy(dtype=float)
    y_true = np.array([card.topics.index(row["topic_id"]) for row in rows])
    groups = groups_of(rows, unpack([row["vector"] for row in rows]), by_artist)
    return EvaluatedWorks(
        OUT_OF_FOLD,
        rows,
        confidences,
        y_true,
        groups,
        np.zeros(len(rows), dtype=bool),
        by_artist,
        card.calibration.get("folds", USUAL_FOLDS),
    )


def works_of_model(store: Store, model: StoredModel, backbone: str) -> list[Row]:
    """Read all works of a model's training, of both splits, with the embedding by a backbone (its digest)."""
    names = {"model_name": model.card.name, "model_version": model.card.version}
    return store.rows("works_of_model", backbone=backbone, **names)


def works_of_folder(context: RunContext, model: StoredModel, folder: Path, by_artist: bool) -> EvaluatedWorks:
    """Read the works of a folder that have one of the model's topics; raise ModelError if there are none."""
    digest, known = model.card.backbone_digest, set(model.card.topics)
    stored = context.store.rows("works_to_evaluate", collection=context.run.collection, backbone=digest)
    rows = [
        {**row, "topic_id": topics[0]}
        for row in stored
        if len(topics := [topic for topic in row["given_topics"] if topic in known]) == 1
    ]
    if not rows:
        raise ModelError(
            f"No readable picture in {folder} is in a folder named as a topic of '{model.card.name}'.",
            f"Its topics are {', '.join(sorted(known))}.",
        )
    training_rows = [
        row for row in works_of_model(context.store, model, digest) if row["split"] == "training"
    ]
    return _evaluated(str(folder), model, rows, training_rows, by_artist)


def _evaluated(
    name: str, model: StoredModel, rows: list[Row], training_rows: list[Row], by_artist: bool
) -> EvaluatedWorks:
    both = [*rows, *training_rows]
    vectors = unpack([row["vector"] for row in both])
    groups = groups_of(both, vectors, by_artist)
    training_groups = set(groups[len(rows) :])
    leaked = np.array([group in training_groups for group in groups[: len(rows)]])
    if leaked.all():
        works, near = quantity(len(rows), "work"), ", or by an artist of it" if by_artist else ""
        raise ModelError(
            f"Nothing is left to measure '{model.card.name}' on: of {works} of {name} each has a picture of its "
            f"training{near}.",
            f"Give pictures that it has not learned from; `artmeta evaluate --model {model.card.name}` measures it on "
            "works held out from its training.",
        )
    y_true = np.array([model.card.topics.index(row["topic_id"]) for row in rows])
    confidences = model.head.confidences(vectors[: len(rows)]).astype(np.float64)
    return EvaluatedWorks(name, rows, confidences, y_true, groups[: len(rows)], leaked, by_artist)

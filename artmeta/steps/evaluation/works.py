"""The works that a model is measured on: those with a known topic that it has never seen, nor a copy of them."""

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

if TYPE_CHECKING:
    from artmeta.vision.model_store import StoredModel

HELD_OUT, OUT_OF_FOLD = "validation split", "out of fold"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class EvaluatedWorks:
    """Works to measure a model on, one row each: what it says of them and which of its topics they show.

    `name` says which works they are; `confidences` [n, topics] what is said of them; `wanted` [n] numbers the topics;
    `groups` [n] are those of `groups_of`; `leaked` [n] marks works of a group that the model learnt from.
    """

    name: str
    rows: list[Row]
    confidences: NDArray[np.float64]
    wanted: NDArray[np.intp]
    groups: list[str]
    leaked: NDArray[np.bool_]
    by_artist: bool


def held_out_works(store: Store, model: StoredModel, by_artist: bool) -> EvaluatedWorks:
    """Read the works that were held out when a model was trained; raise ModelError if none are known.

    Where they were too few to hold any out, all of them are read, as heads judged them that had not seen them.
    """
    rows = works_of_model(store, model, model.card.backbone_digest)
    tested = [row for row in rows if row["split"] == "validation"]
    if rows and not tested:
        return _out_of_fold(store, model, rows, by_artist)
    if not tested:
        raise ModelError(
            f"The database knows of no works that were held out when '{model.card.name}' was trained.",
            "Measure it on pictures whose topics are known: `artmeta evaluate FOLDER --model "
            f"{model.card.name}`.",
        )
    return _tested(HELD_OUT, model, tested, [row for row in rows if row["split"] == "training"], by_artist)


def _out_of_fold(store: Store, model: StoredModel, rows: list[Row], by_artist: bool) -> EvaluatedWorks:
    card = model.card
    frame = store.frame("out_of_fold_of_model", model_name=card.name, model_version=card.version)
    wide = frame.pivot_table(index=["sha256", "given_topic_id"], columns="topic_id", values="confidence")
    order = pd.MultiIndex.from_tuples([(row["sha256"], row["topic_id"]) for row in rows])
    said = wide.reindex(index=order, columns=list(card.topics)).to_numpy(dtype=float)
    wanted = np.array([card.topics.index(row["topic_id"]) for row in rows])
    groups = groups_of(rows, unpack([row["vector"] for row in rows]), by_artist)
    return EvaluatedWorks(OUT_OF_FOLD, rows, said, wanted, groups, np.zeros(len(rows), dtype=bool), by_artist)


def works_of_model(store: Store, model: StoredModel, backbone: str) -> list[Row]:
    """Read every work that a model was trained on or that was held out, with what a backbone saw in it."""
    names = {"model_name": model.card.name, "model_version": model.card.version}
    return store.rows("works_of_model", backbone=backbone, **names)


def works_of_folder(context: RunContext, model: StoredModel, folder: Path, by_artist: bool) -> EvaluatedWorks:
    """Read the works of a folder that have one of the model's topics; raise ModelError if there are none."""
    digest, known = model.card.backbone_digest, set(model.card.topics)
    found = context.store.rows("works_to_evaluate", collection=context.run.collection, backbone=digest)
    rows = [
        {**row, "topic_id": topics[0]}
        for row in found
        if len(topics := [topic for topic in row["given_topics"] if topic in known]) == 1
    ]
    if not rows:
        raise ModelError(
            f"No readable picture in {folder} stands in a folder named as a topic of '{model.card.name}'.",
            f"Its topics are {', '.join(sorted(known))}.",
        )
    learnt = [row for row in works_of_model(context.store, model, digest) if row["split"] == "training"]
    return _tested(str(folder), model, rows, learnt, by_artist)


def _tested(
    name: str, model: StoredModel, rows: list[Row], learnt: list[Row], by_artist: bool
) -> EvaluatedWorks:
    everything = [*rows, *learnt]
    vectors = unpack([row["vector"] for row in everything])
    groups = groups_of(everything, vectors, by_artist)
    seen = set(groups[len(rows) :])
    leaked = np.array([group in seen for group in groups[: len(rows)]])
    wanted = np.array([model.card.topics.index(row["topic_id"]) for row in rows])
    said = model.head.confidences(vectors[: len(rows)]).astype(np.float64)
    return EvaluatedWorks(name, rows, said, wanted, groups[: len(rows)], leaked, by_artist)

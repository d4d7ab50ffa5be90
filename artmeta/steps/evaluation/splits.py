"""How much a careless split would flatter a model, and what more works would bring it."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta.settings import Settings
from artmeta.steps.evaluation.works import HELD_OUT, OUT_OF_FOLD, EvaluatedWorks, Row, works_of_model
from artmeta.steps.training.works import groups_of
from artmeta.store.database import Store
from artmeta.store.vectors import unpack

if TYPE_CHECKING:
    from artmeta.vision.model_store import StoredModel
    from artmeta.vision.training import Hyperparameters


def splits(store: Store, model: StoredModel, tested: EvaluatedWorks, settings: Settings) -> dict[str, Any]:
    """Set the naive accuracy beside the honest one, and say how each was measured.

    On a folder, the naive one counts works that the model learnt from, and copies of them. On works held out, both come
    from training anew on folds: of whole groups (honest), or of works at random (naive).
    """
    if tested.name not in (HELD_OUT, OUT_OF_FOLD):
        right = tested.confidences.argmax(axis=1) == tested.wanted
        return {
            "honest": _share(right[~tested.leaked]),
            "naive": _share(right),
            "grouped": int(tested.leaked.sum()),
            "sentence": "The naive figure counts all pictures of the folder, the honest one leaves out those the model "
            f"has learnt from and their copies{_too(tested.by_artist)}: {int(tested.leaked.sum())} pictures.",
        }
    return _folds(store, model, tested.by_artist, settings)


def _too(by_artist: bool) -> str:
    return ", and works of the same artists" if by_artist else ""


def _folds(store: Store, model: StoredModel, by_artist: bool, settings: Settings) -> dict[str, Any]:
    rows, vectors, wanted, knobs = _training(store, model, settings)
    if not rows:
        return {}
    groups = groups_of(rows, vectors, by_artist)
    alone = [str(place) for place in range(len(rows))]
    honest, naive = (_right(vectors, wanted, each, knobs) for each in (groups, alone))
    grouped = sum(count for count in Counter(groups).values() if count > 1)
    return {
        "honest": _share(honest),
        "naive": _share(naive),
        "grouped": grouped,
        "sentence": f"Both come from training a {knobs.head} head anew on folds of all {len(rows)} works, each work "
        f"judged by one that had not seen it. For the honest figure, copies of one picture{_too(by_artist)} are on one "
        f"side: {grouped} works have such a relation. For the naive one, works are split at random.",
    }


def _right(
    vectors: NDArray[np.float32], wanted: NDArray[np.intp], groups: list[str], knobs: Hyperparameters
) -> NDArray[np.bool_]:
    from artmeta.vision.splits import grouped_k_fold
    from artmeta.vision.training import FOLDS, out_of_fold

    folds = grouped_k_fold(wanted, groups, FOLDS[knobs.head], knobs.seed)
    logits = out_of_fold(vectors, wanted, folds, int(wanted.max()) + 1, knobs)
    right: NDArray[np.bool_] = logits.argmax(axis=1) == wanted
    return right


def learning(store: Store, model: StoredModel, settings: Settings) -> list[dict[str, Any]]:
    """Return the learning curve of the works that a model was trained on; empty where they are not known."""
    from artmeta.vision.learning_curve import learning_curve

    rows, vectors, wanted, knobs = _training(store, model, settings)
    held_out = np.array([row["split"] == "validation" for row in rows], dtype=bool)
    if not held_out.any() or held_out.all():
        return []
    return [asdict(point) for point in learning_curve(vectors, wanted, held_out, knobs)]


def _training(
    store: Store, model: StoredModel, settings: Settings
) -> tuple[list[Row], NDArray[np.float32], NDArray[np.intp], Hyperparameters]:
    """Read what a model was trained on, as a network saw it that had not learnt from these works.

    A fine-tuned network knows them by heart, so that its works are seen by the backbone it was made from, with a
    logistic head.
    """
    from artmeta.vision.backbones import load_backbone
    from artmeta.vision.training import HEADS, Hyperparameters

    card, known = model.card, Hyperparameters.__slots__
    knobs = Hyperparameters(**{name: value for name, value in card.knobs.items() if name in known})
    digest = card.backbone_digest
    if knobs.head not in HEADS:
        knobs = replace(knobs, head=HEADS[0])
        digest = load_backbone(card.backbone, settings.cache_dir, settings.weights).digest
    rows = works_of_model(store, model, digest)
    wanted = np.array([card.topics.index(row["topic_id"]) for row in rows], dtype=np.intp)
    return rows, unpack([row["vector"] for row in rows]), wanted, knobs


def _share(right: NDArray[np.bool_]) -> dict[str, Any]:
    return {"works": len(right), "accuracy": float(right.mean()) if len(right) else None}

"""Fit a model to training works: a head on stored embeddings, or a head with the backbone's last blocks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta import files
from artmeta.errors import ModelError
from artmeta.imaging.decode import decode
from artmeta.progress import progress
from artmeta.steps.context import RunContext
from artmeta.steps.embed import embedding_rows
from artmeta.steps.embedding_pool import embed_all
from artmeta.steps.embedding_worker import PictureFile
from artmeta.steps.training.works import TrainingWorks
from artmeta.store.vectors import unpack

if TYPE_CHECKING:
    from artmeta.vision.hyperparameters import Hyperparameters
    from artmeta.vision.networks.backbone import Backbone
    from artmeta.vision.training import TrainedHead

FEATURES, DONE = "fields.npy", "fields.json"


@dataclass(frozen=True, slots=True)
class TrainingResult:
    """A fitted and calibrated head, with the works and the backbone that it was fitted on.

    A fine-tuned backbone comes with `files` to store beside the model; the embeddings of `works` are its own.
    `checkpoints` is the folder of intermediate states, which is removed once the model is saved.
    """

    trained: TrainedHead
    works: TrainingWorks
    backbone: Backbone
    files: dict[str, bytes] = field(default_factory=dict)
    checkpoints: Path | None = None


def fit_head_or_backbone(
    context: RunContext, backbone: Backbone, params: Hyperparameters, works: TrainingWorks
) -> TrainingResult:
    """Fit a head, calibrated out of fold; raise ModelError if there are too few works, or no such head."""
    from artmeta.vision.hyperparameters import FINE_TUNED

    if params.head == FINE_TUNED and not works.multi_label:
        return _fine_tune(context, backbone, params, works)
    return TrainingResult(_fit_head(works, params), works, backbone)


def _fit_head(works: TrainingWorks, params: Hyperparameters) -> TrainedHead:
    from artmeta.vision.hyperparameters import epochs_of
    from artmeta.vision.training import train_head

    with progress("train", epochs_of(params), "epochs") as tick:
        return train_head(works.vectors, works.labels, works.groups, params, tick)


def _fine_tune(
    context: RunContext, backbone: Backbone, params: Hyperparameters, works: TrainingWorks
) -> TrainingResult:
    """Fine-tune the backbone's last blocks; after an interruption, it resumes from the checkpoints."""
    from artmeta.vision.backbones import keras_backbone
    from artmeta.vision.fine_tuning import epochs_of, fine_tune
    from artmeta.vision.own_network import OwnNetwork, own_backbone
    from artmeta.vision.weights import find_weights

    checkpoints = _checkpoint_folder(context, backbone, params, works)
    model = keras_backbone(backbone.name, find_weights(context.settings.weights, backbone.name))
    features = _trunk_features(context, backbone, model, works, checkpoints)
    with progress("train", epochs_of(params), "epochs") as tick:
        tuned = fine_tune(
            model, features, works.vectors, works.topic_ids, works.groups, params, checkpoints, tick
        )
    network = OwnNetwork(tuned.network, "centre")
    created_at = datetime.now(UTC).isoformat(timespec="seconds")
    own_files = network.files(tuned.trained.topics, context.collection.model.name, created_at)
    tuned_backbone = own_backbone(backbone.name, network, backbone.preprocessing, context.settings.cache_dir)
    if works.none is not None:
        none = replace(works.none, vectors=_embed(context, tuned_backbone, works.none))
        works = replace(works, none=none)
    works = replace(works, vectors=_embed(context, tuned_backbone, works))
    return TrainingResult(tuned.trained, works, tuned_backbone, own_files, checkpoints)


def _checkpoint_folder(
    context: RunContext, backbone: Backbone, params: Hyperparameters, works: TrainingWorks
) -> Path:
    """Name the folder of checkpoints by works, hyperparameters and recipe: other ones have another."""
    from artmeta.vision.hyperparameters import RECIPES

    key = json.dumps([backbone.digest, works.digest, works.groups, asdict(params), RECIPES[params.head]])
    return context.settings.cache_dir / "fine-tuning" / hashlib.sha256(key.encode()).hexdigest()[:24]


def _trunk_features(
    context: RunContext, backbone: Backbone, model: Any, works: TrainingWorks, folder: Path
) -> NDArray[np.float16]:
    """Return the output of the frozen first blocks for every work, from a file that grows picture by picture."""
    from artmeta.vision.keras_backend.fine_tuning import frozen_output, trunk_features

    folder.mkdir(parents=True, exist_ok=True)
    path, shape = folder / FEATURES, (len(works.paths), *frozen_output(model).shape[1:])
    done = json.loads((folder / DONE).read_text()) if (folder / DONE).exists() else 0
    mode: Any = "r+" if done else "w+"
    stored = np.lib.format.open_memmap(path, mode=mode, dtype=np.float16, shape=shape)
    if done < len(stored):
        with progress("look", len(stored) - done, "pictures") as tick:
            for batch in trunk_features(model, _pictures(context, backbone, works.paths[done:])):
                stored[done : done + len(batch)] = batch
                done += len(batch)
                stored.flush()
                files.write(folder / DONE, json.dumps(done))
                tick(len(batch))
    features: NDArray[np.float16] = np.load(path, mmap_mode="r")
    return features


def _pictures(context: RunContext, backbone: Backbone, paths: list[str]) -> Iterator[NDArray[np.uint8]]:
    data = context.settings.data_dir.resolve()
    return (decode(data / path, backbone.size, backbone.crop) for path in paths)


def _embed(context: RunContext, backbone: Backbone, works: TrainingWorks) -> NDArray[np.float32]:
    """Compute, store and return the fine-tuned backbone's embeddings of the works: [n, width]."""
    data = context.settings.data_dir.resolve()
    paths = dict(zip(works.sha256s, works.paths, strict=True))
    pictures = [PictureFile(sha256, data / path) for sha256, path in paths.items()]
    results = {}
    with progress("embed", len(pictures), "pictures") as tick:
        for result in embed_all(pictures, backbone, context.settings.workers):
            if result.reason:
                raise ModelError(
                    f"{paths[result.sha256]} was read before and cannot be read any more: {result.reason}",
                    "Train again.",
                )
            results[result.sha256] = result
            tick()
    context.store.upsert("embeddings", embedding_rows(context, list(results.values()), backbone.digest))
    return unpack([results[sha256].vector for sha256 in works.sha256s])

"""Quality mode as a step: the first blocks look at pictures once, the last ones learn, the result serves as any."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from artmeta import files
from artmeta.errors import ModelError
from artmeta.imaging.decode import PIXELS, decode
from artmeta.progress import progress
from artmeta.steps.context import RunContext
from artmeta.steps.embedding_pool import embed_all
from artmeta.steps.embedding_worker import PictureFile
from artmeta.steps.training.works import Works
from artmeta.store.vectors import unpack

if TYPE_CHECKING:
    from artmeta.vision.backbones import Backbone
    from artmeta.vision.training import Hyperparameters, TrainedHead

FIELDS, DONE = "fields.npy", "fields.json"


def fine_tuned(
    context: RunContext, backbone: Backbone, knobs: Hyperparameters, works: Works
) -> tuple[TrainedHead, Works, Backbone, dict[str, bytes], Path]:
    """Fine-tune the backbone on works; return the training, the works as the new network sees them, and that network.

    With it come the files to keep beside the model, and the folder of what was kept so that a fall loses little;
    it can go once the model is saved. Raises ModelError if the backbone cannot be fine-tuned.
    """
    from artmeta.vision.backbones import keras_backbone
    from artmeta.vision.fine_tuning import epochs_of, fine_tune
    from artmeta.vision.own_network import OwnNetwork, own_backbone
    from artmeta.vision.weights import find_weights

    place = _place(context, backbone, knobs, works)
    model = keras_backbone(backbone.name, find_weights(context.settings.weights))
    fields = _fields(context, model, works, place)
    with progress("train", epochs_of(knobs), "epochs") as tick:
        made = fine_tune(model, fields, works.vectors, works.topic_ids, works.groups, knobs, place, tick)
    name, topics = context.collection.model.name, made.trained.topics
    own = OwnNetwork(made.network, "centre")
    seeing = own_backbone(backbone.name, own, backbone.preprocessing, context.settings.cache_dir)
    files = own.files(topics, name, datetime.now(UTC).isoformat(timespec="seconds"))
    return made.trained, replace(works, vectors=_vectors(context, seeing, works)), seeing, files, place


def _place(context: RunContext, backbone: Backbone, knobs: Hyperparameters, works: Works) -> Path:
    """Name the folder of this training's work in progress: other works or knobs have another."""
    said = json.dumps([backbone.digest, works.digest, works.groups, asdict(knobs)])
    return context.settings.cache_dir / "fine-tuning" / hashlib.sha256(said.encode()).hexdigest()[:24]


def _fields(context: RunContext, model: Any, works: Works, place: Path) -> NDArray[np.float16]:
    """Return what the first blocks see in every work, from a file that grows as pictures are looked at."""
    from artmeta.vision.keras_backend.fine_tuning import TRUNK_SHAPE, trunk_features

    place.mkdir(parents=True, exist_ok=True)
    known, shape = place / FIELDS, (len(works.paths), *TRUNK_SHAPE)
    done = json.loads((place / DONE).read_text()) if (place / DONE).exists() else 0
    fields = np.lib.format.open_memmap(known, mode="r+" if done else "w+", dtype=np.float16, shape=shape)
    if done < len(works.paths):
        with progress("look", len(works.paths) - done, "pictures") as tick:
            for some in trunk_features(model, _pictures(context, works.paths[done:])):
                fields[done : done + len(some)] = some
                done += len(some)
                fields.flush()
                files.write(place / DONE, json.dumps(done))
                tick(len(some))
    seen: NDArray[np.float16] = np.load(known, mmap_mode="r")
    return seen


def _pictures(context: RunContext, paths: list[str]) -> Iterator[NDArray[np.uint8]]:
    data = context.settings.data_dir.resolve()
    return (decode(data / path) for path in paths)


def _vectors(context: RunContext, backbone: Backbone, works: Works) -> NDArray[np.float32]:
    """Let the new network look at every picture as it will when it serves, keep what it sees, and return it."""
    data = context.settings.data_dir.resolve()
    pictures = [
        PictureFile(sha256, data / path)
        for sha256, path in dict(zip(works.sha256s, works.paths, strict=True)).items()
    ]
    with progress("embed", len(pictures), "pictures") as tick:
        seen = {}
        for one in embed_all(pictures, backbone, context.settings.workers):
            seen[one.sha256] = one
            tick()
    unread = [one.reason for one in seen.values() if one.reason]
    if unread:
        raise ModelError(
            f"A picture that was read before cannot be read any more: {unread[0]}", "Train again."
        )
    rows = [
        {
            "sha256": one.sha256,
            "backbone": backbone.digest,
            "vector": one.vector,
            "pixels": PIXELS,
            "run_id": context.id,
        }
        for one in seen.values()
    ]
    context.store.upsert("embeddings", pd.DataFrame(rows))
    return unpack([seen[sha256].vector for sha256 in works.sha256s])

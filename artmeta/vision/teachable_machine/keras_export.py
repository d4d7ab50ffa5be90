"""The Keras export: keras_model.h5 as Keras 2.4 wrote it, and labels.txt with one numbered topic a line.

Keras 3 refuses these files, because their DepthwiseConv2D layers carry a key `groups` that it does not know. Here
the file is only read for its description and its weights, in the same layers format as TensorFlow.js, so that
nothing needs repair: layers are built from the keys that matter.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import ModelError
from artmeta.vision.teachable_machine.layers_export import LayersExport
from artmeta.vision.teachable_machine.opened import AGAIN

if TYPE_CHECKING:
    import h5py

LINE = re.compile(r"\s*(\d+)\s+(.*\S)\s*")  # "0 Banana"


def read_keras(files: Mapping[str, bytes], origin: str) -> LayersExport:
    """Read a Keras export; raise ModelError if labels.txt is missing or the file is no Keras 2 model."""
    import h5py

    if "labels.txt" not in files:
        raise ModelError("labels.txt, which names the topics, is missing beside keras_model.h5.", AGAIN)
    labels = read_labels(files["labels.txt"].decode("utf-8-sig"))
    try:
        with h5py.File(io.BytesIO(files["keras_model.h5"]), "r") as file:
            topology = _topology(file)
            weights = dict(_weights(file))
    except (OSError, KeyError, RuntimeError) as fault:
        raise ModelError(f"keras_model.h5 is damaged or no Keras model: {fault}.", AGAIN) from fault
    return LayersExport(topology, weights, labels, origin, made_by="Teachable Machine, Keras export")


def read_labels(text: str) -> tuple[str, ...]:
    """Read labels.txt; the numbers must count from 0 without a gap, else ModelError."""
    lines = [line for line in text.splitlines() if line.strip()]
    pairs = [LINE.fullmatch(line) for line in lines]
    for number, (line, pair) in enumerate(zip(lines, pairs, strict=True)):
        if not pair or int(pair.group(1)) != number:
            raise ModelError(
                f"Line {number + 1} of labels.txt is '{line}' where '{number} <topic>' is expected.", AGAIN
            )
    return tuple(pair.group(2) for pair in pairs if pair)


def _topology(file: h5py.File) -> dict[str, Any]:
    if "model_config" not in file.attrs:
        raise ModelError("keras_model.h5 holds weights but does not describe the network.", AGAIN)
    config = file.attrs["model_config"]
    found: dict[str, Any] = json.loads(config.decode() if isinstance(config, bytes) else str(config))
    return found


def _weights(file: h5py.File) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Yield each tensor under `layer/weight`, whatever models its layer is nested in."""
    group = file["model_weights"]
    for layer in _names(group, "layer_names"):
        for weight in _names(group[layer], "weight_names"):
            owner, name = weight.split(":")[0].split("/")[-2:]
            yield f"{owner}/{name}", np.asarray(group[layer][weight], dtype=np.float32)


def _names(group: h5py.Group, key: str) -> list[str]:
    """List the names in an attribute, which Keras splits into numbered parts where it passes 64 kB."""
    parts = [key] if key in group.attrs else [f"{key}{part}" for part in range(len(group.attrs))]
    found = [name for part in parts if part in group.attrs for name in group.attrs[part]]
    return [name.decode() if isinstance(name, bytes) else str(name) for name in found]

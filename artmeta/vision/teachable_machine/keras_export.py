"""The Keras export: keras_model.h5 as Keras 2 wrote it, beside labels.txt.

Keras 3 refuses these files, because their DepthwiseConv2D layers carry a key `groups` that it does not know, and their
BatchNormalization layers an axis in a list. Here the file is only read for its description and its weights, in the same
layers format as TensorFlow.js, so that nothing needs repair: layers are built from the keys that matter.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import ModelError
from artmeta.vision.networks.export_files import AGAIN, MOST_BYTES, ExportFiles
from artmeta.vision.networks.labels import read_labels
from artmeta.vision.networks.structure import LayersExport

if TYPE_CHECKING:
    import h5py

MADE_BY = "Teachable Machine, Keras export"


def read_keras(opened: ExportFiles) -> LayersExport:
    """Read a Keras 2 export; raise ModelError if labels.txt is missing or the file is no Keras model."""
    labels = read_labels(opened.labels)
    with _file(opened.data, opened.model) as file:
        topology, weights = _topology(file, opened.model), dict(_weights(file))
    return LayersExport(topology, weights, labels, opened.model, made_by=MADE_BY)


def written_by_keras_3(data: bytes) -> bool:
    """Whether a file says that Keras 3 or later wrote it; raise ModelError if it is no HDF5 file."""
    with _file(data, "The Keras file") as file:
        return _text(file.attrs.get("keras_version", "2")).split(".")[0] not in ("1", "2")


@contextmanager
def _file(data: bytes, name: str) -> Iterator[h5py.File]:
    """Open a file; whatever it lacks inside is one ModelError."""
    import h5py

    try:
        with h5py.File(io.BytesIO(data), "r") as file:
            yield file
    except (OSError, KeyError, RuntimeError, ValueError, TypeError, AttributeError, IndexError) as fault:
        raise ModelError(f"{name} is damaged or no Keras model: {fault}.", AGAIN) from fault


def _topology(file: h5py.File, name: str) -> dict[str, Any]:
    if "model_config" not in file.attrs:
        raise ModelError(
            f"{name} holds weights but does not describe the network.",
            "Save the whole model, or download it again.",
        )
    config: dict[str, Any] = json.loads(_text(file.attrs["model_config"]))
    return config


def _weights(file: h5py.File) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Yield each tensor under `layer/weight`, whatever models its layer is nested in."""
    group, total = file["model_weights"], 0
    for layer in _names(group, "layer_names"):
        for weight in _names(group[layer], "weight_names"):
            stored = _inside(group[layer], weight)
            total += stored.size * 4
            if total > MOST_BYTES:
                raise ValueError(f"its weights take more than {MOST_BYTES // 1_000_000} MB")
            owner, name = weight.split(":")[0].split("/")[-2:]
            yield f"{owner}/{name}", np.asarray(stored, dtype=np.float32)


def _inside(group: h5py.Group, name: str) -> h5py.Dataset:
    """Return a tensor that lies in this file; HDF5 can also point into others, which is refused."""
    import h5py

    links = [
        group.get("/".join(name.split("/")[:end]), getlink=True) for end in range(1, name.count("/") + 2)
    ]
    if any(isinstance(link, h5py.ExternalLink) for link in links):
        raise ValueError(f"the weight {name} lies in another file")
    stored = group[name]
    if stored.external or stored.is_virtual:
        raise ValueError(f"the weight {name} lies in another file")
    return stored


def _names(group: h5py.Group, key: str) -> list[str]:
    """List the names in an attribute, which Keras splits into numbered parts where it passes 64 kB."""
    parts = [key] if key in group.attrs else [f"{key}{part}" for part in range(len(group.attrs))]
    return [_text(name) for part in parts if part in group.attrs for name in group.attrs[part]]


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)

"""A model in the three files that Teachable Machine hands out, for ml5.js, TensorFlow.js and its own library."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from artmeta.vision.half_precision import fits
from artmeta.vision.networks.network import Network
from artmeta.vision.networks.tfjs_files import manifest_entries

KERAS_VERSION = "tfjs-layers 1.3.1"  # what the readers of Teachable Machine's own exports are used to
# values; smaller tensors (biases, batch norms) stay float32: they save 2% and cost most precision
SMALL = 1024


def tfjs_files(
    network: Network,
    labels: Sequence[str],
    name: str,
    made: str,
    *,
    float16: bool = False,
    notes: Mapping[str, Any] | None = None,
) -> dict[str, bytes]:
    """Return model.json, weights.bin and metadata.json, by their names.

    The scores are the head's calibrated confidences: its temperature is folded into the last layer. `made` is an ISO
    8601 time. With `float16` tensors take half the room, except small ones and those that half precision cannot hold
    (`kept_in_float32`). `notes` go into `userMetadata`.
    """
    weights = {**network.weights, **_head_weights(network)}
    entries, data = zip(*manifest_entries(_halved(weights) if float16 else weights), strict=True)
    model = {
        "modelTopology": {**_topology(network), "keras_version": KERAS_VERSION, "backend": "tensor_flow.js"},
        "weightsManifest": [{"paths": ["weights.bin"], "weights": entries}],
    }
    metadata = {
        "tfjsVersion": "1.3.1",
        "tmVersion": "2.4.7",
        "packageVersion": "0.8.4",
        "packageName": "@teachablemachine/image",
        "timeStamp": made,
        "userMetadata": dict(notes or {}),
        "modelName": name,
        "labels": list(labels),
        "imageSize": network.size,
    }
    return {
        "model.json": json.dumps(model, separators=(",", ":")).encode(),
        "weights.bin": b"".join(data),
        "metadata.json": json.dumps(metadata, ensure_ascii=False, separators=(",", ":")).encode(),
    }


def write_tfjs(files: Mapping[str, bytes], folder: Path) -> None:
    """Write an export's files into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def kept_in_float32(network: Network) -> tuple[str, ...]:
    """Name the large tensors whose values are beyond half precision: above 65,504, or none above 6.1e-5."""
    weights = {**network.weights, **_head_weights(network)}
    return tuple(name for name, array in weights.items() if array.size > SMALL and not fits(array))


def _halved(weights: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[Any]]:
    return {
        name: array.astype(np.float16) if array.size > SMALL and fits(array) else array
        for name, array in weights.items()
    }


def _head_weights(network: Network) -> dict[str, NDArray[np.float32]]:
    weights: dict[str, NDArray[np.float32]] = {}
    for number, layer in enumerate(network.head.calibrated().layers, start=1):
        weights[f"dense_Dense{number}/kernel"] = layer.kernel
        if layer.bias.any():
            weights[f"dense_Dense{number}/bias"] = layer.bias
    return weights


def _topology(network: Network) -> dict[str, Any]:
    """Nest the layers as Teachable Machine does: (backbone, mean over the field), (dense, dense)."""
    graph = {"class_name": "Model", "config": network.backbone}
    pooling = _layer(
        "GlobalAveragePooling2D",
        "global_average_pooling2d_GlobalAveragePooling2D1",
        {"data_format": "channels_last"},
    )
    dense = [_dense(network, number) for number in range(len(network.head.layers))]
    return _sequential(
        "sequential_4", [_sequential("sequential_1", [graph, pooling]), _sequential("sequential_3", dense)]
    )


def _dense(network: Network, index: int) -> dict[str, Any]:
    layer = network.head.layers[index]
    settings: dict[str, Any] = {
        "units": int(layer.kernel.shape[1]),
        "activation": "relu" if layer.relu else network.head.activation,
        "use_bias": bool(layer.bias.any()),
    }
    if index == 0:
        settings |= {"batch_input_shape": [None, network.width], "dtype": "float32"}
    return _layer("Dense", f"dense_Dense{index + 1}", settings)


def _sequential(name: str, layers: list[dict[str, Any]]) -> dict[str, Any]:
    return {"class_name": "Sequential", "config": {"name": name, "layers": layers}}


def _layer(kind: str, name: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    return {"class_name": kind, "config": {"name": name, "trainable": True, **settings}}

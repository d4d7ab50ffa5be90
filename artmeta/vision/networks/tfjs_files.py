"""TensorFlow.js keeps a network as model.json and its weights as bytes in shards beside it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, NonNegativeInt, TypeAdapter, ValidationError

from artmeta.errors import ModelError
from artmeta.vision.networks.export_files import AGAIN

# The types of a weights manifest (tensorflow/tfjs, tfjs-core/src/io/types.ts) as little-endian numpy types.
DTYPES = {"float32": "<f4", "float16": "<f2", "int32": "<i4", "uint8": "u1", "uint16": "<u2", "bool": "?"}


def read_json(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    """Read one of the export's JSON files; raise ModelError if it is absent, or no JSON object."""
    if name not in files:
        raise ModelError(f"The export has no {name}.", AGAIN)
    try:
        content = json.loads(files[name].decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        raise ModelError(f"{name} is not valid JSON: {fault}.", AGAIN) from fault
    if not isinstance(content, dict):
        raise ModelError(f"{name} holds a {type(content).__name__} where an object is expected.", AGAIN)
    return content


def read_topology(model: Mapping[str, Any]) -> dict[str, Any]:
    """Find the outermost layer in a model.json, which older and newer writers nest differently."""
    topology = model.get("modelTopology")
    if isinstance(topology, dict) and "model_config" in topology:
        topology = topology["model_config"]
    if model.get("format") == "graph-model" or (isinstance(topology, dict) and "node" in topology):
        raise ModelError(
            "model.json holds a frozen graph, not layers.", "Export the model as Tensorflow.js layers."
        )
    if not isinstance(topology, dict) or not {"class_name", "config"} <= topology.keys():
        raise ModelError("model.json describes no layers (modelTopology).", AGAIN)
    return topology


class _Quantised(BaseModel):
    """How a tensor's numbers stand for others; float16 has neither scale nor minimum."""

    dtype: str
    scale: float = 1.0
    min: float = 0.0


class _Entry(BaseModel):
    """One tensor of a weights manifest."""

    name: str
    shape: list[NonNegativeInt]
    dtype: str
    quantization: _Quantised | None = None


class _Group(BaseModel):
    """Some tensors that lie one after the other in the shards at `paths`."""

    paths: list[str]
    weights: list[_Entry]


_MANIFEST = TypeAdapter(list[_Group])


def read_weights(model: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, NDArray[np.float32]]:
    """Read all tensors of a weights manifest, by name, with quantised ones brought back to float32.

    Raises ModelError if the manifest is malformed, a shard is missing, too short or too long, or a tensor has an
    unknown type.
    """
    weights: dict[str, NDArray[np.float32]] = {}
    for group in _manifest(model):
        data = b"".join(_shard(files, path) for path in group.paths)
        end = 0
        for entry in group.weights:
            weights[entry.name], end = _tensor(entry, data, end)
        if end != len(data):
            raise ModelError(
                f"The weights of model.json end {len(data) - end} bytes before their file does.", AGAIN
            )
    if not weights:
        raise ModelError("model.json lists no weights (weightsManifest).", AGAIN)
    return weights


def _manifest(model: Mapping[str, Any]) -> list[_Group]:
    try:
        return _MANIFEST.validate_python(model.get("weightsManifest") or [])
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(str(part) for part in ("weightsManifest", *first["loc"]))
        raise ModelError(f"model.json is malformed at {place}: {first['msg']}.", AGAIN) from None


def _shard(files: Mapping[str, bytes], path: str) -> bytes:
    if path not in files:
        raise ModelError(f"The weights file {path} that model.json names is missing beside it.", AGAIN)
    return files[path]


def _tensor(entry: _Entry, data: bytes, start: int) -> tuple[NDArray[np.float32], int]:
    kind = entry.quantization.dtype if entry.quantization else entry.dtype
    if kind not in DTYPES:
        raise ModelError(f"The weight {entry.name} is of type {kind}, which is not known.", AGAIN)
    count, dtype = math.prod(entry.shape), np.dtype(DTYPES[kind])
    end = start + count * dtype.itemsize
    if end > len(data):
        raise ModelError(
            f"The weights file ends within {entry.name}: {end} bytes are needed, it has {len(data)}.", AGAIN
        )
    stored = np.frombuffer(data, dtype, count, start).reshape(entry.shape)
    return _opened_up(stored, entry.quantization), end


def _opened_up(stored: NDArray[Any], quantised: _Quantised | None) -> NDArray[np.float32]:
    """Undo the quantisation: uint8 and uint16 stand for scale x value + min, float16 for itself."""
    values = stored.astype(np.float32)
    if quantised and quantised.dtype != "float16":
        values = values * np.float32(quantised.scale) + np.float32(quantised.min)
    return values


def manifest_entries(weights: Mapping[str, NDArray[Any]]) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Yield a manifest entry and the bytes of each weight; float16 arrays are marked as quantised."""
    for name, array in weights.items():
        entry: dict[str, Any] = {"name": name, "shape": list(array.shape), "dtype": "float32"}
        stored = array.astype("<f4")
        if array.dtype == np.float16:
            entry["quantization"] = {"dtype": "float16", "original_dtype": "float32"}
            stored = array.astype("<f2")
        yield entry, stored.tobytes()

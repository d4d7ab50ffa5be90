"""The TensorFlow.js export: model.json, weights.bin and metadata.json with the topics' names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from artmeta.errors import ModelError
from artmeta.vision.networks.export_files import AGAIN, ExportFiles, open_export
from artmeta.vision.networks.labels import distinct
from artmeta.vision.networks.network import Network
from artmeta.vision.networks.structure import LayersExport, match
from artmeta.vision.networks.tfjs_files import read_json, read_topology, read_weights

IMAGE_PACKAGE = "@teachablemachine/image"
ONLY_IMAGES = "Only image models look at pictures: make an Image Project in Teachable Machine."


def read_tfjs(opened: ExportFiles) -> LayersExport:
    """Read a TensorFlow.js export of an image model; raise ModelError if it is another kind, or incomplete."""
    metadata = read_json(opened.files, "metadata.json")
    _check_kind(metadata)
    labels = metadata.get("labels")
    if not isinstance(labels, list) or not labels or not all(isinstance(label, str) for label in labels):
        raise ModelError("metadata.json does not list the topics' names (labels).", AGAIN)
    model, notes = read_json(opened.files, opened.model), metadata.get("userMetadata")
    return LayersExport(
        topology=read_topology(model),
        weights=read_weights(model, opened.files),
        labels=distinct(labels),
        origin=opened.origin,
        name=str(metadata.get("modelName", "")),
        made=str(metadata.get("timeStamp", "")),
        notes=notes if isinstance(notes, dict) else {},
        made_by=f"Teachable Machine {metadata.get('tmVersion', '')}".strip(),
    )


def read_network(path: Path) -> tuple[LayersExport, Network]:
    """Read a TensorFlow.js export, as artmeta keeps the networks of its own models; raises what `read_tfjs` raises."""
    export = read_tfjs(open_export(path))
    return export, match(export)


def network_in(files: Mapping[str, bytes]) -> Network:
    """Read the network of a TensorFlow.js export in memory, its files by name; raises what `read_tfjs` raises."""
    return match(read_tfjs(ExportFiles("tfjs", "model.json", files, "The export")))


def _check_kind(metadata: Mapping[str, Any]) -> None:
    """Refuse the models of poses and of sounds by what their metadata calls them."""
    if "wordLabels" in metadata or "tfjsSpeechCommandsVersion" in metadata:
        raise ModelError("This is an audio model of Teachable Machine; it listens to sounds.", ONLY_IMAGES)
    package = str(metadata.get("packageName", IMAGE_PACKAGE))
    if package.endswith("/pose"):
        raise ModelError(f"This is a pose model ({package}); it looks at the joints of a body.", ONLY_IMAGES)
    if package != IMAGE_PACKAGE:
        raise ModelError(f"This model is of the kind {package}, not {IMAGE_PACKAGE}.", ONLY_IMAGES)

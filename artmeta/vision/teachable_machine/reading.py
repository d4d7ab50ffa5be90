"""A Teachable Machine export, whichever of its forms was downloaded, becomes a network that artmeta can use."""

from __future__ import annotations

from pathlib import Path

from artmeta.vision.teachable_machine.keras_export import read_keras
from artmeta.vision.teachable_machine.layers_export import LayersExport
from artmeta.vision.teachable_machine.network import Network
from artmeta.vision.teachable_machine.opened import read_export
from artmeta.vision.teachable_machine.structure import match
from artmeta.vision.teachable_machine.tfjs_export import read_tfjs


def read_network(path: Path) -> tuple[LayersExport, Network]:
    """Read a folder or a zip with model.json or keras_model.h5; raise ModelError with the reason if it cannot be.

    Needs json and numpy, and h5py for the Keras form; no TensorFlow.
    """
    files = read_export(path)
    export = read_tfjs(files, path.name) if "model.json" in files else read_keras(files, path.name)
    return export, match(export)

"""What every Teachable Machine export holds, whichever file format carries it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Weights = Mapping[str, NDArray[np.float32]]  # by `layer/weight`, as the file pairs them


@dataclass(frozen=True, slots=True)
class LayersExport:
    """A network's description in the layers format of Keras 2, its weights, and the topics it tells apart.

    `topology` is the outermost layer: {class_name, config}. `labels` stand in the order of the scores.
    `origin` names the file, `made` is when it says it was made, '' where it does not.
    """

    topology: Mapping[str, Any]
    weights: Weights
    labels: tuple[str, ...]
    origin: str
    name: str = ""
    made: str = ""
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class Dense:
    """One fully connected layer: kernel [inputs, outputs], bias [outputs], and what is done to the sums."""

    kernel: NDArray[np.float32]
    bias: NDArray[np.float32]
    activation: str


def digest_of(config: Mapping[str, Any], weights: Weights) -> str:
    """Describe a network by the sha256 of its layers' kinds and weights; the layers' names do not count.

    Teachable Machine counts the numbers in names up with every training, so equal networks bear other names.
    """
    digest = hashlib.sha256()
    for layer in config["layers"]:
        digest.update(layer["class_name"].encode())
        prefix = f"{layer['config']['name']}/"
        for name in sorted(key for key in weights if key.startswith(prefix)):
            array = weights[name]
            digest.update(f"{name.removeprefix(prefix)}{array.shape}".encode())
            digest.update(np.ascontiguousarray(array, dtype="<f4").tobytes())
    return digest.hexdigest()

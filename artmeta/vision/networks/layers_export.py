"""The content of an export in layers, whatever its file format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from artmeta.vision.networks.network import Weights


@dataclass(frozen=True, slots=True)
class LayersExport:
    """A network's description in the layers format of Keras 2, its weights, and its topics.

    `topology` is the outermost layer: {class_name, config}. `labels` stand in the order of the scores.
    `origin` names the file, `made` is when it says it was made, '' where it does not; `notes` is what its maker added.
    """

    topology: Mapping[str, Any]
    weights: Weights
    labels: tuple[str, ...]
    origin: str
    name: str = ""
    made: str = ""
    made_by: str = ""
    notes: Mapping[str, Any] = field(default_factory=dict)

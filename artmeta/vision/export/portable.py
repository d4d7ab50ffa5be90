"""Every model can be told as one network: its backbone, whichever that is, with its head."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

from artmeta.errors import ExportError
from artmeta.vision.backbones import DEFAULT
from artmeta.vision.model_store import Model
from artmeta.vision.own_network import own_network
from artmeta.vision.teachable_machine.network import Network
from artmeta.vision.teachable_machine.preprocessing import PREPROCESSINGS
from artmeta.vision.weights import find_weights


def network_of(models_dir: Path, model: Model, weights: str = "") -> Network:
    """Return a model's network with its head; raise ExportError if its backbone has no portable form."""
    own = own_network(models_dir, model.card)
    if own is not None:
        return replace(own, head=model.head)
    if model.card.backbone != DEFAULT:
        raise ExportError(
            f"The backbone '{model.card.backbone}' of '{model.card.name}' cannot be exported.",
            f"Train the model on {DEFAULT} to take it to other programs.",
        )
    from artmeta.vision.keras_door.backbone import build
    from artmeta.vision.keras_door.networks import describe
    from artmeta.vision.torch_pickle import read_tensors

    found = find_weights(Path(weights) if weights else None)
    return describe(build(read_tensors(found.path)), model.head)


def crop_of(model: Model) -> Literal["centre", "stretch"]:
    """Say how the model's pictures become square."""
    way = PREPROCESSINGS.get(model.card.preprocessing)
    return way.crop if way else "centre"

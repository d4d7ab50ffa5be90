"""Every model can be told as one network: its backbone, whichever that is, with its head."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from artmeta.vision.backbones import keras_backbone
from artmeta.vision.model_store import Model
from artmeta.vision.own_network import OwnNetwork, own_network
from artmeta.vision.weights import find_weights


def network_of(models_dir: Path, model: Model, weights: str = "") -> OwnNetwork:
    """Return a model's network with its head; raise ExportError if its backbone has no portable form.

    `weights` is what the common backbone takes its weights from, as in `load_backbone`.
    """
    own = own_network(models_dir, model.card)
    if own is not None:
        return replace(own, network=replace(own.network, head=model.head))
    from artmeta.vision.keras_door.networks import describe

    backbone = keras_backbone(model.card.backbone, find_weights(weights))
    return OwnNetwork(describe(backbone, model.head), "centre")

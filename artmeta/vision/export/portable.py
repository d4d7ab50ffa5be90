"""Every model can be told as one network: its backbone, whichever that is, with its head."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from artmeta.vision.backbones import SIZE, SIZES, digest_of, keras_backbone
from artmeta.vision.heads import Head
from artmeta.vision.model_store import Model
from artmeta.vision.own_network import Crop, OwnNetwork, check_same, own_network
from artmeta.vision.teachable_machine.input_scale import for_input
from artmeta.vision.teachable_machine.network import InputScale, Network
from artmeta.vision.weights import WeightsFile, find_weights


@dataclass(frozen=True, slots=True)
class Application:
    """A network of keras.applications with a head: Keras alone can tell its layers."""

    name: str
    weights: WeightsFile
    head: Head
    size: int


Portable = Network | Application


def portable_of(models_dir: Path, model: Model, weights: str = "") -> tuple[Portable, Crop]:
    """Return a model's network with its head, and how pictures become square for it.

    `weights` is what the backbone takes its weights from, as in `load_backbone`. Raises ModelError if they are not
    those the model was trained on.
    """
    card, found = model.card, find_weights(weights)
    if own_network(models_dir, card) is not None or found.kind == "torch":
        own = network_of(models_dir, model, weights)
        return own.network, own.crop
    check_same(card, digest_of(card.backbone, found))
    return Application(card.backbone, found, model.head, SIZES.get(card.backbone, SIZE)), "centre"


def network_of(models_dir: Path, model: Model, weights: str = "") -> OwnNetwork:
    """Return a model's network with its head, layer by layer.

    Raises ExportError if its backbone is one of keras.applications, and ModelError as `portable_of`.
    """
    own = own_network(models_dir, model.card)
    if own is not None:
        return replace(own, network=replace(own.network, head=model.head))
    from artmeta.vision.keras_door.networks import describe

    found = find_weights(weights)
    check_same(model.card, digest_of(model.card.backbone, found))
    backbone = keras_backbone(model.card.backbone, found)
    return OwnNetwork(describe(backbone, model.head), "centre")


def whole(network: Portable, given: InputScale) -> Any:
    """Build a Keras model: pictures [n, size, size, 3], pixels scaled as `given` -> confidences [n, topics]."""
    from artmeta.vision.keras_door.networks import application_model, whole_model

    if isinstance(network, Network):
        return whole_model(for_input(network, given))
    return application_model(keras_backbone(network.name, network.weights), network.head, given)

"""A model as one network: its backbone with its head."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from artmeta.domain.model_card import ModelCard
from artmeta.errors import ExportError
from artmeta.vision.backbones import keras_backbone, size_of
from artmeta.vision.heads import Head
from artmeta.vision.model_store import StoredModel
from artmeta.vision.networks.input_scale import for_input
from artmeta.vision.networks.network import InputScale, LitertNetwork, Network
from artmeta.vision.own_network import Crop, check_same, own_network
from artmeta.vision.weights import WeightsFile, find_weights


@dataclass(frozen=True, slots=True)
class Application:
    """A network of keras.applications with a head; Keras builds it, whatever its layers are."""

    name: str
    weights: WeightsFile
    head: Head
    size: int


Portable = Network | Application


def portable_of(models_dir: Path, model: StoredModel, weights: str = "") -> tuple[Portable, Crop]:
    """Return a model's network with its head, and how pictures become square for it.

    `weights` is what a common backbone takes its weights from, as in `load_backbone`. Raises ModelError if they are
    not those the model was trained on, ExportError if the network's layers are not known. The network of an int8 model
    is the float32 one that it was quantised from.
    """
    card, own = model.card, own_network(models_dir, model.card)
    if own is not None:
        return replace(_layered(card, own.network), head=model.head), own.crop
    weights_file = find_weights(weights, card.backbone)
    check_same(card, weights_file)
    if weights_file.kind != "torch":
        return Application(card.backbone, weights_file, model.head, size_of(card.backbone)), "centre"
    return replace(_described(card.backbone, weights_file), head=model.head), "centre"


@lru_cache(maxsize=1)  # built for a second; a model is often exported in several forms
def _described(backbone: str, weights: WeightsFile) -> Network:
    """Return a common backbone layer by layer, with a head without layers."""
    from artmeta.vision.keras_backend.networks import describe

    return describe(keras_backbone(backbone, weights), Head(()))


def _layered(card: ModelCard, network: Network | LitertNetwork) -> Network:
    if isinstance(network, Network):
        return network
    raise ExportError(
        f"The model '{card.name}' was imported as a LiteRT file; its layers are not known, so it cannot be exported.",
        "Use the file it was imported from, or import the TensorFlow.js or Keras export of the same project.",
    )


def network_of(models_dir: Path, model: StoredModel, weights: str = "") -> tuple[Network, Crop]:
    """Return a model's network with its head, layer by layer; raises what `portable_of` and `layers_of` raise."""
    network, crop = portable_of(models_dir, model, weights)
    return layers_of(network), crop


def layers_of(network: Portable) -> Network:
    """Return a network layer by layer, as TensorFlow.js knows them; raise ExportError if that cannot be."""
    if isinstance(network, Network):
        return network
    from artmeta.vision.keras_backend.networks import describe_application

    return describe_application(keras_backbone(network.name, network.weights), network.head)


def whole(network: Portable, given: InputScale) -> Any:
    """Build a Keras model: pictures [n, size, size, 3], pixels scaled as `given` -> confidences [n, topics]."""
    from artmeta.vision.keras_backend.networks import application_model, whole_model

    if isinstance(network, Network):
        return whole_model(for_input(network, given))
    return application_model(keras_backbone(network.name, network.weights), network.head, given)

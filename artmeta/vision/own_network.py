"""A model that brings a network of its own keeps it in its folder, and sees with it instead of the common backbone."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from artmeta.domain.model_card import ModelCard
from artmeta.errors import ModelError
from artmeta.vision.backbones import Backbone, load_backbone
from artmeta.vision.model_store import place_of
from artmeta.vision.teachable_machine.input_scale import for_input
from artmeta.vision.teachable_machine.network import PIXELS, Network
from artmeta.vision.teachable_machine.preprocessing import Preprocessing, preprocessing
from artmeta.vision.teachable_machine.reading import read_network
from artmeta.vision.teachable_machine.tfjs_write import tfjs_files

FOLDER = "network"  # in the model's own folder, in the TensorFlow.js form


def network_files(network: Network, labels: tuple[str, ...], name: str, made: str) -> dict[str, bytes]:
    """Return the files to keep beside a model, by their path in its folder."""
    return {f"{FOLDER}/{file}": data for file, data in tfjs_files(network, labels, name, made).items()}


def own_network(models_dir: Path, card: ModelCard) -> Network | None:
    """Load the network that a model brings; None if it sees with the common backbone.

    Raises ModelError if it is damaged or another than the card speaks of.
    """
    place = place_of(models_dir, card) / FOLDER
    if not place.is_dir():
        return None
    way = preprocessing(card.preprocessing)
    _, found = read_network(place)
    network = replace(found, scale=way.scale)
    if backbone_digest(card.backbone, network, way) != card.backbone_digest:
        raise ModelError(
            f"The network in {place} is not the one the card speaks of.", "Import the model again."
        )
    return network


def backbone_digest(name: str, network: Network, way: Preprocessing) -> str:
    """Describe what sees: other weights or another preprocessing give other features."""
    whole = f"{name}|{network.digest}|{network.scale}|{way.crop}"
    return f"{name}-{hashlib.sha256(whole.encode()).hexdigest()[:24]}"


def backbone_for(models_dir: Path, card: ModelCard, cache_dir: Path, weights: str = "") -> Backbone:
    """Return what a model sees with: its own network, or the common backbone that its card names.

    The LiteRT file is made on first use, by TensorFlow, and then loaded without it. `weights` is the file
    that `load_backbone` takes them from.
    """
    path = cache_dir / "backbones" / f"{card.backbone_digest}.tflite"
    network = own_network(models_dir, card)
    if network is None:
        return _common(card, cache_dir, weights)
    if not path.exists():
        from artmeta.vision.keras_door.convert import write_litert
        from artmeta.vision.keras_door.networks import backbone_model

        write_litert(backbone_model(for_input(network, PIXELS)), path)
    way = preprocessing(card.preprocessing)
    return Backbone(
        card.backbone, card.backbone_digest, network.width, network.size, way.name, path, way.crop
    )


def _common(card: ModelCard, cache_dir: Path, weights: str) -> Backbone:
    """Load the backbone that the card names, if it is still the one the model was trained on."""
    found = load_backbone(card.backbone, cache_dir, weights)
    if found.digest != card.backbone_digest:
        raise ModelError(
            f"The model '{card.name}' was trained on {card.backbone_digest}; the weights here make {found.digest}.",
            "Set ARTMETA_WEIGHTS as it was when the model was trained, or train it again.",
        )
    return found

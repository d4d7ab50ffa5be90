"""Models with a network of their own, stored in their folder, which replaces the common backbone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from artmeta.domain.model_card import ModelCard
from artmeta.errors import ModelError
from artmeta.files import write
from artmeta.vision.backbones import compiled, digest_of, load_backbone
from artmeta.vision.model_faults import model_faults
from artmeta.vision.model_store import place_of, read_beside
from artmeta.vision.networks.backbone import Backbone
from artmeta.vision.networks.input_scale import for_input
from artmeta.vision.networks.network import PIXELS, InputScale, LitertNetwork, Network
from artmeta.vision.networks.tfjs_read import read_network
from artmeta.vision.networks.tfjs_write import tfjs_files
from artmeta.vision.weights import WeightsFile, find_weights

FOLDER = "network"  # in the model's own folder, in the TensorFlow.js form or as a LiteRT file
LITERT, READING = "model.tflite", "reading.json"

Crop = Literal["centre", "stretch"]


@dataclass(frozen=True, slots=True)
class OwnNetwork:
    """A model's own network, and how pictures are made square for it."""

    network: Network | LitertNetwork
    crop: Crop

    def files(self, labels: tuple[str, ...], name: str, made: str) -> dict[str, bytes]:
        """Return the files to keep beside a model (`save_model`), by their path in its folder."""
        network = self.network
        notes: dict[str, Any] = {
            "crop": self.crop,
            "factor": network.scale.factor,
            "offset": network.scale.offset,
        }
        if isinstance(network, LitertNetwork):
            notes |= {"size": network.size, "topics": network.topics, "several": network.multi_label}
            files = {LITERT: network.data, READING: json.dumps(notes).encode()}
        else:
            files = tfjs_files(network, labels, name, made, notes=notes)
        return {f"{FOLDER}/{file}": data for file, data in files.items()}


def own_network(models_dir: Path, card: ModelCard) -> OwnNetwork | None:
    """Load a model's own network; None if it uses the common backbone.

    Raises ModelError if it is damaged or not the one in the card.
    """
    place = place_of(models_dir, card) / FOLDER
    if not place.is_dir():
        return None
    try:
        own = _litert(models_dir, card) if (place / LITERT).is_file() else _layers(place)
    except (KeyError, TypeError, ValueError) as fault:
        raise ModelError(f"{place} does not say how pictures are brought to the network: {fault}.") from None
    if backbone_digest(card.backbone, own.network, own.crop) != card.backbone_digest:
        raise ModelError(
            f"The network in {place} is not the one described by its model card.", "Import or train it again."
        )
    return own


def _layers(place: Path) -> OwnNetwork:
    export, network = read_network(place)
    return OwnNetwork(replace(network, scale=_scale(export.notes)), export.notes["crop"])


def _litert(models_dir: Path, card: ModelCard) -> OwnNetwork:
    names = [f"{FOLDER}/{LITERT}", f"{FOLDER}/{READING}"]
    data, reading = read_beside(models_dir, card, names).values()
    notes = json.loads(reading)
    network = LitertNetwork(
        data, int(notes["size"]), int(notes["topics"]), bool(notes["several"]), _scale(notes)
    )
    return OwnNetwork(network, notes["crop"])


def _scale(notes: Mapping[str, Any]) -> InputScale:
    return InputScale.of(notes["factor"], notes["offset"])


def backbone_digest(name: str, network: Network | LitertNetwork, crop: Crop) -> str:
    """Return the digest of a backbone: its weights, scale and crop."""
    # -1 and -1.0 are one scale
    scale = [float(value) for value in (*network.scale.factor, *network.scale.offset)]
    whole = f"{name}|{network.digest}|{scale}|{crop}"
    return f"{name}-{hashlib.sha256(whole.encode()).hexdigest()[:24]}"


def backbone_for(models_dir: Path, card: ModelCard, cache_dir: Path, weights: str = "") -> Backbone:
    """Return a model's backbone: its own network, or the common one that its card names.

    The LiteRT file is made on first use, by TensorFlow, and then loaded without it. `weights` is what
    `load_backbone` takes them from.
    """
    own = own_network(models_dir, card)
    if own is None:
        return _common(card, cache_dir, weights)
    return own_backbone(card.backbone, own, card.preprocessing, cache_dir)


def own_backbone(name: str, own: OwnNetwork, preprocessing: str, cache_dir: Path) -> Backbone:
    """Return a model's own network as a backbone; its LiteRT file is written if it is missing.

    Raises ModelError if the network cannot be built.
    """
    network, digest = own.network, backbone_digest(name, own.network, own.crop)
    path = cache_dir / "backbones" / f"{digest}.tflite"
    if isinstance(network, LitertNetwork):
        if not path.is_file() or path.read_bytes() != network.data:
            write(path, network.data, durable=False)
        gives: Literal["softmax", "sigmoid"] = "sigmoid" if network.multi_label else "softmax"
        return Backbone(
            name, digest, network.width, network.size, preprocessing, path, own.crop, network.scale, gives
        )
    with model_faults("The model"):
        compiled(path, lambda: _keras(network))
    return Backbone(name, digest, network.width, network.size, preprocessing, path, own.crop)


def _keras(network: Network) -> Any:
    from artmeta.vision.keras_backend.networks import backbone_model

    return backbone_model(for_input(network, PIXELS))


def _common(card: ModelCard, cache_dir: Path, weights: str) -> Backbone:
    """Load the backbone that the card names; raise ModelError if it is not the one of the training."""
    check_same(card, find_weights(weights, card.backbone))
    return load_backbone(card.backbone, cache_dir, weights, card.precision)


def check_backbone_of(models_dir: Path, card: ModelCard, weights: str = "") -> None:
    """Raise ModelError if a model's common backbone cannot be that of its training; nothing is built or loaded."""
    if not (place_of(models_dir, card) / FOLDER).is_dir():
        check_same(card, find_weights(weights, card.backbone))


def check_same(card: ModelCard, weights_file: WeightsFile) -> None:
    """Raise ModelError if these weights and this code do not make the backbone that the model was trained on."""
    digest = digest_of(card.backbone, weights_file, card.precision)
    if digest != card.backbone_digest:
        changed = "the weights" if card.precision == "float32" else "the weights or the quantisation"
        raise ModelError(
            f"The model '{card.name}' was trained on the backbone {card.backbone_digest}, but here it is {digest}: "
            f"{changed} have changed since.",
            "Train it again with the same options; if ARTMETA_WEIGHTS named other weights then, set it as it was.",
        )

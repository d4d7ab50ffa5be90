"""A model from Teachable Machine becomes one of artmeta's: with a card, in the model store, used like any other."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from artmeta.domain.model_card import ModelCard
from artmeta.vision.heads import Head
from artmeta.vision.model_store import save_model
from artmeta.vision.own_network import backbone_digest, network_files
from artmeta.vision.teachable_machine.layers_export import LayersExport
from artmeta.vision.teachable_machine.network import Network
from artmeta.vision.teachable_machine.preprocessing import Preprocessing, preprocessing
from artmeta.vision.teachable_machine.reading import read_network

BACKBONE = "teachable-machine"
UNKNOWN = (
    "Imported: which pictures it was trained on, and how often it is right, is not in the export. Measure it on works "
    "whose topics are known before its word counts.",
    "Its confidences are as Teachable Machine gives them, not calibrated: unknown things can get 1.00 too.",
)


def import_model(path: Path, name: str, way_name: str, models_dir: Path) -> ModelCard:
    """Keep an export as the next version of a model; raise ModelError if it cannot be one.

    `way_name` is the preprocessing it will be used with: teachable-machine, keras-snippet or ml5.
    """
    way = preprocessing(way_name)
    export, found = read_network(path)
    network = replace(found, scale=way.scale)
    card = _card(export, network, way, name)
    files = network_files(network, export.labels, name, export.made or card.created_at, way.crop)
    return save_model(models_dir, network.head, card, files)


def _card(export: LayersExport, network: Network, way: Preprocessing, name: str) -> ModelCard:
    made = f" of {export.made[:10]}" if export.made else ""
    return ModelCard(
        name=name,
        version=0,
        backbone=BACKBONE,
        backbone_digest=backbone_digest(BACKBONE, network, way.crop),
        preprocessing=way.name,
        head=_kind(network.head),
        vocabulary=f"teachable-machine-{_words(export.labels)}",
        vocabulary_version="1",
        topics=export.labels,
        data_digest="",
        trained_on=f"{export.made_by}{made}: {export.name or export.origin}",
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        code_version=version("artmeta"),
        notes=UNKNOWN,
    )


def _words(labels: tuple[str, ...]) -> str:
    """Tell lists of topics apart: an export has no name for its own."""
    return hashlib.sha256("\n".join(labels).encode()).hexdigest()[:8]


def _kind(head: Head) -> str:
    return "teachable-machine" if len(head.layers) > 1 else "logistic"

"""A model from Teachable Machine becomes one of artmeta's: with a card, in the model store, used like any other."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from artmeta.domain.model_card import ModelCard
from artmeta.errors import ModelError
from artmeta.vision.heads import Head
from artmeta.vision.litert import Embedder
from artmeta.vision.model_store import save_model
from artmeta.vision.own_network import OwnNetwork, backbone_digest, own_backbone
from artmeta.vision.teachable_machine.network import LitertNetwork
from artmeta.vision.teachable_machine.preprocessing import Preprocessing, preprocessing
from artmeta.vision.teachable_machine.reading import Found, read_model

BACKBONE = "teachable-machine"
UNKNOWN = (
    "Imported: which pictures it was trained on, and how often it is right, is not in the export. Measure it on works "
    "whose topics are known before its word counts.",
    "Its confidences are as Teachable Machine gives them, not calibrated: unknown things can get 1.00 too.",
)
AS_IT_IS = (
    "It runs as the LiteRT file it is: its layers are not known, so it cannot be exported in another form. Import the "
    "TensorFlow.js or Keras export of the same project for that."
)


def import_model(path: Path, name: str, way_name: str, models_dir: Path, cache_dir: Path) -> ModelCard:
    """Keep an export as the next version of a model, once it has classified a picture; raise ModelError if it cannot.

    `way_name` is the preprocessing it will be used with: teachable-machine, keras-snippet or ml5; '' takes the one of
    the code that Teachable Machine shows for the export's form. Nothing is kept of a model that fails.
    """
    found = read_model(path)
    way = preprocessing(way_name, found.form)
    own = OwnNetwork(replace(found.network, scale=way.scale), way.crop)
    prove(own, found.labels, cache_dir)
    card = _card(found, own, way, name)
    files = own.files(found.labels, name, found.made or card.created_at)
    return save_model(models_dir, own.network.head, card, files)


def prove(own: OwnNetwork, labels: tuple[str, ...], cache_dir: Path) -> None:
    """Build a network and let it classify a drawn picture; raise ModelError if it cannot, or gives no confidences."""
    backbone = own_backbone(BACKBONE, own, "", cache_dir)
    try:
        features = Embedder(backbone).embed(drawn(own.network.size))
        if not np.isfinite(features).all():
            raise ValueError("what it makes of a picture is not finite")
        confidences = own.network.head.confidences(features[None])[0]
        sound = confidences.shape == (len(labels),) and bool(np.isfinite(confidences).all())
        reason = f"it answers {np.round(confidences, 3).tolist()}"
    except (ValueError, RuntimeError, ModelError) as fault:
        sound, reason = False, str(fault).splitlines()[0].rstrip(".")
    if not sound:
        for made in (backbone.litert_path, backbone.litert_path.with_suffix(".json")):
            made.unlink(missing_ok=True)
        raise ModelError(
            f"The model cannot classify a picture, so it is not imported: {reason}.",
            "Its file may be damaged: export it again.",
        )


def drawn(size: int) -> NDArray[np.uint8]:
    """Draw a picture [size, size, 3] of three slanting waves, one a colour."""
    y, x = np.mgrid[0:size, 0:size] / size
    waves = [np.sin(7 * x + slant * y) for slant in (2, 5, 11)]
    return ((np.stack(waves, axis=-1) + 1) * 127.5).astype(np.uint8)


def _card(found: Found, own: OwnNetwork, way: Preprocessing, name: str) -> ModelCard:
    made = f" of {found.made[:10]}" if found.made else ""
    as_it_is = isinstance(own.network, LitertNetwork)
    return ModelCard(
        name=name,
        version=0,
        backbone=BACKBONE,
        backbone_digest=backbone_digest(BACKBONE, own.network, way.crop),
        preprocessing=way.name,
        head="whole network" if as_it_is else _kind(own.network.head),
        vocabulary=f"teachable-machine-{_words(found.labels)}",
        vocabulary_version="1",
        topics=found.labels,
        data_digest="",
        trained_on=f"{found.made_by}{made}: {found.name}",
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        code_version=version("artmeta"),
        notes=(*UNKNOWN, AS_IT_IS) if as_it_is else UNKNOWN,
    )


def _words(labels: tuple[str, ...]) -> str:
    """Tell lists of topics apart: an export has no name for its own."""
    return hashlib.sha256("\n".join(labels).encode()).hexdigest()[:8]


def _kind(head: Head) -> str:
    return "teachable-machine" if len(head.layers) > 1 else "logistic"

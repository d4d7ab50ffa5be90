"""Import of Teachable Machine models into the model store, with a card."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np

from artmeta.domain.model_card import ModelCard
from artmeta.errors import ModelError, first_line
from artmeta.vision.half_precision import rounding_error
from artmeta.vision.heads import Head
from artmeta.vision.litert import LEAST, Embedder, run, takes_real_numbers
from artmeta.vision.model_faults import model_faults
from artmeta.vision.model_store import save_model
from artmeta.vision.networks.network import PIXELS, SNIPPET, LitertNetwork, Network
from artmeta.vision.own_network import OwnNetwork, backbone_digest, own_backbone
from artmeta.vision.probe_pictures import probe_pictures
from artmeta.vision.teachable_machine.preprocessing import OWN_SCALE, STATED, Preprocessing, preprocessing
from artmeta.vision.teachable_machine.read_model import ImportedModel, read_model

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
ROUNDED = (
    "Its features lose too much in half precision, in which features are kept: a confidence changed by {error:.2f}. So "
    "it is kept as a whole network, of which the confidences are kept, and cannot be exported in another form."
)
# Of a confidence. Networks trained on pictures lose 0.0002; above this the second decimal that reports show is wrong.
MOST_ROUNDED = 0.01
# Ranges over the probes of the logarithm of a confidence. Measured: 0.97 to 15.9 of three networks shown -1 to 1, as in
# training; of three trained on 0 to 255, 0 to 0.4 shown -1 to 1, and at least 40 times as much shown 0 to 255.
ALIKE, TIMES_AS_MUCH = 0.5, 10.0
PROBES = 8  # pictures that an import is tried on; 10 ms each


def import_model(path: Path, name: str, way_name: str, models_dir: Path, cache_dir: Path) -> ModelCard:
    """Save an export as the next version of a model, once it has classified a picture; raise ModelError if it cannot.

    `way_name` is the preprocessing it will be used with (`PREPROCESSINGS`); '' takes the usual one of the export's
    form, and the crop that artmeta's card beside it names. A network whose features half precision cannot hold is kept
    as a whole. Nothing is kept of a model that fails.
    """
    imported = read_model(path)
    way = _way(way_name, imported)
    own = OwnNetwork(replace(imported.network, scale=way.scale), way.crop)
    error = prove(own, imported.labels, cache_dir)
    notes = (imported.notice, *UNKNOWN) if imported.notice else UNKNOWN
    if isinstance(own.network, LitertNetwork):
        if not way_name and way.scale == SNIPPET and takes_real_numbers(own.network.data):
            _check_values(own.network, way.name)
        notes = (*notes, AS_IT_IS)
    elif error > MOST_ROUNDED:
        own = replace(own, network=_as_whole(own.network))
        notes = (*notes, ROUNDED.format(error=error))
        prove(own, imported.labels, cache_dir)
    card = replace(_card(imported, own, way, name), notes=notes)
    files = own.files(imported.labels, name, imported.made or card.created_at)
    return save_model(models_dir, own.network.head, card, files)


def _way(name: str, imported: ImportedModel) -> Preprocessing:
    """Return the preprocessing of a name, else the usual one of the form, with the scale that a LiteRT file states."""
    scale = imported.network.scale
    way = preprocessing(name, imported.form, imported.stretches, scale == PIXELS)
    if name or not isinstance(imported.network, LitertNetwork) or scale in (PIXELS, SNIPPET):
        return way
    return replace(way, name=STATED, scale=scale)


def prove(own: OwnNetwork, labels: tuple[str, ...], cache_dir: Path) -> float:
    """Build a network and let it classify synthetic pictures; raise ModelError if it cannot, or gives no confidences.

    Return by how much a confidence changes where its features are kept in half precision, as the store keeps them.
    """
    backbone = own_backbone(BACKBONE, own, "", cache_dir)
    head = own.network.head
    try:
        embedder = Embedder(backbone)
        features = embedder.embed_all(probe_pictures(PROBES, own.network.size))
        if not np.isfinite(features).all():
            raise ValueError("what it makes of a picture is not finite")
        confidences = head.confidences(features)
        sound = confidences.shape[1] == len(labels) and bool(np.isfinite(confidences).all())
        reason = f"it answers {np.round(confidences[0], 3).tolist()}"
    except (ValueError, RuntimeError, ModelError) as fault:
        sound, reason = False, first_line(fault)
    if not sound:
        for made in (backbone.litert_path, backbone.litert_path.with_suffix(".json")):
            made.unlink(missing_ok=True)
        raise ModelError(
            f"The model cannot classify a picture, so it is not imported: {reason}.",
            "Its file may be damaged: export it again.",
        )
    return rounding_error(head, features)


def _check_values(network: LitertNetwork, way_name: str) -> None:
    """Raise ModelError if a network hardly tells pictures apart by the usual values, and does by pixels of 0 to 255.

    A conversion to LiteRT may hide the network's own scaling in the weights of its first convolution.
    """
    pictures = probe_pictures(PROBES, network.size)
    usual, pixels = (
        np.ptp(np.log(run(network.data, scale.scaled(pictures)).clip(LEAST, 1)), axis=0).max()
        for scale in (SNIPPET, PIXELS)
    )
    if usual < ALIKE and pixels > TIMES_AS_MUCH * usual:
        raise ModelError(
            "The network gives different pictures nearly the same confidences by the values x / 127.5 - 1, and "
            "tells them apart by pixels of 0 to 255: which of these it was trained with is not in the file.",
            f"Name its preprocessing: {OWN_SCALE} for pixels, or {way_name}.",
        )


def _as_whole(network: Network) -> LitertNetwork:
    """Convert a network with its head, so that confidences are kept of it, not features."""
    from artmeta.vision.keras_backend.convert import litert_bytes
    from artmeta.vision.keras_backend.networks import whole_model

    topics, multi_label = network.head.layers[-1].kernel.shape[1], network.head.multi_label
    with model_faults("The model"):
        data = litert_bytes(whole_model(network))
    return LitertNetwork(data, network.size, topics, multi_label, network.scale)


def _card(imported: ImportedModel, own: OwnNetwork, way: Preprocessing, name: str) -> ModelCard:
    made = f" of {imported.made[:10]}" if imported.made else ""
    return ModelCard(
        name=name,
        version=0,
        backbone=BACKBONE,
        backbone_digest=backbone_digest(BACKBONE, own.network, way.crop),
        preprocessing=way.name,
        head="whole network" if isinstance(own.network, LitertNetwork) else _kind(own.network.head),
        vocabulary=f"teachable-machine-{_words(imported.labels)}",
        vocabulary_version="1",
        topics=imported.labels,
        data_digest="",
        trained_on=f"{imported.made_by}{made}: {imported.name}",
        created_at=datetime.now(UTC).isoformat(timespec="seconds"),
        code_version=version("artmeta"),
    )


def _words(labels: tuple[str, ...]) -> str:
    """Return a name for a list of topics, which has none in an export."""
    return hashlib.sha256("\n".join(labels).encode()).hexdigest()[:8]


def _kind(head: Head) -> str:
    return "teachable-machine" if len(head.layers) > 1 else "logistic"

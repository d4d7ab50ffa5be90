"""Import of models from Teachable Machine, and export for browsers, phones and other programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from artmeta.batches import thinned
from artmeta.errors import ConfigError, ImageError
from artmeta.imaging.decode import Crop, decode
from artmeta.names import check_name
from artmeta.settings import Settings

if TYPE_CHECKING:
    from artmeta.domain.model_card import ModelCard
    from artmeta.vision.export.formats import Form
    from artmeta.vision.keras_backend.convert import Quantise

# pictures that a quantised model is fitted and measured on; more changed no second decimal
MAX_PICTURES = 200


@dataclass(frozen=True, slots=True)
class ExportedModel:
    """The folder of an exported model, its card, and those notes of the card that the export added."""

    folder: Path
    card: ModelCard
    notes: tuple[str, ...]


def import_model(path: Path, model: str, preprocessing: str, settings: Settings) -> ModelCard:
    """Store a model in any form of Teachable Machine's or artmeta's as the next version of a model.

    Raises ConfigError if the name is none, ModelError if the model cannot be read or does not classify a picture.
    """
    from artmeta.vision.teachable_machine.importing import import_model as store_model

    return store_model(
        path, check_name(model, "a model"), preprocessing, settings.models_dir, settings.cache_dir
    )


def export_model(
    model: str,
    version: int | None,
    to: Form,
    folder: Path | None,
    settings: Settings,
    quantise: Quantise = "",
    pictures: Sequence[Path] = (),
) -> ExportedModel:
    """Write a model in one form; without a folder, below `data/exports`.

    `pictures` are files or folders on which a smaller model is fitted and measured.
    """
    from artmeta.vision.export.formats import ExportRequest, check_form
    from artmeta.vision.export.formats import export_model as write
    from artmeta.vision.export.portable import portable_of
    from artmeta.vision.model_store import load_model
    from artmeta.vision.own_network import backbone_for

    check_form(to, quantise)
    stored = load_model(settings.models_dir, model, version)
    network, crop = portable_of(settings.models_dir, stored, settings.weights)
    pixels = read_pictures(picture_files(pictures), network.size, crop)
    served = None
    if stored.card.precision != "float32":
        served = backbone_for(settings.models_dir, stored.card, settings.cache_dir, settings.weights)
    request = ExportRequest(network, stored.card, crop, settings.cache_dir, quantise, pixels, served)
    place = folder or settings.exports_dir / "-".join(
        [model, str(stored.card.version), to, *([quantise] if quantise else [])]
    )
    card = write(request, to, place)
    return ExportedModel(place, card, card.notes[len(stored.card.notes) :])


def picture_files(paths: Sequence[Path]) -> list[Path]:
    """List files and those in folders, evenly thinned to 200; raise ConfigError on a path that is not there."""
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise ConfigError(f"There is no picture or folder {path}.", "Check the path.")
        files += sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
    return thinned(files, MAX_PICTURES)


def read_pictures(files: Sequence[Path], size: int, crop: Crop) -> NDArray[np.uint8]:
    """Decode pictures into one array [n, size, size, 3]; files that are no pictures are left out."""
    read = []
    for file in files:
        try:
            read.append(decode(file, size, crop))
        except ImageError:
            continue
    return np.stack(read) if read else np.zeros((0, size, size, 3), np.uint8)

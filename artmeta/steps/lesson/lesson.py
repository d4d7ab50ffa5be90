"""The lesson in its order: train, look at the curves, try, look inside, take along, and doubt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from artmeta.errors import ExportError
from artmeta.imaging.decode import decode
from artmeta.settings import Settings
from artmeta.steps.folders import classify_folder, folder_to_train_on
from artmeta.steps.lesson.dataset import Pictures, lay_out
from artmeta.steps.model_io import export_model
from artmeta.steps.pipeline import train_model
from artmeta.steps.results import read_store

if TYPE_CHECKING:
    from artmeta.domain.model_card import ModelCard
    from artmeta.vision.keras_backend.feature_maps import LayerMaps

TESTED, ODD, PAGE, FILES = "topics.csv", "weak-points.csv", "try-it", "model-for-ml5"


@dataclass(frozen=True, slots=True)
class Knobs:
    """The three knobs that Teachable Machine shows under *Advanced*, as it sets them."""

    epochs: int = 50
    batch_size: int = 16
    learning_rate: float = 0.001


@dataclass(frozen=True, slots=True)
class LessonResult:
    """What came of the lesson: the page and everything that it tells of."""

    folder: Path
    pictures: Pictures
    knobs: Knobs
    card: ModelCard
    epochs: list[dict[str, Any]]
    tested: pd.DataFrame
    odd: pd.DataFrame
    exported: tuple[str, ...]
    missing: tuple[str, ...]
    maps: tuple[LayerMaps, ...] = ()

    @property
    def surest(self) -> int:
        """The row of the test picture that the model is surest of: the one to look at it with."""
        return int(self.tested["confidence"].fillna(0).to_numpy().argmax())


def run_lesson(place: str, model: str, knobs: Knobs, settings: Settings, folder: Path) -> LessonResult:
    """Walk the lesson on pictures in a folder, a zip or at a URL, or on the sample museum where `place` is ''.

    Writes two CSV files, the model for ml5 and a page to try it into `folder`.
    """
    pictures = lay_out(place, settings)
    card, epochs = _train(pictures, model, knobs, settings)
    folder.mkdir(parents=True, exist_ok=True)
    tested = classify_folder(pictures.testing, model, folder / TESTED, settings)
    odd = classify_folder(pictures.odd, model, folder / ODD, settings)
    table = tested.table
    exported, missing = _take_along(model, folder, settings)
    walked = LessonResult(folder, pictures, knobs, card, epochs, table, odd.table, exported, missing)
    surest = pictures.testing / str(table["file"].iloc[walked.surest])
    return replace(walked, maps=tuple(_look_inside(model, surest, settings)))


def _train(
    pictures: Pictures, model: str, knobs: Knobs, settings: Settings
) -> tuple[ModelCard, list[dict[str, Any]]]:
    from artmeta.vision.model_store import load_model

    turned = {
        "head": "teachable-machine",
        "epochs": knobs.epochs,
        "batch_size": knobs.batch_size,
        "learning_rate": knobs.learning_rate,
    }
    train_model(folder_to_train_on(pictures.training, model, turned), settings)
    card = load_model(settings.models_dir, model).card
    with read_store(settings) as store:
        return card, store.rows("epochs_of_model", model_name=card.name, model_version=card.version)


def _take_along(model: str, folder: Path, settings: Settings) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Export for ml5, and as a page; without npm there is no page, and the lesson says why."""
    export_model(model, None, "tfjs", folder / FILES, settings)
    try:
        export_model(model, None, "web", folder / PAGE, settings)
    except ExportError as fault:
        return (FILES,), (str(fault),)
    return (FILES, PAGE), ()


def _look_inside(model: str, picture: Path, settings: Settings) -> list[LayerMaps]:
    from artmeta.vision.export.portable import network_of
    from artmeta.vision.keras_backend.feature_maps import feature_maps
    from artmeta.vision.model_store import load_model

    network, crop = network_of(settings.models_dir, load_model(settings.models_dir, model), settings.weights)
    return feature_maps(network, decode(picture, network.size, crop))

"""The lesson in its order: train, classify two folders, export, look at feature maps, and write the page."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from artmeta.domain.evaluation import EpochMetrics
from artmeta.errors import ExportError
from artmeta.imaging.decode import decode, png, thumbnail
from artmeta.report.lesson_page import (
    FILES,
    ODD,
    PAGE,
    TESTED,
    LayerImages,
    LessonHyperparameters,
    LessonResult,
    surest_row,
    write_lesson_page,
)
from artmeta.report.render import check_own_page
from artmeta.report.rows import typed
from artmeta.settings import Settings
from artmeta.steps.folders import check_model_name, classify_folder, folder_to_train_on
from artmeta.steps.lesson.dataset import LessonDataset, prepare_dataset
from artmeta.steps.model_io import export_model
from artmeta.steps.pipeline import train_model
from artmeta.steps.results import read_store

if TYPE_CHECKING:
    from artmeta.domain.model_card import ModelCard

THUMBNAIL = 220  # pixels; sharp at the 150 that the page shows, also on a display of higher density


def run_lesson(
    place: str,
    model: str,
    hyperparameters: LessonHyperparameters,
    settings: Settings,
    folder: Path,
    backbone: str = "",
) -> Path:
    """Do the lesson on pictures in a folder, a zip or at a URL, or on the sample museum where `place` is ''.

    Writes two CSV files, the model for ml5 and a page to try it into `folder`, and returns the lesson's page. Raises
    what `prepare_dataset`, a training and a classification raise.
    """
    check_own_page(folder / "index.html")
    check_model_name(model)  # before pictures are drawn or downloaded
    dataset = prepare_dataset(place, settings)
    card, epochs = _train(dataset, model, hyperparameters, backbone, settings)
    folder.mkdir(parents=True, exist_ok=True)
    table = classify_folder(dataset.testing, model, folder / TESTED, settings).table
    unrelated = classify_folder(dataset.unrelated, model, folder / ODD, settings).table
    exported, missing = _export(model, folder, settings)
    surest = dataset.testing / str(table["file"].iloc[surest_row(table)])
    result = LessonResult(
        dataset.training,
        dataset.testing,
        dataset.unrelated,
        dataset.drawn,
        hyperparameters,
        card,
        epochs,
        table,
        unrelated,
        exported,
        missing,
        _feature_maps(model, surest, settings),
    )
    return write_lesson_page(result, lambda picture: thumbnail(picture, THUMBNAIL), folder / "index.html")


def _train(
    dataset: LessonDataset,
    model: str,
    hyperparameters: LessonHyperparameters,
    backbone: str,
    settings: Settings,
) -> tuple[ModelCard, list[EpochMetrics]]:
    from artmeta.vision.model_store import load_model

    table = {"head": "teachable-machine", **asdict(hyperparameters)}
    train_model(folder_to_train_on(dataset.training, model, table, backbone), settings)
    card = load_model(settings.models_dir, model).card
    with read_store(settings) as store:
        rows = store.rows("epochs_of_model", model_name=card.name, model_version=card.version)
        return card, typed(rows, EpochMetrics)


def _export(model: str, folder: Path, settings: Settings) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Export for ml5, and as a page; without npm there is no page, and the reason is returned."""
    export_model(model, None, "tfjs", folder / FILES, settings)
    try:
        export_model(model, None, "web", folder / PAGE, settings)
    except ExportError as fault:
        return (FILES,), (str(fault),)
    return (FILES, PAGE), ()


def _feature_maps(model: str, picture: Path, settings: Settings) -> tuple[LayerImages, ...]:
    from artmeta.vision.export.portable import network_of
    from artmeta.vision.keras_backend.feature_maps import feature_maps
    from artmeta.vision.model_store import load_model

    network, crop = network_of(settings.models_dir, load_model(settings.models_dir, model), settings.weights)
    layers = feature_maps(network, decode(picture, network.size, crop))
    return tuple(
        LayerImages(one.place, one.maps.shape[2], one.maps.shape[1], one.channels, tuple(map(png, one.maps)))
        for one in layers
    )

"""The pipeline's commands as functions: train, classify a folder, enrich a collection, evaluate a model."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

from artmeta.api.collections import collection_file
from artmeta.api.settings import StrPath, settings_for
from artmeta.domain.model_card import HeadKind, Precision
from artmeta.errors import ConfigError
from artmeta.values import path_argument

if TYPE_CHECKING:
    import pandas as pd

    from artmeta.api.classifier import Classifier
    from artmeta.collection import Collection
    from artmeta.settings import Settings
    from artmeta.steps.context import CollectionFile
    from artmeta.steps.evaluation.evaluate import Evaluation
    from artmeta.steps.pipeline import RunResult


def train(
    place: StrPath | Collection,
    model: str = "",
    *,
    head: HeadKind | None = None,
    backbone: str = "",
    precision: Precision | None = None,
    epochs: int | None = None,
    batch_size: int | None = None,
    learning_rate: float | None = None,
    seed: int | None = None,
    data_dir: StrPath | None = None,
) -> Classifier:
    """Train a model and return it; what was trained before on the same pictures is not trained again.

    `place` is a folder that has one folder of pictures a topic, and `model` the name to save under; or a collection
    file, a collection's name or a `Collection` whose table [training] says the same. The other options are for a
    folder. Raises ConfigError or ModelError, in one sentence, where there is nothing to train on.
    """
    from artmeta.api.classifier import Classifier
    from artmeta.steps import pipeline

    settings = settings_for(data_dir)
    given: dict[str, object] = {
        "model": model or None,
        "backbone": backbone or None,
        "precision": precision,
        "head": head,
        "epochs": epochs,
        "batch_size": batch_size,
        "learning_rate": learning_rate,
        "seed": seed,
    }
    options = {name: value for name, value in given.items() if value is not None}
    file = _to_train_on(place, options, settings)
    pipeline.train_model(file, settings)
    return Classifier.load(file.collection.model.name, data_dir=data_dir)


def _to_train_on(
    place: StrPath | Collection, options: dict[str, object], settings: Settings
) -> CollectionFile:
    from artmeta.steps.folders import folder_to_train_on

    if isinstance(place, str | PathLike) and (folder := path_argument(place, "place")).is_dir():
        model, backbone, precision = (
            str(options.pop(name, "")) for name in ("model", "backbone", "precision")
        )
        return folder_to_train_on(folder, model, options, backbone, precision)
    if options:
        raise ConfigError(
            f"`{next(iter(options))}` is an option for a folder, and {place!r} is none.",
            "Check the path. A collection file has it in its tables [training] and [model].",
        )
    return collection_file(place, settings)


def classify(
    folder: StrPath, model: str, *, csv: StrPath | None = None, data_dir: StrPath | None = None
) -> pd.DataFrame:
    """Classify every picture below a folder and return the table that `artmeta classify` writes, a row a file.

    Its columns are file, topic, confidence, one column a topic, status, sure_topics and reason; a file that cannot be
    read has a reason and no topic. What was classified is kept in the database: called again, it goes on where it was.
    Raises ConfigError for a folder that is not there, ModelError for such a model, InputError for a CSV with another
    suffix, ExportError for one that cannot be written.
    """
    from artmeta.files import check_suffix
    from artmeta.steps.folders import classify_folder

    to = None if csv is None else path_argument(csv, "csv")
    if to is not None:
        check_suffix(to, ".csv")
    return classify_folder(path_argument(folder, "folder"), model, to, settings_for(data_dir)).table


def enrich(
    collection: StrPath | Collection,
    *,
    data_dir: StrPath | None = None,
    reports_dir: StrPath | None = None,
    cluster: object | None = None,
) -> RunResult:
    """Enrich a collection from its source to its report; call it again to go on after an interruption.

    `collection` is a collection file, a collection's name, or a `Collection`, which is saved as a file first.
    `cluster` is a Dask cluster object (`distributed.LocalCluster` and its kin) that embeds the pictures, instead of the
    scheduler in the collection's table [compute]. The
    result has `run_id`, `steps` (counts), `report` (the page) and `exports` (files); `open_store` reads the rest.
    Raises ArtmetaError, in one sentence and a hint, where the run cannot go on.
    """
    from artmeta.steps import pipeline

    settings = settings_for(data_dir, reports_dir)
    return pipeline.enrich(collection_file(collection, settings), settings, cluster)


def evaluate(
    model: str,
    folder: StrPath | None = None,
    *,
    version: int | None = None,
    by_artist: bool = False,
    out: StrPath | None = None,
    data_dir: StrPath | None = None,
    reports_dir: StrPath | None = None,
) -> Evaluation:
    """Measure a model on a folder of topic folders, or on the works that were kept out of its training.

    The result has `metrics` (with 95% intervals, confusion matrix, splits), the same as plain values in `result`, and
    the files `page` and `json` that were written to `out`. With `by_artist`, works of artists that it learned from are
    left out. Raises ModelError where there is no such model or no work to measure it on.
    """
    from artmeta.steps.evaluation.evaluate import evaluate as measure

    where = None if folder is None else path_argument(folder, "folder")
    to = None if out is None else path_argument(out, "out")
    return measure(model, settings_for(data_dir, reports_dir), where, version, by_artist, to)

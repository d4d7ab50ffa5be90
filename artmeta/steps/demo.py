"""The demo: serve the sample museum on this machine, train a model on its pictures, and enrich its collection."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from artmeta.background import Submit, background_processes
from artmeta.collection import Collection
from artmeta.files import write
from artmeta.sample.museum import Museum
from artmeta.sample.server import PORT
from artmeta.sample.server import serve as open_museum
from artmeta.settings import Settings
from artmeta.steps import pipeline
from artmeta.steps.context import CollectionFile
from artmeta.steps.pipeline import RunResult
from artmeta.steps.training.train import training_settings
from artmeta.store.database import Store
from artmeta.vision.backbones import load_backbone
from artmeta.vision.model_store import list_models

OTHER_SETTINGS = (
    "%s: version %d was trained with other settings than a training has now; a new version is trained."
)

log = logging.getLogger("artmeta")

Step = Callable[[Path], RunResult]
Visit = Callable[[Step, Step], RunResult]


@contextmanager
def open_sample(works: int, port: int) -> Iterator[Visit]:
    """Open the museum; yield a function that trains with one step if need be, then enriches with another one.

    Where there is no model yet, or only one that was trained by other settings or by an earlier version's, pictures are
    drawn and the backbone is compiled in the background from the start.
    """
    settings = Settings.read()
    settings.check_folders(settings.reports_dir)
    path = write_sample(settings.data_dir, port)
    collection, museum = CollectionFile.load(path).collection, Museum(works=works)
    trained = _is_trained(collection, settings)
    with open_museum(museum, port=port), background_processes(settings.workers) as submit:
        begun = [] if trained else [_prepare(collection, museum, settings, submit)]

        def visit(train: Step, enrich: Step) -> RunResult:
            wait(begun)  # a fault is met again, and explained, by the step that needs the backbone
            if not trained:
                train(path)
            save_ground_truth(museum, path.stem, settings)
            return enrich(path)

        yield visit


def _prepare(collection: Collection, museum: Museum, settings: Settings, submit: Submit) -> Future[Any]:
    """Begin to compile the backbone, which the result is of, and to draw pictures."""
    model = collection.model
    begun = submit(load_backbone, model.backbone, settings.cache_dir, settings.weights, model.precision)
    museum.draw_ahead(submit)
    return begun


def _is_trained(collection: Collection, settings: Settings) -> bool:
    """Tell whether the newest model of the collection was trained by the settings that a training would have now."""
    cards = [card for card in list_models(settings.models_dir) if card.name == collection.model.name]
    if not cards or collection.training is None:
        return bool(cards)
    trained, now = dict(cards[-1].hyperparameters), training_settings(collection.training)
    if trained == now | {"made_from": trained.get("made_from")}:
        return True
    log.warning(OTHER_SETTINGS, collection.model.name, cards[-1].version)
    return False


def save_ground_truth(museum: Museum, collection: str, settings: Settings) -> None:
    """Store the true topic and year of every work; only the report reads them."""
    rows = [
        {"collection": collection, "artwork_id": record.id, "topic_id": work.topic, "year": work.year}
        for record in museum.records()
        for work in (museum.work(record.number),)
    ]
    with Store.open(settings.database) as store:
        store.upsert("ground_truth", pd.DataFrame(rows))


def enrich_sample(visit: Visit) -> RunResult:
    """Train and enrich in an open sample museum, without an orchestrator."""
    settings = Settings.read()
    return visit(
        lambda path: pipeline.train_model(CollectionFile.load(path), settings),
        lambda path: pipeline.enrich(CollectionFile.load(path), settings),
    )


def write_sample(data_dir: Path, port: int = PORT) -> Path:
    """Write the sample's collection file and vocabulary where they are not there yet; return the collection file.

    A museum at another port is another collection, for its pictures have other addresses.
    """
    name = "sample" if port == PORT else f"sample-{port}"
    path = data_dir / "collections" / f"{name}.toml"
    packaged = files("artmeta.sample")
    _write_once(
        path, packaged.joinpath("collection.toml").read_text("utf-8").replace(f":{PORT}/", f":{port}/")
    )
    _write_once(
        data_dir / "vocabularies" / "sample.toml", packaged.joinpath("vocabulary.toml").read_text("utf-8")
    )
    return path


def _write_once(path: Path, text: str) -> None:
    if not path.exists():
        write(path, text)

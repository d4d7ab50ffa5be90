"""The sample museum opens, a model learns from its pictures, and its collection is enriched: all on this machine."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from artmeta.files import write
from artmeta.sample.museum import Museum
from artmeta.sample.server import PORT
from artmeta.sample.server import serve as open_museum
from artmeta.settings import Settings
from artmeta.steps import pipeline
from artmeta.steps.context import CollectionFile
from artmeta.steps.pipeline import RunResult
from artmeta.steps.sample_truth import tell_truth
from artmeta.vision.model_store import list_models

Work = Callable[[Path], RunResult]


def enrich_sample(works: int, port: int) -> RunResult:
    """Enrich the sample museum, which shows `works` works at a port of this machine; train its model if need be."""
    settings = Settings.read()
    return visit(
        works,
        port,
        lambda path: pipeline.train_model(CollectionFile.load(path), settings),
        lambda path: pipeline.enrich(CollectionFile.load(path), settings),
    )


def visit(works: int, port: int, train_on: Work, enrich_with: Work) -> RunResult:
    """Open the museum for as long as its works are looked at."""
    settings = Settings.read()
    collection_file = write_sample(settings.data_dir, port)
    museum = Museum(works=works)
    with open_museum(museum, port=port):
        wanted = CollectionFile.load(collection_file).collection.model.name
        if all(model.name != wanted for model in list_models(settings.models_dir)):
            train_on(collection_file)
        tell_truth(museum, collection_file.stem, settings)
        return enrich_with(collection_file)


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

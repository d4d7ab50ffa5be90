"""The crate of a run: its description, and the training data that a Croissant reader finds in it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from builders import Work, fill, new_store
from exported import write

from artmeta.exporters import ro_crate
from artmeta.store.database import Store

BOAT = {"boat": 0.9, "house": 0.1}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with new_store(tmp_path_factory.mktemp("crate") / "artmeta.duckdb") as store:
        learned = Work(
            "secret-id", 1850, 1850, BOAT, ("boat",), training_split="training", title="A private title"
        )
        held_out = Work("w2", 1850, 1850, BOAT, ("house",), training_split="validation", status="sure")
        fill(store, [learned, held_out])
        store._execute("UPDATE artworks SET gone_run_id = run_id WHERE artwork_id = 'secret-id'")
        store._execute("UPDATE models SET card = $card", card=json.dumps({"data_digest": "e" * 64}))
        yield store


@pytest.fixture(scope="module")
def folder(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(write(ro_crate, store, folder / "museum.crate.zip")) as archive:
        archive.extractall(folder)
    return folder


def entities(folder: Path) -> dict[str, dict[str, Any]]:
    graph = json.loads((folder / "ro-crate-metadata.json").read_text("utf-8"))["@graph"]
    return {entity["@id"]: entity for entity in graph}


def test_the_run_is_an_action_of_a_model(folder: Path) -> None:
    result = entities(folder)
    run, model, root = result["#run"], result["#model"], result["./"]
    assert run["@type"] == "CreateAction" and run["result"] == {"@id": "assertions.csv"}
    # one instrument, as tools for Process Run Crates take it; the model is what the software used
    assert (run["instrument"], run["object"]) == ({"@id": "#artmeta"}, {"@id": "#model"})
    assert (model["name"], model["version"], model["identifier"]) == ("topics", "3", f"sha256:{'d' * 64}")
    assert model["isBasedOn"] == {"@id": "training.csv"}
    assert result["training.csv"]["identifier"] == f"sha256:{'e' * 64}"
    assert root["datePublished"].startswith("2026-01-02T03:04:05")
    assert {part["@id"] for part in root["hasPart"]} == {file.name for file in folder.iterdir()} - {
        "ro-crate-metadata.json",
        "museum.crate.zip",
    }


def test_a_croissant_reader_finds_the_training_works(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import mlcroissant

    monkeypatch.chdir(folder)
    result = mlcroissant.Dataset("training.croissant.json")
    records = [{name: value.decode() for name, value in record.items()} for record in result.records("works")]
    assert sorted((record["works/topic_id"], record["works/split"]) for record in records) == [
        ("boat", "training"),
        ("house", "validation"),
    ]
    assert all(len(record["works/sha256"]) == 64 for record in records)


def test_works_of_the_training_collection_are_known_by_digests_only(folder: Path) -> None:
    for file in folder.iterdir():
        assert b"secret-id" not in file.read_bytes() and b"private" not in file.read_bytes()


def test_a_run_without_topics_is_a_crate_too(store: Store, tmp_path: Path) -> None:
    with zipfile.ZipFile(write(ro_crate, store, tmp_path / "out", "none")) as archive:
        assert sorted(archive.namelist()) == ["assertions.csv", "ro-crate-metadata.json"]
        assert "#run" not in archive.read("ro-crate-metadata.json").decode()

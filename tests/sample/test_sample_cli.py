"""The museum by hand: drawn into a folder, opened on a port, described by its collection file."""

from __future__ import annotations

import csv
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from runs import PATIENCE
from typer.testing import CliRunner

from artmeta.collection import Collection
from artmeta.errors import ExportError
from artmeta.sample.cli import app
from artmeta.sample.documents import write_folder
from artmeta.sample.museum import Museum
from artmeta.sample.words import SUBJECTS
from artmeta.sample.works import TOPICS
from artmeta.stopping import SENTENCE
from artmeta.vocabulary import find_topic, load_vocabulary

ROOT = Path(__file__).parents[2]
PACKAGED = ROOT / "artmeta" / "sample"


def test_draw_writes_pictures_lists_and_the_lesson_s_folders(tmp_path: Path):
    ran = CliRunner().invoke(app, ["draw", str(tmp_path / "museum"), "--works", "12", "--blended"])
    assert ran.exit_code == 0, ran.output
    folder = tmp_path / "museum"
    rows = list(csv.DictReader((folder / "collection.csv").open(encoding="utf-8")))
    assert len(rows) == 12
    there = [row["image"] for row in rows if (folder / row["image"]).exists()]
    assert len(there) == 11, "work 8 has no picture"
    assert {path.name for path in (folder / "dataset" / "training").iterdir()} == set(TOPICS)
    assert len(list((folder / "dataset" / "testing").iterdir())) == 10
    drawn = 11 + len(list((folder / "dataset").rglob("*.jpg")))
    assert f"Drew {drawn} pictures" in ran.output


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ExportError, match="museum could not be written"):
        write_folder(Museum(works=1, small=True), tmp_path / "file" / "museum")


def test_serve_opens_the_museum_until_it_is_interrupted():
    command = [
        sys.executable,
        "-c",
        "from flows.start import main; main()",
        "sample",
        "serve",
        "--works",
        "3",
        "--small",
        "--port",
        "0",
    ]
    piped = subprocess.PIPE
    with subprocess.Popen(command, stdout=piped, stderr=piped, text=True, cwd=ROOT, env=None) as process:
        assert process.stdout is not None and process.stderr is not None
        message = process.stdout.readline()
        url = message.split(" open at ")[1].split()[0]
        assert requests.get(f"{url}collection.csv", timeout=PATIENCE).status_code == 200
        process.send_signal(signal.SIGINT)
        assert SENTENCE in process.stderr.read()
    assert process.returncode == 128 + signal.SIGINT


@pytest.mark.parametrize(
    ("packaged", "committed"),
    [("collection.toml", "collections/sample.toml"), ("vocabulary.toml", "vocabularies/sample.toml")],
)
def test_the_packaged_files_and_those_in_data_are_the_same(packaged: str, committed: str):
    assert (PACKAGED / packaged).read_text("utf-8") == (ROOT / "data" / committed).read_text("utf-8")


def test_the_collection_file_fits_the_museum_s_list():
    collection = Collection.load(ROOT / "data" / "collections" / "sample.toml")
    params = collection.source.params
    heading = Museum(works=1).records()[0].__slots__
    assert set(params.columns.required) <= set(heading)  # type: ignore[attr-defined]
    assert params.topics == {label: topic for topic, label in SUBJECTS.items()}  # type: ignore[attr-defined]
    assert collection.training is not None


@pytest.mark.parametrize("name", ["sample", "lesson"])
def test_both_vocabularies_know_the_five_topics(name: str):
    vocabulary = load_vocabulary(name, ROOT / "data" / "vocabularies")
    assert vocabulary.ids == list(TOPICS)
    for topic, label in SUBJECTS.items():
        assert find_topic(label, vocabulary) == topic

"""The lesson is walked on an archive in its layout, and leaves one page, two tables and the model."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from runs import artmeta_here, copy_of

from artmeta.domain.evaluation import EpochMetrics
from artmeta.errors import ConfigError
from artmeta.report.learning_curves import curves_in_words
from artmeta.settings import Settings
from artmeta.steps.lesson.dataset import prepare_dataset
from artmeta.web import WebPolicy
from bench.parity.served import served

COLOURS = {"Boat": (40, 90, 200), "House": (200, 110, 60)}


def picture(topic: str, number: int) -> bytes:
    rng = np.random.default_rng([number, len(topic)])
    rows = np.array(COLOURS[topic]) + rng.integers(-40, 40, (6, 8, 3))
    data = io.BytesIO()
    Image.fromarray(rows.clip(0, 255).astype(np.uint8)).resize((240, 180)).save(data, "JPEG")
    return data.getvalue()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    with zipfile.ZipFile(tmp_path / "dataset.zip", "w") as packed:
        for topic in COLOURS:
            for number in range(8):
                packed.writestr(f"dataset/training/{topic}/{number}.jpg", picture(topic, number))
            packed.writestr(f"dataset/testing/{topic.lower()}.jpg", picture(topic, 99))
    return tmp_path / "dataset.zip"


@pytest.mark.slow
def test_the_lesson_is_walked_from_an_archive_to_a_page(archive: Path, trained: Path, tmp_path: Path) -> None:
    data = copy_of(trained, tmp_path / "data")
    ran = artmeta_here(
        "lesson", archive, "--epochs", "8", "--out", tmp_path / "out", data=data, PATH="/nowhere"
    )
    assert ran.code == 0, ran.err
    page = (tmp_path / "out" / "index.html").read_text()
    titles = re.findall(r"<h2[^>]*>([^<]+)</h2>", page)
    assert titles == [
        "The pictures",
        "Train, with three hyperparameters",
        "Has it learnt?",
        "Test many pictures at once",
        "What the layers see",
        "From a folder to a table",
        "Themes",
        "Where it is weak",
        "Take it along",
    ]
    assert page.count("<svg") == 2
    assert page.count("data:image/png") == 24
    assert "npm is not on this machine" in page
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
    with (tmp_path / "out" / "topics.csv").open(encoding="utf-8-sig") as file:
        topic_of = {row["file"][-8:]: row["topic"] for row in csv.DictReader(file)}
    assert sorted(topic_of.values()) == ["Boat", "House"]
    with (tmp_path / "out" / "weak-points.csv").open(encoding="utf-8-sig") as file:
        assert len(list(csv.DictReader(file))) == 4
    assert (tmp_path / "out" / "model-for-ml5" / "metadata.json").is_file()


def test_the_archive_may_lie_on_a_server(archive: Path, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    with served(archive.parent) as url:
        pictures = prepare_dataset(f"{url}dataset.zip", settings, WebPolicy(allow_private_addresses=True))
    assert sorted(folder.name for folder in pictures.training.iterdir()) == ["Boat", "House"]
    assert len(list(pictures.training.rglob("*.jpg"))) == 16
    assert len(list(pictures.testing.iterdir())) == 2
    assert len(list(pictures.unrelated.iterdir())) == 4


def test_a_folder_in_another_layout_is_refused(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    (tmp_path / "boats").mkdir()
    with pytest.raises(ConfigError, match="holds no folder 'training'"):
        prepare_dataset(str(tmp_path / "boats"), settings)
    (tmp_path / "boats" / "training").mkdir()
    with pytest.raises(ConfigError, match="no folder 'testing'"):
        prepare_dataset(str(tmp_path / "boats"), settings)


@pytest.mark.parametrize(
    ("accuracy", "held_out", "losses", "message"),
    [
        (1.0, 0.7, [0.9, 0.5, 0.8], "is overfitting"),
        (1.0, 0.7, [0.9, 0.5, 0.8], "lowest after epoch 2"),
        (0.9, 0.88, [0.9, 0.5, 0.5], "the number of epochs is fair"),
    ],
)
def test_the_curves_are_described(
    accuracy: float, held_out: float, losses: list[float], message: str
) -> None:
    rows = [EpochMetrics(at, 0.1, accuracy, loss, held_out) for at, loss in enumerate(losses, start=1)]
    assert message in curves_in_words(rows)

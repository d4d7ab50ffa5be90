"""Quality mode end to end, on a few drawn pictures: a network of its own, served, measured and exported as any."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import numpy as np
import pytest
from runs import copy_of

from artmeta.settings import Settings
from artmeta.steps.evaluation.evaluate import evaluate
from artmeta.steps.folders import classify_folder, folder_to_train_on
from artmeta.steps.model_io import export_model
from artmeta.steps.pipeline import train_model
from artmeta.vision.backbones import load_backbone
from artmeta.vision.hyperparameters import RECIPES
from artmeta.vision.litert import run
from artmeta.vision.model_store import load_model
from artmeta.vision.selective_classifier import REFERENCE_FILE

EACH = 8  # pictures of each of two topics

pytestmark = pytest.mark.slow  # the network is converted twice; most of it is TensorFlow


@pytest.fixture(scope="module")
def settings(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    data = copy_of(trained, tmp_path_factory.mktemp("tuned") / "data")
    return Settings(data_dir=data, reports_dir=data / "reports", workers=1)


@pytest.fixture(scope="module")
def pictures(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    with duckdb.connect(str(settings.database), read_only=True) as store:
        rows = store.execute(
            "SELECT topic_id, min(path) FROM training_works JOIN images USING (sha256, artwork_id) "
            "GROUP BY topic_id, sha256 ORDER BY ALL"
        ).fetchall()
    topics = list(dict.fromkeys(topic for topic, _ in rows))[:2]
    for topic in topics:
        (folder / topic).mkdir()
        for _, path in [row for row in rows if row[0] == topic][:EACH]:
            shutil.copy(settings.data_dir / path, folder / topic)
    return folder


@pytest.fixture(scope="module")
def tuned(settings: Settings, pictures: Path) -> str:
    hyperparameters: dict[str, object] = {"head": "fine-tuned", "epochs": 1, "seed": 1}
    train_model(folder_to_train_on(pictures, "tuned", hyperparameters), settings)
    return "tuned"


def test_the_model_sees_with_a_network_of_its_own(settings: Settings, tuned: str) -> None:
    card = load_model(settings.models_dir, tuned).card
    assert card.head == "fine-tuned"
    assert card.backbone_digest != load_backbone("mobilenetv2", settings.cache_dir).digest
    assert {"network/model.json", "network/weights.bin", REFERENCE_FILE} <= set(card.files)
    assert not list((settings.cache_dir / "fine-tuning").iterdir()), "what was kept in case of a fall is gone"
    with duckdb.connect(str(settings.database), read_only=True) as store:
        seen = store.execute(
            "SELECT count(*) FROM embeddings WHERE backbone = ?", [card.backbone_digest]
        ).fetchone()
    assert seen == (2 * EACH,)


def test_the_same_works_and_hyperparameters_are_not_trained_twice(
    settings: Settings, tuned: str, pictures: Path
) -> None:
    train_model(folder_to_train_on(pictures, tuned, {"head": "fine-tuned", "epochs": 1, "seed": 1}), settings)
    assert load_model(settings.models_dir, tuned).card.version == 1


def test_a_model_of_another_recipe_is_trained_again(
    settings: Settings,
    tuned: str,
    pictures: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    class TrainedAgainError(Exception):
        pass

    def fit(*_: object) -> None:
        raise TrainedAgainError

    monkeypatch.setattr("artmeta.steps.training.train.fit_head_or_backbone", fit)
    monkeypatch.setitem(RECIPES, "fine-tuned", RECIPES["fine-tuned"] + 1)
    hyperparameters: dict[str, object] = {"head": "fine-tuned", "epochs": 1, "seed": 1}
    with pytest.raises(TrainedAgainError):
        train_model(folder_to_train_on(pictures, tuned, hyperparameters), settings)
    assert "tuned: version 1 was trained by another recipe of fine-tuning" in caplog.text


def test_it_serves_and_is_measured_as_any_other(
    settings: Settings, tuned: str, pictures: Path, tmp_path: Path
) -> None:
    done = classify_folder(pictures, tuned, tmp_path / "out.csv", settings)
    assert (done.classified, done.unread) == (2 * EACH, 0)
    result = json.loads(evaluate(tuned, settings).json.read_text())
    assert result["figures"]["works"] == 2 * EACH
    assert result["splits"]["honest"]["works"] == 2 * EACH
    assert result["learning_curve"], "as the untuned backbone sees the works"


def test_it_is_exported_and_says_the_same(
    settings: Settings, tuned: str, pictures: Path, tmp_path: Path
) -> None:
    import pandas as pd

    from artmeta.imaging.decode import decode

    classify_folder(pictures, tuned, tmp_path / "out.csv", settings)
    table = pd.read_csv(tmp_path / "out.csv").set_index("file")
    folder = export_model(tuned, None, "litert", tmp_path / "litert", settings).folder
    files = list(table.index[::5])
    pixels = np.stack([decode(pictures / file) for file in files]).astype(np.float32) / 127.5 - 1
    topics = list(load_model(settings.models_dir, tuned).card.topics)
    scores = run((folder / "model.tflite").read_bytes(), pixels)
    assert scores == pytest.approx(table.loc[files, topics].to_numpy(), abs=5e-3)

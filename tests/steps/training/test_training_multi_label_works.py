"""A list with several topics a work is learnt, classified and written out again, every topic by itself."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest
from PIL import Image
from runs import copy_of

from artmeta.errors import ConfigError, ModelError
from artmeta.settings import Settings
from artmeta.steps.context import CollectionFile
from artmeta.steps.explanation import explain
from artmeta.steps.pipeline import enrich, train_model
from artmeta.vision.model_store import load_model

WORKS = 60
LISTED = """title = "A list"
exports = ["csv"]
[source]
kind = "csv"
path = "list.csv"
topics_separator = ";"
[source.columns]
id = "id"
image = "image"
topics = "topics"
[model]
name = "several"
[training]
target_precision = 0.6
{more}
[training.source]
kind = "csv"
path = "list.csv"
topics_separator = ";"
[training.source.columns]
id = "id"
image = "image"
topics = "topics"
"""


@pytest.fixture(scope="module")
def listed(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lay the sample museum's pictures two by two into one, half of them, and list what each shows; give the folder."""
    data = copy_of(trained, tmp_path_factory.mktemp("several") / "data")
    with duckdb.connect(str(data / "artmeta.duckdb"), read_only=True) as store:
        known = store.execute(
            "SELECT topic_id, path FROM training_works JOIN images USING (sha256) ORDER BY ALL"
        ).fetchall()
    rng = np.random.default_rng(7)
    with (data / "list.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "image", "topics"])
        for number in range(WORKS):
            pair = [known[place] for place in rng.choice(len(known), 1 + number % 2, replace=False)]
            _lay([data / path for _, path in pair], data / f"{number}.png")
            rows.writerow([f"w{number}", f"{number}.png", ";".join(sorted({topic for topic, _ in pair}))])
    return data


def _lay(pictures: list[Path], to: Path) -> None:
    """Lay pictures side by side, each its middle half, so that the whole is about square."""
    whole = Image.new("RGB", (200, 200))
    for place, picture in enumerate(pictures):
        width = 200 // len(pictures)
        whole.paste(Image.open(picture).convert("RGB").resize((width, 200)), (place * width, 0))
    whole.save(to)


@pytest.fixture(scope="module")
def described(listed: Path) -> Iterator[tuple[Settings, CollectionFile]]:
    settings = Settings(data_dir=listed, reports_dir=listed / "reports", workers=1)
    file = CollectionFile.write(LISTED.format(more=""), listed / "listed.toml")
    train_model(file, settings)
    yield settings, file


@pytest.mark.slow
def test_the_card_says_how_each_topic_is_found(described: tuple[Settings, CollectionFile]) -> None:
    model = load_model(described[0].models_dir, "several")
    assert model.head.multi_label
    assert model.card.confusion == ()
    assert 0 < model.card.mean_average_precision <= 1
    assert sum(each.works_trained + each.works_validated for each in model.card.metrics) > WORKS
    assert "Platt" in model.card.calibration["method"]
    assert set(model.card.calibration["thresholds"]) == set(model.card.topics)
    assert "temperature" not in model.card.calibration
    assert model.card.calibration["target_precision"] == 0.6


@pytest.mark.slow
def test_works_get_every_topic_above_its_threshold(described: tuple[Settings, CollectionFile]) -> None:
    settings, file = described
    result = enrich(file, settings)
    path = next(each for each in result.exports if each.suffix == ".csv")
    with path.open(encoding="utf-8-sig") as table:
        rows = list(csv.DictReader(table))
    assert len(rows) == WORKS
    sure = [set(row["sure_topics"].split("|")) for row in rows if row["sure_topics"]]
    assert any(len(topics) > 1 for topics in sure)
    given = [set(row["given_topics"].split("|")) for row in rows if row["sure_topics"]]
    hits = sum(len(mine & theirs) for mine, theirs in zip(sure, given, strict=True))
    assert hits / sum(map(len, sure)) > 0.8, "these works were learnt from"
    assert {row["decision_status"] for row in rows} <= {"sure", "unsure", "unfamiliar"}
    assert result.report is not None
    page = result.report.read_text(encoding="utf-8")
    assert "Sure, unsure, unfamiliar" in page


@pytest.mark.slow
def test_a_work_of_a_collection_is_explained_by_its_own_model(
    described: tuple[Settings, CollectionFile],
) -> None:
    settings, file = described
    enrich(file, settings)
    why, explainer = explain("w3", "", file.collection.slug, settings, 3)
    assert why.subject == "Untitled (w3)"
    assert explainer.model.card.name == "several"
    assert why.neighbours[0].artwork_id == "w3" or why.neighbours[0].similarity < 0.99, "it may be held out"
    assert all(each.picture and each.picture.is_file() for each in why.neighbours)
    assert {topic for each in why.neighbours for topic in each.topics.split("|")} <= set(
        explainer.model.card.topics
    )
    with pytest.raises(ConfigError, match="in the collection 'elsewhere'"):
        explain("w3", "", "elsewhere", settings, 3)


@pytest.mark.slow
def test_the_same_list_makes_no_second_model(described: tuple[Settings, CollectionFile]) -> None:
    settings, file = described
    train_model(file, settings)
    assert load_model(settings.models_dir, "several").card.version == 1


@pytest.mark.slow
def test_the_recipe_is_not_for_several_topics(listed: Path) -> None:
    settings = Settings(data_dir=listed, workers=1)
    text = LISTED.format(more='head = "teachable-machine"').replace('"several"', '"recipe"')
    with pytest.raises(ModelError, match="takes one topic a work"):
        train_model(CollectionFile.write(text, listed / "recipe.toml"), settings)

"""A folder called `none` is no topic: its works teach the model which pictures show none of the topics."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from runs import copy_of

from artmeta.collection import Training
from artmeta.domain.topic import Topic, Vocabulary
from artmeta.errors import ModelError
from artmeta.report.explanation_page import NO_TOPIC, sentence
from artmeta.settings import Settings
from artmeta.steps.explanation import explain
from artmeta.steps.folders import classify_folder, folder_to_train_on
from artmeta.steps.pipeline import train_model
from artmeta.steps.training.works import NO_TOPIC as UNNAMED
from artmeta.steps.training.works import (
    _is_none,
    _joined,
    _known_topics,
    _training_works,
    _unambiguous,
)
from artmeta.store.vectors import pack
from artmeta.vision.model_store import load_model
from artmeta.vision.selective_classifier import load_selective_classifier


@pytest.fixture(scope="module")
def learnt(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Path]:
    """Train on the sample museum's pictures of two topics, with those of the others in a folder 'None of these'."""
    data = copy_of(trained, tmp_path_factory.mktemp("none") / "data")
    folder = tmp_path_factory.mktemp("pictures")
    with duckdb.connect(str(data / "artmeta.duckdb"), read_only=True) as store:
        rows = store.execute(
            "SELECT topic_id, min(path) FROM training_works JOIN images USING (sha256) GROUP BY topic_id, sha256 "
            "ORDER BY ALL"
        ).fetchall()
    topics = list(dict.fromkeys(topic for topic, _ in rows))
    for topic, path in rows:
        place = folder / (topic if topic in topics[:2] else "None of these")
        place.mkdir(exist_ok=True)
        shutil.copy(data / path, place)
    settings = Settings(data_dir=data, reports_dir=data / "reports", workers=1)
    train_model(folder_to_train_on(folder, "with-none", {}), settings)
    return settings, folder


def test_it_is_no_topic_of_the_model(learnt: tuple[Settings, Path]) -> None:
    settings, folder = learnt
    model = load_model(settings.models_dir, "with-none")
    pictures = len(list((folder / "None of these").iterdir()))
    assert len(model.card.topics) == model.head.layers[-1].bias.size == 2
    assert model.card.calibration["none_class"]["works"] == pictures
    assert f"and {pictures} that show none of the topics" in model.card.trained_on
    none = load_selective_classifier(settings.models_dir, model).none_class
    assert none is not None
    with duckdb.connect(str(settings.database), read_only=True) as store:
        stored = store.execute(
            "SELECT topic_id = '', list(none_score ORDER BY none_score) FROM training_works "
            "WHERE model_name = 'with-none' GROUP BY ALL"
        ).fetchall()
    for shows_none, scores in stored:
        expected = none.out_of_fold[(none.labels == 2) == shows_none, -1]
        assert scores == pytest.approx(np.sort(expected), abs=1e-6)
    train_model(folder_to_train_on(folder, "with-none", {}), settings)
    assert load_model(settings.models_dir, "with-none").card.version == 1, "nothing has changed"


def test_works_like_it_are_unfamiliar_and_the_reason_is_stored(learnt: tuple[Settings, Path]) -> None:
    settings, folder = learnt
    classify_folder(folder, "with-none", None, settings)
    with duckdb.connect(str(settings.database), read_only=True) as store:
        counts = dict(
            store.execute(
                "SELECT given_topics[1] = 'None of these', avg((decision_reason LIKE '%none of the topics%')::INTEGER) "
                "FROM artwork_topics WHERE model_name = 'with-none' AND topic_id IS NOT NULL GROUP BY ALL"
            ).fetchall()
        )
        (statuses,) = store.execute(
            "SELECT list(DISTINCT decision_status) FROM artwork_topics "
            "WHERE decision_reason LIKE '%none of the topics%'"
        ).fetchall()[0]
    assert counts[True] > 0.8
    assert counts[False] < 0.2
    assert statuses == ["unfamiliar"]


def test_why_names_the_reason_and_the_similar_works(learnt: tuple[Settings, Path]) -> None:
    settings, folder = learnt
    picture = sorted((folder / "None of these").iterdir())[0]
    explanation, _ = explain(str(picture), "with-none", "", settings, 3)
    assert explanation.none_score > explanation.none_limit
    assert f"training works that show {NO_TOPIC} (score" in sentence(explanation)
    assert explanation.neighbours[0].topics == "" and explanation.neighbours[0].similarity > 0.99


VOCABULARY = Vocabulary("v", "1", (Topic("none", "No figure"), Topic("boat", "Boats")))


@pytest.mark.parametrize(
    ("word", "vocabulary", "more", "expected"),
    [
        ("none", None, (), True),
        ("None_of-These", None, (), True),
        ("nones", None, (), False),
        ("other", None, (), False),
        ("other", None, ("other",), True),
        ("none", VOCABULARY, (), False),
        ("none of these", VOCABULARY, (), True),
    ],
)
def test_which_words_mean_none(word: str, vocabulary: Any, more: tuple[str, ...], expected: bool) -> None:
    assert _is_none(word, vocabulary, more) is expected


def test_none_beside_a_topic_is_the_topic_and_one_picture_is_not_both() -> None:
    def row(*words: str, sha256: str = "a") -> dict[str, Any]:
        return {"given_topics": list(words), "sha256": sha256}

    assert _known_topics(row("none"), {"boat"}, {"none"}) == (UNNAMED,)
    assert _known_topics(row("none", "boat"), {"boat"}, {"none"}) == ("boat",)
    assert _known_topics(row("tree"), {"boat"}, {"none"}) == ()
    both = [(row(), ("boat",)), (row(), (UNNAMED,)), (row(sha256="b"), (UNNAMED,))]
    assert [topics for _, topics in _unambiguous(both)] == [(UNNAMED,)]
    assert [topics for _, topics in _joined(both)] == [("boat",), (UNNAMED,)]


def test_one_topic_and_none_are_no_two_topics() -> None:
    pairs = [
        (
            {"artwork_id": name, "sha256": name, "path": name, "dhash": 0, "artist": "", "vector": vector},
            (topic,),
        )
        for name, topic, vector in zip(
            "abcd", ("boat", "boat", "", ""), pack(np.eye(4, dtype=np.float32)), strict=True
        )
    ]
    with pytest.raises(ModelError, match="there is 'boat' alone, since works called 'none'"):
        _training_works(pairs, by_artist=False, multi_label=False)


def test_a_collection_names_further_words() -> None:
    source = {"kind": "folder", "path": "."}
    table = Training.model_validate(
        {"source": source, "none_of_these": ["other"]}, context={"folder": Path()}
    )
    assert table.none_of_these == ["other"]

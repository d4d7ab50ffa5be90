"""A model is measured on what it never saw: a page shows mistakes, the JSON its figures, and copies do not count."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from runs import copy_of
from small_disks import read_only

from artmeta.cli.evaluate import print_evaluation
from artmeta.errors import ModelError, RunUnderWay
from artmeta.settings import Settings
from artmeta.steps.evaluation.evaluate import Evaluation, evaluate
from artmeta.steps.evaluation.works import validation_works
from artmeta.steps.operations.run_locks import run_alone
from artmeta.store.database import Store
from artmeta.vision.model_store import load_model, save_model

MODEL = "sample"


@pytest.fixture(scope="module")
def settings(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    data = copy_of(trained, tmp_path_factory.mktemp("evaluated") / "data")
    return Settings(data_dir=data, reports_dir=data / "reports", workers=1)


@pytest.fixture(scope="module")
def works(settings: Settings) -> list[tuple[str, str, str]]:
    """Topic, part and file of every work that the model was trained on or that was held out."""
    with duckdb.connect(str(settings.database), read_only=True) as store:
        return store.execute(
            "SELECT DISTINCT topic_id, split, path FROM training_works JOIN images USING (sha256, artwork_id) "
            "WHERE model_name = ? ORDER BY ALL",
            [MODEL],
        ).fetchall()


@pytest.fixture(scope="module")
def held_out(settings: Settings, works: Any) -> Evaluation:
    return evaluate(MODEL, settings)


def test_all_works_are_measured_where_few_are_held_out(
    held_out: Evaluation, works: list[tuple[str, str, str]]
) -> None:
    actual = json.loads(held_out.json.read_text())
    assert actual == json.loads(json.dumps(held_out.result))
    figures, confusion = actual["figures"], actual["confusion"]
    tested = len(works)
    assert figures["works"] == sum(map(sum, confusion)) == tested
    assert actual["works"] == "out of fold"
    for name in ("accuracy", "macro_f1", "mean_average_precision"):
        assert 0 <= figures[name]["low"] <= figures[name]["value"] <= figures[name]["high"] <= 1
    right = sum(row[k] for k, row in enumerate(confusion))
    assert figures["accuracy"]["value"] == pytest.approx(right / tested)
    assert [point["works"] for point in actual["learning_curve"]][:2] == [5, 10]
    assert actual["splits"]["honest"]["works"] == actual["splits"]["naive"]["works"] == len(works)
    for topic in actual["topics"]:
        for name in ("precision", "recall"):
            low, high = topic[f"{name}_interval"]
            assert low < topic[name] <= high <= 1
    assert figures["calibration_error"] <= figures["calibration_error_allowed"]


@pytest.mark.parametrize(("evaluated_on", "by_artist"), [("", False), ("out of fold", True)])
def test_a_card_of_former_versions_and_unseen_artists_have_the_validation_split(
    settings: Settings, works: list[tuple[str, str, str]], evaluated_on: Any, by_artist: bool
) -> None:
    model = load_model(settings.models_dir, MODEL)
    model = replace(model, card=replace(model.card, evaluated_on=evaluated_on))
    with Store.open(settings.database) as store:
        actual = validation_works(store, model, by_artist)
    assert actual.name == "validation split"
    assert len(actual.rows) == sum(part == "validation" for _, part, _ in works) > 0


def test_the_page_holds_the_pictures_of_every_cell(held_out: Evaluation) -> None:
    page = held_out.page.read_text()
    for cell in held_out.result["cells"]:
        assert f'href="#confusions-{cell["row"]}-{cell["column"]}"' in page
        assert f'id="confusions-{cell["row"]}-{cell["column"]}"' in page
    shown = sum(len(cell["works"]) for cell in held_out.result["cells"])
    assert page.count("data:image/jpeg;base64,") == shown > 0


def test_the_console_says_how_the_accuracies_differ(
    held_out: Evaluation, capsys: pytest.CaptureFixture[str]
) -> None:
    print_evaluation(held_out)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[0] for line in lines[:5]] == [
        "accuracy",
        "macro_f1",
        "mean_average_precision",
        "accuracy without leakage",
        "accuracy with leakage",
    ]
    assert lines[5].startswith("How the accuracies differ: Both come from training a logistic head again")


def test_the_store_keeps_the_newest_evaluation(held_out: Evaluation, settings: Settings) -> None:
    with duckdb.connect(str(settings.database), read_only=True) as store:
        rows = store.execute("SELECT works, result FROM evaluations WHERE works = 'out of fold'").fetchall()
    assert [(works, json.loads(result)) for works, result in rows] == [
        ("out of fold", json.loads(held_out.json.read_text()))
    ]


def test_a_database_that_may_only_be_read_is_evaluated_without_storing_the_result(
    settings: Settings, held_out: Evaluation, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with read_only(settings.data_dir):
        measured = evaluate(MODEL, settings.model_copy(update={"reports_dir": tmp_path}))
    assert measured.result == held_out.result and measured.page.is_file()
    assert f"{settings.database} may only be read: the result is not stored" in caplog.text


def test_a_folder_is_measured_without_what_was_learnt_from(
    settings: Settings, works: list[tuple[str, str, str]], held_out: Evaluation, tmp_path: Path
) -> None:
    topic = next(topic for topic, part, _ in works if part == "validation")
    learnt, new = (
        next(path for one, part, path in works if (one, part) == (topic, split))
        for split in ("training", "validation")
    )
    for place in (topic, "other"):
        (tmp_path / place).mkdir()
        shutil.copy(settings.data_dir / new, tmp_path / place / f"new-{place}.png")
    shutil.copy(settings.data_dir / learnt, tmp_path / topic / "learnt.png")
    actual = evaluate(MODEL, settings, tmp_path).result
    assert actual["splits"]["naive"]["works"] == 2, "the folder 'other' is none of its topics"
    assert actual["splits"]["honest"]["works"] == actual["figures"]["works"] == 1
    assert actual["splits"]["grouped"] == 1
    (cell,) = actual["cells"]
    assert [work["url"].rpartition("/")[2] for work in cell["works"]] in ([f"new-{topic}.png"], [""])
    (lock,) = (settings.data_dir / "locks").glob("run-evaluation-*")
    with run_alone(lock.name.removeprefix("run-"), settings), pytest.raises(RunUnderWay):
        evaluate(MODEL, settings, tmp_path)


def test_what_cannot_be_measured_is_a_sentence(
    settings: Settings, works: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    from PIL import Image

    with pytest.raises(ModelError, match="no model called 'nobody'"):
        evaluate("nobody", settings)
    (tmp_path / "no-topic").mkdir()
    Image.new("RGB", (50, 50), "red").save(tmp_path / "no-topic" / "red.png")
    with pytest.raises(ModelError, match="named as a topic of 'sample'"):
        evaluate(MODEL, settings, tmp_path)
    topic, path = next((topic, path) for topic, part, path in works if part == "training")
    (tmp_path / topic).mkdir()
    shutil.copy(settings.data_dir / path, tmp_path / topic / "learnt.png")
    with pytest.raises(
        ModelError, match=r"Nothing is left to measure 'sample' on: of 1 work .* of its training\."
    ):
        evaluate(MODEL, settings, tmp_path)
    sample = load_model(settings.models_dir, MODEL)
    save_model(
        settings.models_dir, replace(sample.head, multi_label=True), replace(sample.card, name="several")
    )
    with pytest.raises(ModelError, match="'several' gives a work several topics"):
        evaluate("several", settings)

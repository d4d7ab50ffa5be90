"""Label Studio: tasks with predictions out, annotations in, in both forms that it exports."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import duckdb
import pytest
from builders import COLLECTION, RUN, TOPICS, Work, fill, new_store
from typer.testing import CliRunner, Result

from artmeta.cli import app
from artmeta.exporters import label_studio
from artmeta.settings import Settings
from artmeta.steps.export import write_format
from artmeta.store.database import Store

BOAT = {"boat": 0.9, "house": 0.08, "aircraft": 0.02}
WORKS = [Work(f"w{n}", 1850, 1850, BOAT, status="sure", title='A "view" <b>') for n in range(6)]
OVERWRITTEN = {"id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("museum") / "artmeta.duckdb"
    with new_store(path) as store:
        fill(store, [*WORKS, Work("unread", outcome="unreadable")], config_text=FILE)
    return path


@pytest.fixture
def settings(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    settings = Settings(data_dir=tmp_path / "data", reports_dir=tmp_path / "reports")
    monkeypatch.setenv("ARTMETA_DATA_DIR", str(settings.data_dir))
    settings.data_dir.mkdir()
    shutil.copy(filled, settings.database)
    return settings


FILE = 'title = "The museum"\n[source]\nkind = "folder"\npath = "."\n'


def exported(settings: Settings, tmp_path: Path) -> tuple[list[dict[str, Any]], Path]:
    with Store.open(settings.database, read_only=True) as store:
        tasks, interface = write_format(store, RUN, label_studio, tmp_path / "museum.label-studio.json")
    return json.loads(tasks.read_text("utf-8")), interface


def annotated(task: dict[str, Any], number: int, choices: list[str], **others: object) -> dict[str, Any]:
    """Return a task as Label Studio exports it (JSON), with one annotation."""
    result = [{**task["predictions"][0]["result"][0], "value": {"choices": choices}}] if choices else []
    annotation = {
        "id": 100 + number,
        "completed_by": 7,
        "result": result,
        "was_cancelled": False,
        "created_at": "2026-02-01T10:00:00.000000Z",
        "updated_at": f"2026-02-01T10:00:0{number}.500000Z",
        **others,
    }
    return {**task, "id": number, "annotations": [annotation]}


def flat(task: dict[str, Any]) -> dict[str, Any]:
    """Return an annotated task as Label Studio exports it (JSON-MIN)."""
    (annotation,) = task["annotations"]
    choices = [each for result in annotation["result"] for each in result["value"]["choices"]]
    chosen = {"topics": choices[0] if len(choices) == 1 else {"choices": choices}} if choices else {}
    times = {name: annotation[name] for name in ("created_at", "updated_at")}
    who = {"annotator": annotation["completed_by"], "annotation_id": annotation["id"]}
    return {**task["data"], "id": task["id"], **chosen, **who, **times, "lead_time": 1.5}


def command(tmp_path: Path, tasks: object, *words: str) -> Result:
    path = tmp_path / "project.json"
    path.write_text(tasks if isinstance(tasks, str) else json.dumps(tasks))
    return CliRunner().invoke(app, ["review", "import", str(path), *words])


def reviews(settings: Settings) -> dict[str, tuple[str, str, list[str]]]:
    with Store.open(settings.database, read_only=True) as store:
        rows = store._execute("SELECT artwork_id, reviewer, action, topic_ids FROM reviews ORDER BY number")
    return {artwork_id: (reviewer, action, topics) for artwork_id, reviewer, action, topics in rows}


def test_a_task_has_the_picture_its_provenance_and_the_prediction(settings: Settings, tmp_path: Path) -> None:
    with duckdb.connect(str(settings.database)) as connection:
        connection.execute(
            "UPDATE images SET url = 'file:///scans/w2.jpg', path = 'images/ä b.jpg' WHERE artwork_id = 'w2'"
        )
    tasks, interface = exported(settings, tmp_path)
    by_id = {task["data"]["artwork_id"]: task for task in tasks}
    assert sorted(by_id) == [work.id for work in WORKS]  # none that was not classified
    assert by_id["w1"]["data"]["image"] == "https://museum.example/w1.jpg"
    assert by_id["w2"]["data"]["image"] == "/data/local-files/?d=images/%C3%A4%20b.jpg"
    (prediction,) = by_id["w1"]["predictions"]
    assert (prediction["score"], prediction["model_version"]) == (0.9, "topics 3 (dddddddddddd)")
    (result,) = prediction["result"]
    view = ElementTree.fromstring(interface.read_text("utf-8"))
    choices, picture = view.find("Choices"), view.find("Image")
    assert choices is not None and picture is not None
    assert (result["from_name"], result["to_name"]) == (choices.get("name"), picture.get("name"))
    assert picture.get("value") == "$image"
    aliases = {choice.get("alias"): choice.get("value") for choice in choices}
    assert aliases == {**TOPICS, "none_of_these": "None of these topics"}
    assert set(result["value"]["choices"]) <= set(aliases)
    assert not set(by_id["w1"]["data"]) & (OVERWRITTEN | {"topics"})  # JSON-MIN would overwrite them


def test_annotations_become_reviews_and_in_both_forms_the_same_ones(
    settings: Settings, tmp_path: Path
) -> None:
    tasks, _ = exported(settings, tmp_path)
    done = [
        annotated(tasks[0], 0, ["boat"]),
        annotated(tasks[1], 1, ["house", "boat"]),
        annotated(tasks[2], 2, ["none_of_these"]),
        annotated(tasks[3], 3, [], was_cancelled=True),
        annotated(tasks[4], 4, ["Houses"], completed_by={"email": "ann@museum.example"}),
        {**tasks[5], "id": 5, "annotations": []},
    ]
    assert "5 reviews added, 0 were there already" in command(tmp_path, done).stdout
    assert reviews(settings) == {
        "w0": ("Label Studio user 7", "accept", ["boat"]),
        "w1": ("Label Studio user 7", "correct", ["house", "boat"]),
        "w2": ("Label Studio user 7", "reject", []),
        "w3": ("Label Studio user 7", "skip", []),
        "w4": ("ann@museum.example", "correct", ["house"]),
    }
    done[4]["annotations"][0]["completed_by"] = "ann@museum.example"
    same = command(tmp_path, [flat(task) for task in done[:3] + done[4:5]])
    assert "0 reviews added, 4 were there already" in same.stdout
    later = [annotated(tasks[0], 0, ["aircraft"], updated_at="2026-03-01T10:00:00+01:00")]
    assert "1 review added" in command(tmp_path, later, "--reviewer", "Bob").stdout
    assert reviews(settings)["w0"] == ("Bob", "correct", ["aircraft"])


def test_annotations_that_cannot_be_used_are_sentences_and_the_others_count(
    settings: Settings, tmp_path: Path
) -> None:
    tasks, _ = exported(settings, tmp_path)
    strange = annotated(tasks[1], 1, ["boat"])
    strange["data"] = {**strange["data"], "artwork_id": "nobody"}
    bad = [
        annotated(tasks[0], 0, ["boat", "none_of_these"]),
        strange,
        annotated(tasks[2], 2, []),
        annotated(tasks[3], 3, ["boot"]),
        annotated(tasks[4], 4, ["boat"], updated_at="yesterday"),
        {**tasks[4], "annotations": 3},
        annotated(tasks[5], 5, ["boat"]),
    ]
    ran = command(tmp_path, bad)
    assert ran.stdout.splitlines() == [
        "museum: 1 review added, 0 were there already.",
        "6 annotations could not be used.",
    ]
    assert list(reviews(settings)) == ["w5"]


@pytest.mark.parametrize("content", ["", "id,topics\n1,boat", "[1]", '[{"data": {}}]', "[" * 100_000])
def test_a_file_that_is_no_export_is_one_sentence(settings: Settings, tmp_path: Path, content: str) -> None:
    ran = command(tmp_path, content)
    assert type(ran.exception).__name__ == "InputError"
    assert "project.json" in str(ran.exception)
    assert "as JSON or JSON-MIN" in str(ran.exception)


def test_tasks_of_another_tool_are_one_sentence(settings: Settings, tmp_path: Path) -> None:
    tasks, _ = exported(settings, tmp_path)
    ran = command(tmp_path, [annotated({**tasks[0], "data": {"image": "x"}}, 1, ["boat"])])
    assert "name no collection" in str(ran.exception)
    other = {**tasks[0], "data": {**tasks[0]["data"], "collection": "musuem"}}
    assert f"Did you mean '{COLLECTION}'?" in str(
        command(tmp_path, [annotated(other, 1, ["boat"])]).exception
    )


def test_without_a_database_none_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARTMETA_DATA_DIR", str(tmp_path / "elsewhere"))
    for ran in (command(tmp_path, []), CliRunner().invoke(app, ["review", "plan", "museum"])):
        assert "There is no database" in str(ran.exception)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.usefixtures("settings")
def test_a_file_without_annotations_says_that_nothing_was_added(tmp_path: Path) -> None:
    (tmp_path / "empty.json").write_text("[]")
    result = CliRunner().invoke(app, ["review", "import", str(tmp_path / "empty.json")])
    assert result.exit_code == 0
    assert result.stdout.endswith("empty.json holds no annotation: no review was added.\n")

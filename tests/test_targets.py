"""What a command cannot write, and a value it does not know, is refused when its line is read, before any work."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

import artmeta
from artmeta import files
from artmeta.cli.models import Form, Quantise
from artmeta.domain.model_card import HeadKind
from artmeta.errors import ArtmetaError, ConfigError, ExportError, InputError, WriteError
from artmeta.settings import Settings
from artmeta.steps.beginning import begin_enrich, begin_train
from artmeta.steps.context import CollectionFile
from artmeta.steps.evaluation.evaluate import evaluate
from artmeta.steps.folders import classify_folder
from flows.cli import app

FILES = ("classify . --model m --csv", "why x --page", "why x --heat-map", "dates read x --column d --csv")
FOLDERS = (
    "evaluate --model m --out",
    "lesson --out",
    "models export m --to web --out",
    "export c --out",
    "export c --folder",
    "explore c --out",
    "trends c --csv",
)
DEFAULTS = (
    "audit c",
    "audit-sample c",
    "evaluate --model m",
    "explore c",
    "lesson",
    "enrich c",
    "demo --no-prefect",
)
OTHER_FORMS = (
    "classify . --model m --csv a.xlsx",
    "why x --page a.pdf",
    "why x --page a.txt",
    "diff a b --csv a.txt",
    "dates read x --column d --csv a.html",
    "review plan c --out St.Mary",
    "audit-sample c --out a.json",
    "why x --heat-map a.JPG",
    "audit c --json a.csv",
)
FILES_FOR_FOLDERS = (
    "trends c --csv a.csv",
    "export c --out a.CSV",
    "explore c --out a.html",
    "evaluate --model m --out a.htm",
    "models export m --to litert --out a.tflite",
)
UNKNOWN_HOMES = (
    "init x --place ~none/x",
    "init x --place . --training ~none",
    "lesson ~none/x",
    "enrich ~none/x",
)
COLLECTION = 'title = "M"\nsource = {kind = "folder", path = "P"}\nmodel.name = "m"\n'
VALUES = (
    "train . --model m --head nonsense",
    "models export m --to nonsense",
    "models export m --to web --quantise x",
)


@pytest.mark.parametrize("words", FILES + FOLDERS)
def test_a_place_that_cannot_be_written_is_refused_at_once(words: str, home: Path) -> None:
    """Nothing of what the command names is there: had the work begun, its fault would be another."""
    (home / "file").touch()
    with pytest.raises(WriteError, match="file/below"):
        app([*words.split(), str(home / "file" / "below")])


@pytest.mark.parametrize("words", FILES)
def test_a_folder_is_no_file_to_write(words: str, home: Path) -> None:
    with pytest.raises(WriteError, match="Is a directory"):
        app([*words.split(), str(home)])


@pytest.mark.parametrize("words", DEFAULTS)
def test_a_reports_folder_that_cannot_be_written_is_refused_at_once(
    words: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "file").touch()
    monkeypatch.setenv("ARTMETA_REPORTS_DIR", str(home / "file"))
    with pytest.raises(WriteError, match="ARTMETA_REPORTS_DIR names another place"):
        app(words.split())


@pytest.mark.parametrize("place", ["file", "file/below", "link"])
@pytest.mark.parametrize("words", ["status", "models list", "vocabulary check", "disk", "enrich c"])
def test_a_data_folder_that_is_none_is_refused_by_every_command(
    words: str, place: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "file").touch()
    (home / "link").symlink_to("nowhere")
    monkeypatch.setenv("ARTMETA_DATA_DIR", place)
    with pytest.raises(
        ConfigError, match=rf"/{place.partition('/')[0]} is no folder\. ARTMETA_DATA_DIR names"
    ):
        app(words.split())


def test_a_data_folder_given_to_a_function_is_one(home: Path) -> None:
    (home / "file").touch()
    with pytest.raises(ConfigError, match="/file is no folder"):
        artmeta.classify(home, "m", data_dir="file")


def test_a_variable_that_is_set_to_nothing_is_not_set(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA_DIR", "REPORTS_DIR", "METRICS_FILE", "WORKERS", "CONTACT"):
        monkeypatch.setenv(f"ARTMETA_{name}", "")
    settings = Settings.read()
    assert (settings.data_dir, settings.reports_dir) == (home / "data", home / "reports")
    assert settings.metrics_file is None and settings.workers >= 1


def test_functions_refuse_a_place_that_cannot_be_written_before_they_look_for_the_model(home: Path) -> None:
    file = CollectionFile.write(f"{COLLECTION}training.source = {{kind = 'folder', path = 'P'}}", home)
    (home / "file").touch()
    no_reports, no_data = Settings(reports_dir=home / "file"), Settings(data_dir=home / "file")
    for call in (
        lambda: begin_enrich(file, no_reports),
        lambda: begin_enrich(file, no_data),
        lambda: evaluate("m", no_reports),
        lambda: evaluate("m", Settings(), out=home / "file"),
    ):
        with pytest.raises(WriteError, match=r"/file(/exports)? could not be written"):
            call()
    with pytest.raises(WriteError, match="ARTMETA_DATA_DIR names another place"):
        begin_train(file, no_data)
    with pytest.raises(ExportError, match="Is a directory"):
        classify_folder(home, "m", home, Settings())


def test_a_place_in_the_user_s_home_is_one(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(home))
    (home / "file").touch()
    for words in ("export c --out=~/file", "why x --page=~/file/a.html"):
        with pytest.raises(WriteError, match=re.escape(f"{home}/file")):
            app(words.split())


@pytest.mark.parametrize("words", OTHER_FORMS)
def test_a_file_with_the_suffix_of_another_form_is_refused_at_once(words: str, home: Path) -> None:
    with pytest.raises(InputError, match=r"has the suffix \.\w+, but what is written is"):
        app(words.split())


@pytest.mark.parametrize("words", FILES_FOR_FOLDERS)
def test_a_folder_with_the_name_of_a_file_is_refused_unless_it_is_there(words: str, home: Path) -> None:
    with pytest.raises(InputError, match=r"has the suffix \.\w+ of a file, but a folder is written"):
        app(words.split())
    (home / words.rsplit(maxsplit=1)[-1]).mkdir()
    with pytest.raises(ArtmetaError, match="There is no"):
        app(words.split())


def test_a_page_may_have_the_short_suffix(home: Path) -> None:
    files.check_suffix(home / "a.HTM", ".html")


def test_a_table_that_a_function_writes_has_its_suffix(home: Path) -> None:
    with pytest.raises(InputError, match="what is written is CSV"):
        artmeta.classify(home, "m", csv="topics.xlsx")


def test_a_name_that_no_model_can_have_is_refused_before_the_lesson_fetches_its_pictures(home: Path) -> None:
    with pytest.raises(ConfigError, match="'a/b' is no name for a model"):
        app("lesson http://127.0.0.1:1/a.zip --model a/b".split())


@pytest.mark.parametrize("words", UNKNOWN_HOMES)
def test_the_home_of_a_user_who_is_not_known_is_no_place(words: str, home: Path) -> None:
    with pytest.raises(ArtmetaError, match=r"There is no .*~none"):
        app(words.split())


@pytest.mark.parametrize(
    "words",
    [["classify", "", "--model", "m", "--csv", "a.csv"], ["train", ""], ["enrich", ""], ["why", "--", ""]],
)
def test_an_empty_argument_is_not_this_folder(words: list[str], home: Path) -> None:
    with pytest.raises(InputError, match="An argument is empty"):
        app(words)


@pytest.mark.parametrize(
    "words",
    [
        ["export", "c", "--out", ""],
        ["why", "x", "--page="],
        ["report", "c", "--run", ""],
        ["sample", "serve", "--host="],
    ],
)
def test_an_empty_value_of_an_option_is_not_its_default(words: list[str], home: Path) -> None:
    with pytest.raises(InputError, match=r"The value of --\w+ is empty"):
        app(words)


@pytest.mark.parametrize("words", ["review plan c", "audit-sample c", "explore c"])
def test_a_seed_that_the_database_or_scikit_learn_cannot_take_is_refused(
    words: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        app([*words.split(), "--seed", str(2**32)])
    assert "less than or equal to 4294967295" in capsys.readouterr().err


@pytest.mark.parametrize("words", VALUES)
def test_a_value_that_is_not_known_is_refused_at_once(
    words: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        app(words.split())
    assert end.value.code == 2 and "is not one of" in capsys.readouterr().err


def test_a_place_that_is_tried_is_left_as_it_was(home: Path) -> None:
    files.check_file(home / "new" / "table.csv")
    files.check_folder(home / "new" / "folder")
    assert list(home.iterdir()) == []


def test_the_choices_are_those_that_the_library_knows() -> None:
    from artmeta.vision.export import formats
    from artmeta.vision.hyperparameters import FINE_TUNED, HEADS

    assert get_args(Form) == formats.FORMS
    assert {kind for kinds in formats.QUANTISED.values() for kind in kinds} == set(get_args(Quantise))
    assert set(get_args(HeadKind)) == {*HEADS, FINE_TUNED}

"""Commands in this process: runs are listed by their ids, and an option without effect is refused."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from builders import COLLECTION, RUN, Work, fill, new_store
from small_disks import read_only
from typer.testing import CliRunner, Result

import artmeta
from artmeta.errors import ConfigError, ExportError, StoreError, ValidationFailed, WriteError
from artmeta.settings import Settings
from artmeta.steps.changes.withdrawal import WithdrawnTopics, withdraw
from artmeta.steps.context import CollectionFile, begin, finish, open_run
from artmeta.steps.operations.metrics import metrics_text
from artmeta.steps.operations.run_locks import run_alone
from artmeta.steps.validate import validate
from artmeta.store.database import Store
from flows.cli import app


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARTMETA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ARTMETA_REPORTS_DIR", str(tmp_path / "reports"))
    return Settings.read()


def test_the_version_is_that_of_the_library() -> None:
    assert run("--version").stdout == f"artmeta {artmeta.__version__}\n"


def test_runs_are_listed_with_the_ids_that_other_commands_take(settings: Settings) -> None:
    with new_store(settings.database) as store:
        fill(store, [Work("a", confidences={"boat": 0.9}, status="sure"), Work("b")])
        fill(store, [Work("c")], collection="other", run_id="20260203T040506-fedcba")
        withdraw(store, WithdrawnTopics(COLLECTION, run_id=RUN))
    heading, line = run("runs", COLLECTION).stdout.splitlines()
    listed = dict(zip(heading.split("\t"), line.split("\t"), strict=True))
    assert (listed["run_id"], listed["state"], listed["model"]) == (RUN, "finished", "topics 3")
    assert listed["classified_here"] == "1" and listed["withdrawn"].startswith("20")
    assert len(run("runs").stdout.splitlines()) == 3
    assert "Did you mean 'museum'?" in str(run("runs", "musuem").exception)
    assert "`artmeta runs` lists them" in str(run("diff", RUN, "none").exception)


def test_collections_stand_before_training_works_and_folders_that_were_classified(settings: Settings) -> None:
    names = ("folder-scans-0123456789ab", "harbour-training", "harbour", "zoo")
    with new_store(settings.database) as store:
        for hour, name in enumerate(names):
            fill(store, [Work("a")], collection=name, run_id=f"20260203T0{hour}0506-fedcba")
    _, *lines = run("status").stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["harbour", "zoo", "harbour-training", names[0]]


def test_withdrawn_topics_are_no_missing_ones(settings: Settings) -> None:
    with new_store(settings.database) as store:
        fill(store, [Work("a", confidences={"boat": 0.9}, status="sure")])
        fill(store, [Work("c")], collection="other", run_id="20260203T040506-fedcba")
        with pytest.raises(StoreError, match=rf"^'{COLLECTION}' has no run 123\."):
            withdraw(store, WithdrawnTopics(COLLECTION, run_id="123"))
        withdraw(store, WithdrawnTopics(COLLECTION, run_id=RUN))
    assert run("topics", "other").stdout == "Topics: none yet.\n"
    assert run("topics", COLLECTION).stdout.startswith("Topics: those of 1 work are withdrawn; ")


def test_an_account_without_a_name_may_withdraw_topics(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 2**31 - 3)  # of nobody here, as in a container
    with new_store(settings.database) as store:
        fill(store, [Work("a", confidences={"boat": 0.9}, status="sure")])
        withdraw(store, WithdrawnTopics(COLLECTION, run_id=RUN))
        (withdrawal,) = store.rows("withdrawals_in_force", collection=COLLECTION)
    assert withdrawal["withdrawn_by"] == "unnamed"


def test_a_value_that_is_no_choice_is_refused_in_plain_words() -> None:
    refused = run("train", ".", "--precision", "int4")
    assert refused.exit_code == 2
    assert "'--precision': 'int4' is not one of 'float32', 'int8'." in refused.output
    assert "'--to': 'onnx' is not one of" in run("models", "export", "x", "--to", "onnx").output


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("audit-sample", "x", "--answers", "a.csv", "--seed", "1"), "--seed"),
        (("audit-sample", "x", "--by", "Ann"), "--by"),
        (("review", "certify", "x", "--by", "Ann"), "--by"),
        (("withdraw", "x", "--run", "r", "--undo", "--reason", "y"), "--reason"),
        (("why", "a.png", "--model", "m", "--collection", "x"), "--collection"),
        (("train", "x.toml", "--epochs", "3"), "--epochs"),
        (("train", "x.toml", "--with-reviews", "x"), "--with-reviews"),
        (("train", ".", "--quality", "--head", "logistic"), "--head"),
    ],
)
def test_an_option_that_has_no_effect_is_refused(
    settings: Settings, words: tuple[str, ...], option: str
) -> None:
    for name in ("a.png", "x.toml"):
        Path(name).touch()
    refused = run(*words).exception
    assert isinstance(refused, ConfigError) and refused.message.startswith(f"{option} has no effect here: ")


def test_where_the_default_folder_may_not_be_written_the_option_for_another_is_named(
    settings: Settings,
) -> None:
    settings.data_dir.mkdir()
    with read_only(settings.data_dir):
        refused = run("export", COLLECTION).exception
        assert isinstance(refused, WriteError) and refused.hint.endswith(
            "--out or ARTMETA_DATA_DIR names another place."
        )
        refused = run("models", "export", "topics", "--to", "keras").exception
        assert isinstance(refused, WriteError) and refused.hint.endswith(
            "--out or ARTMETA_DATA_DIR names another place."
        )


def test_nothing_is_exported_while_the_newest_run_is_not_finished(settings: Settings) -> None:
    text = 'title = "M"\nsource = {kind = "folder", path = "P", rights = "CC0"}\nmodel.name = "topics"\n'
    with new_store(settings.database) as store:
        fill(store, [Work("a", confidences={"boat": 0.9}, status="sure")], config_text=text)
    assert run("export", COLLECTION, "--to", "assertions").exit_code == 0
    before = {path.name: path.read_bytes() for path in settings.exports_dir.iterdir()}
    strict = f"{text}expectations.min_artworks = 100\n"
    file = CollectionFile.write(strict, settings.data_dir / f"{COLLECTION}.toml")
    stopped = begin(file, settings, ("topics", 3))
    unfinished = run("export", COLLECTION, "--to", "assertions").exception
    assert isinstance(unfinished, ExportError)
    assert f"its newest run {stopped} was interrupted." in unfinished.message
    with pytest.raises(ValidationFailed) as failed, open_run(stopped, settings) as context:
        validate(context)
    for words in (["--to", "assertions"], ["--to", "delta"], ["--run", RUN]):
        refused = run("export", COLLECTION, *words).exception
        assert isinstance(refused, ExportError)
        assert f"its newest run {stopped} was stopped by" in refused.message
        assert all(sentence in refused.message for sentence in failed.value.failures)
    assert {path.name: path.read_bytes() for path in settings.exports_dir.iterdir()} == before
    with open_run(stopped, settings) as context:
        finish(context)
    with read_only(settings.data_dir):
        assert run("export", COLLECTION, "--to", "assertions", "--out", "elsewhere").exit_code == 0


def shown_states(settings: Settings, run_id: str) -> tuple[str, ...]:
    """The state of the newest run by `status`, `runs`, the page of all runs, the library, the metrics and `export`."""
    (status,), (listed,) = (run(*words).stdout.splitlines()[1:] for words in (["status"], ["runs"]))
    assert run("report", COLLECTION).exit_code == 0
    page = (settings.reports_dir / f"{COLLECTION}-runs.html").read_text()
    with Store.open(settings.database, read_only=True) as store:
        metrics = metrics_text(store, settings.data_dir)
    (measured,) = re.findall(r'artmeta_run_status\{.*status="(\w+)"\} 1\.0', metrics)
    return (
        status.split("\t")[1],
        listed.split("\t")[3],
        *(word for word in ("reported", "interrupted", "running") if f">{word}<" in page),
        str(artmeta.open_store().collections()["status"].item()),
        measured,
        str(run("export", COLLECTION).exception).partition(run_id)[2].split(".")[0],
    )


def test_a_run_without_a_process_is_interrupted_wherever_its_state_is_shown(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    text = 'title = "M"\nsource = {kind = "folder", path = "P", rights = "CC0"}\nmodel.name = "topics"\n'
    run_id = begin(CollectionFile.write(text, settings.data_dir / f"{COLLECTION}.toml"), settings)
    with run_alone(COLLECTION, settings):
        states = shown_states(settings, run_id)
        assert states == ("running", "running", "reported", "running", "running", " is still running")
        assert "interrupted" not in caplog.text
    states = shown_states(settings, run_id)
    assert states == (*["interrupted"] * 5, " was interrupted")
    assert (
        f"The newest run of {COLLECTION} was interrupted; the command that began it continues it."
        in caplog.text
    )

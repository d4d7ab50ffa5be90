"""The flows under a real Prefect server: what they return, what they leave there, and what is tried again."""

from __future__ import annotations

import logging
import time
import uuid
from pathlib import Path
from typing import Any

import pytest

from artmeta.domain.run import StepResult
from artmeta.errors import (
    ArtmetaError,
    ConfigError,
    ModelError,
    RunUnderWay,
    SourceBusy,
    SourceChanged,
    StoreLocked,
)
from artmeta.settings import Settings
from artmeta.steps.operations.run_locks import WriterTurn, run_alone
from artmeta.steps.pipeline import RunResult
from flows import without_traceback
from flows.summary import summary

pytestmark = pytest.mark.slow


@pytest.fixture
def at_home(sample: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small museum's collection file, and artmeta's folders beside it."""
    data = sample.parents[1]
    monkeypatch.setenv("ARTMETA_DATA_DIR", str(data))
    monkeypatch.setenv("ARTMETA_REPORTS_DIR", str(data / "reports"))
    monkeypatch.setenv("ARTMETA_WORKERS", "1")
    return sample


def artifacts() -> dict[str, Any]:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        actual = client.request("POST", "/artifacts/filter", json={}).json()
    return {artifact["key"]: artifact for artifact in actual}


def test_a_flow_runs_and_runs_again(prefect_server: None, at_home: Path) -> None:
    from flows.enrich import enrich

    first = enrich(at_home)
    assert [step.step for step in first.steps] == [
        "fetch",
        "validate",
        "embed",
        "classify",
        "verify",
        "assess",
    ]
    assert first.steps[0].done > 50
    assert first.report is not None and first.report.stat().st_size > 50_000
    assert all(path.exists() for path in first.exports)
    assert {path.suffix for path in first.exports} == {".csv", ".json", ".parquet", ".duckdb"}
    left = artifacts()
    assert {f"{at_home.stem}-{key}" for key in ("steps", "report", "embed")} <= set(left)
    assert (left[f"{at_home.stem}-embed"]["type"], left[f"{at_home.stem}-embed"]["data"]) == (
        "progress",
        100.0,
    )
    assert '"step": "fetch"' in left[f"{at_home.stem}-steps"]["data"]

    second = enrich(at_home)
    assert second.run_id != first.run_id
    assert [step.done for step in second.steps if step.step in ("fetch", "embed", "classify")] == [0, 0, 0]
    assert "Nothing was new" in summary(second) and "Nothing was new" not in summary(first)


def test_a_scheduled_run_is_skipped_while_another_is_under_way(
    prefect_server: None, at_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.enrich import enrich

    with run_alone(at_home.stem, Settings.read()):
        with pytest.raises(RunUnderWay, match="is under way"):
            enrich(at_home)
        monkeypatch.setenv("PREFECT__RUNTIME__DEPLOYMENT__ID", str(uuid.uuid4()))
        state: Any = enrich(at_home, return_state=True)
    assert (state.name, state.is_completed()) == ("Skipped", True)
    assert f"Another run of '{at_home.stem}' is under way" in (state.message or "")


def test_a_run_whose_process_was_killed_is_closed_by_a_later_one(
    prefect_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect import flow
    from prefect.client.orchestration import get_client
    from prefect.states import Running

    from flows.lost_runs import SENTENCE, close_lost_runs

    @flow
    def night() -> None:
        close_lost_runs()

    with get_client(sync_client=True) as client:
        deployment = client.create_deployment(flow_id=client.create_flow(night), name="killed")
        lost, waiting = (client.create_flow_run_from_deployment(deployment) for _ in range(2))
        client.set_flow_run_state(lost.id, Running(), force=True)
        monkeypatch.setenv("PREFECT__RUNTIME__DEPLOYMENT__ID", str(deployment))
        night()
        state = client.read_flow_run(lost.id).state
        assert state is not None and (state.name, state.message) == ("Crashed", SENTENCE)
        assert client.read_flow_run(waiting.id).state_name == "Scheduled"


def test_a_run_that_waits_for_another_shows_it(prefect_server: None, home: Path) -> None:
    from prefect import flow
    from prefect.client.orchestration import get_client
    from prefect.runtime import flow_run

    from flows.waiting import writer_turn

    first = WriterTurn("harbour", Settings.read())

    @flow
    def second() -> str:
        turn = writer_turn("castle")
        show = turn._waiting
        turn._waiting = lambda sentence: (show(sentence), first.__exit__())[0]
        with turn:
            return str(flow_run.get_id())

    with first:
        run = second()
    with get_client(sync_client=True) as client:
        states = client.read_flow_run_states(run)
    assert [state.name for state in states][-3:] == ["Waiting", "Running", "Completed"]
    assert "'harbour', process" in (states[-3].message or "")


def test_a_fault_that_artmeta_knows_has_no_traceback(
    prefect_server: None, at_home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from flows.enrich import enrich

    at_home.write_text(at_home.read_text().replace('name = "sample"', 'name = "nobody"'))
    with caplog.at_level(logging.ERROR), pytest.raises(ModelError, match="nobody"):
        enrich(at_home)
    assert "nobody" in caplog.text and "Traceback" not in caplog.text


def test_a_fault_that_it_does_not_know_keeps_its_traceback() -> None:
    for fault, kept in ((ConfigError("x"), False), (ValueError("x"), True)):
        record = logging.LogRecord("prefect", logging.ERROR, "", 0, "", (), (type(fault), fault, None))
        assert without_traceback(record)
        assert (record.exc_info is not None) is kept


@pytest.mark.parametrize(
    ("fault", "again"), [(SourceBusy("x"), True), (StoreLocked("x"), True), (SourceChanged("x"), False)]
)
def test_only_a_fault_that_passes_is_tried_again(fault: Exception, again: bool) -> None:
    from prefect.states import Failed

    from flows import tasks

    state = Failed(data=fault)
    assert tasks.fetch.retry_condition_fn is not None
    assert tasks.fetch.retry_condition_fn(tasks.fetch, None, state) is again  # type: ignore[arg-type]


@pytest.mark.parametrize(("fault", "attempts"), [(SourceBusy("busy"), 2), (SourceChanged("changed"), 1)])
def test_a_fault_that_passes_is_tried_again_and_others_write_meanwhile(
    prefect_server: None, home: Path, fault: ArtmetaError, attempts: int
) -> None:
    from prefect import flow, task

    from flows import tasks
    from flows.waiting import writer_turn

    tried: list[str] = []

    @task(**tasks.SOURCE | {"retries": 1, "retry_delay_seconds": 0.1})
    def fails(name: str) -> None:
        if tried:  # the pause is over, and nobody holds the lock
            with WriterTurn("castle", Settings.read(), waiting=pytest.fail):
                pass
        with tasks._TURN.get():
            tried.append(name)
            raise fault

    @flow
    def night() -> None:
        tasks.in_turn(writer_turn("harbour"), fails, "fetch")

    with pytest.raises(type(fault)):
        night()
    assert len(tried) == attempts


def test_a_step_that_takes_too_long_ends_and_gives_its_turn_up(prefect_server: None, home: Path) -> None:
    from prefect import flow, task

    from flows import tasks
    from flows.waiting import writer_turn

    @task(timeout_seconds=0.2)
    def hangs(_: str) -> None:
        with tasks._TURN.get():
            while True:
                time.sleep(0.01)

    @flow
    def night() -> None:
        tasks.in_turn(writer_turn("harbour"), hangs, "embed")

    state: Any = night(return_state=True)
    assert state.is_failed() and "timeout" in state.message
    with WriterTurn("castle", Settings.read(), waiting=pytest.fail):
        pass


def test_every_task_has_an_end() -> None:
    from prefect import Task

    from flows import tasks

    actual = [task for task in vars(tasks).values() if isinstance(task, Task)]
    assert len(actual) >= 12
    assert all(task.timeout_seconds and task.retries and task.retry_condition_fn for task in actual)


def test_the_summary_is_for_people() -> None:
    result = RunResult(
        "r1",
        (StepResult("fetch", 0, 1203, 4, 12.34), StepResult("validate", 15, 0, 1), StepResult("assess", 13)),
        Path("reports/x.html"),
        (Path("x.csv"),),
    )
    assert summary(result).splitlines() == [
        "Run r1",
        "  fetch     0 new, 1,203 as before, 4 failed                12.3 s",
        "  validate  15 checks passed, 1 failed                       0.0 s",
        "  assess    13 flags                                         0.0 s",
        "Nothing was new to fetch, embed, classify or train.",
        "Exports: x.csv",
        "Report: reports/x.html",
    ]

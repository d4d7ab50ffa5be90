"""Each step as a task with its retries and its timeout; tasks pass each other only a run's id."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

from prefect import State, Task, task
from prefect.client.schemas.objects import TaskRun

from artmeta.domain.run import StepResult
from artmeta.errors import SourceBusy, StoreLocked
from artmeta.settings import Settings
from artmeta.steps import pipeline
from artmeta.steps.assess import assess as assess_step
from artmeta.steps.classify import classify as classify_step
from artmeta.steps.context import CollectionFile, RunContext, open_run
from artmeta.steps.context import finish as finish_run
from artmeta.steps.embed import embed as embed_step
from artmeta.steps.export import export as export_step
from artmeta.steps.fetch import fetch as fetch_step
from artmeta.steps.operations.run_locks import WriterTurn
from artmeta.steps.report import finish_reported as finish_reported_run
from artmeta.steps.report import report as report_step
from artmeta.steps.training.train import train as train_step
from artmeta.steps.validate import validate as validate_step
from artmeta.steps.validate import verify as verify_step

P = TypeVar("P")
T = TypeVar("T")
_TURN: ContextVar[WriterTurn] = ContextVar("turn")  # of the flow that calls the tasks

HOUR = 3600
# timeout of a harvest, enough for some 80,000 pictures; the next run resumes after those already downloaded
DAY = 24 * HOUR
NIGHT = 6 * HOUR  # timeout of embedding, enough for 4 million pictures at 200 a second
# seconds; a museum's server that is down for a nightly restart is back within half an hour
BUSY_DELAYS = [60, 300, 1800]
LOCKED_DELAYS = [5, 30, 120]  # seconds; another command that writes is mostly done within minutes


def _fault_is(*kinds: type[Exception]) -> Callable[[Task[..., Any], TaskRun, State[Any]], bool]:
    """Return a condition that retries only transient faults of these kinds."""

    def condition(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
        return isinstance(state.result(raise_on_failure=False), kinds)

    return condition


PATIENT: dict[str, Any] = {
    "retries": len(LOCKED_DELAYS),
    "retry_delay_seconds": LOCKED_DELAYS,
    "retry_condition_fn": _fault_is(StoreLocked),
    "timeout_seconds": HOUR,
}
SOURCE: dict[str, Any] = {
    "retries": len(BUSY_DELAYS),
    "retry_delay_seconds": BUSY_DELAYS,
    "retry_condition_fn": _fault_is(SourceBusy, StoreLocked),
    "timeout_seconds": DAY,
}


@task(**PATIENT)
def begin(collection_file: Path) -> str:
    """Begin or resume the run of a collection; return its id."""
    with _TURN.get():
        return pipeline.begin_enrich(CollectionFile.load(collection_file), Settings.read())


@task(**PATIENT)
def begin_training(collection_file: Path) -> str:
    """Begin or resume the training of a collection's model; return the run's id."""
    with _TURN.get():
        return pipeline.begin_train(CollectionFile.load(collection_file), Settings.read())


@task(**SOURCE)
def fetch(run_id: str) -> StepResult:
    """List the collection's works and fetch their pictures."""
    return _do(fetch_step, run_id)


@task(**PATIENT)
def validate(run_id: str) -> StepResult:
    """Check the records and pictures."""
    return _do(validate_step, run_id)


@task(**PATIENT | {"timeout_seconds": NIGHT})
def embed(run_id: str) -> StepResult:
    """Compute the embedding of every new picture."""
    return _do(embed_step, run_id)


@task(**PATIENT)
def classify(run_id: str) -> StepResult:
    """Compute the confidences of every topic."""
    return _do(classify_step, run_id)


@task(**PATIENT)
def verify(run_id: str) -> StepResult:
    """Check the predictions."""
    return _do(verify_step, run_id)


@task(**PATIENT)
def assess(run_id: str) -> StepResult:
    """Find copies, estimate trends, and raise flags."""
    return _do(assess_step, run_id)


@task(**PATIENT | {"timeout_seconds": NIGHT})
def train(run_id: str) -> StepResult:
    """Train the model on the works with known topics."""
    return _do(train_step, run_id)


@task(**PATIENT)
def report(run_id: str) -> Path:
    """Write the report."""
    return _do(report_step, run_id)


@task(**PATIENT)
def export(run_id: str) -> list[Path]:
    """Write the exports."""
    return _do(export_step, run_id)


@task(**PATIENT)
def finish(run_id: str) -> None:
    """Mark the run as finished."""
    _do(finish_run, run_id)


@task(**PATIENT)
def finish_reported(run_id: str) -> None:
    """Mark the run as finished, also on the page of all runs."""
    _do(finish_reported_run, run_id)


def in_turn(turn: WriterTurn, step: Task[[P], T], argument: P) -> T:
    """Call a task once it is its run's turn to write: the wait counts towards no timeout."""
    token = _TURN.set(turn)
    try:
        with turn:
            return step(argument)
    finally:
        _TURN.reset(token)


def _do(step: Callable[[RunContext], T], run_id: str) -> T:
    """Do a step in the run's turn, which ends with the attempt: other runs write before the next one."""
    with _TURN.get(), open_run(run_id, Settings.read()) as context:
        return step(context)

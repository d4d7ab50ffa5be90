"""Each step as a task with its retries and its timeout; tasks pass each other only a run's id."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

from prefect import State, Task, task
from prefect.client.schemas.objects import TaskRun

from artmeta.errors import SourceBusy, StoreLocked
from artmeta.settings import Settings
from artmeta.steps import beginning
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


RETRIED: dict[str, Any] = {
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


@task(**RETRIED)
def begin(collection_file: Path) -> str:
    """Begin or resume the run of a collection; return its id."""
    with _TURN.get():
        return beginning.begin_enrich(CollectionFile.load(collection_file), Settings.read())


@task(**RETRIED)
def begin_training(collection_file: Path) -> str:
    """Begin or resume the training of a collection's model; return the run's id."""
    with _TURN.get():
        return beginning.begin_train(CollectionFile.load(collection_file), Settings.read())


def _task(work: Callable[[RunContext], T], options: dict[str, Any] = RETRIED) -> Task[[str], T]:
    """Return work on a run as a task of its name, which takes the run's id.

    Each attempt takes the run's turn and gives it up: other runs write before the next attempt.
    """

    def attempt(run_id: str) -> T:
        with _TURN.get(), open_run(run_id, Settings.read()) as context:
            return work(context)

    attempt.__qualname__ = work.__name__  # Prefect tells tasks apart by it
    return task(name=work.__name__, description=work.__doc__, **options)(attempt)


LONG = RETRIED | {"timeout_seconds": NIGHT}
fetch = _task(fetch_step, SOURCE)
validate = _task(validate_step)
embed = _task(embed_step, LONG)
classify = _task(classify_step)
verify = _task(verify_step)
assess = _task(assess_step)
train = _task(train_step, LONG)
report = _task(report_step)
export = _task(export_step)
finish = _task(finish_run)
finish_reported = _task(finish_reported_run)


def in_turn(turn: WriterTurn, step: Task[[P], T], argument: P) -> T:
    """Call a task once it is its run's turn to write: the wait counts towards no timeout."""
    token = _TURN.set(turn)
    try:
        with turn:
            return step(argument)
    finally:
        _TURN.reset(token)

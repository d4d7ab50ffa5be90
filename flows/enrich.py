"""The enrich flow: one collection, from its source to its report."""

from __future__ import annotations

from pathlib import Path

from prefect import flow
from prefect.runtime import deployment
from prefect.states import Completed

from artmeta.collection import Collection
from artmeta.errors import RunUnderWay
from artmeta.settings import Settings
from artmeta.steps.operations.notifications import notified
from artmeta.steps.operations.run_locks import run_alone
from artmeta.steps.pipeline import RunResult
from flows import tasks
from flows.artifacts import progress_published, publish
from flows.events import emit
from flows.lost_runs import close_lost_runs
from flows.tasks import in_turn
from flows.waiting import writer_turn

STEPS = (tasks.fetch, tasks.validate, tasks.embed, tasks.classify, tasks.verify, tasks.assess)


@flow(name="enrich", flow_run_name="enrich-{collection_file.stem}")
def enrich(collection_file: Path) -> RunResult:
    """Enrich the collection that a file describes; run it again to resume.

    A scheduled run is skipped while another run of the collection is under way.
    """
    slug, settings = Collection.load(collection_file).slug, Settings.read()
    try:
        with run_alone(slug, settings):
            close_lost_runs()
            return _enrich(collection_file, slug, settings)
    except RunUnderWay as fault:
        if deployment.id is None:
            raise
        return Completed(name="Skipped", message=fault.message)  # type: ignore[return-value]  # a flow may return its state


def _enrich(collection_file: Path, slug: str, settings: Settings) -> RunResult:
    turn = writer_turn(slug)
    run = in_turn(turn, tasks.begin, collection_file)
    with notified(run, slug, settings, emit), progress_published(collection_file.stem):
        steps = tuple(in_turn(turn, step, run) for step in STEPS)
        page = in_turn(turn, tasks.report, run)
        files = in_turn(turn, tasks.export, run)
        in_turn(turn, tasks.finish_reported, run)
    return publish(collection_file.stem, RunResult(run, steps, page, tuple(files)))

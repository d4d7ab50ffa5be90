"""The enrich flow: one collection, from its source to its report."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from artmeta.collection import Collection
from artmeta.settings import Settings
from artmeta.steps.operations.notifications import notified
from artmeta.steps.pipeline import RunResult
from flows import tasks
from flows.artifacts import publish
from flows.events import emit


@flow(name="enrich", flow_run_name="enrich-{collection_file.stem}")
def enrich(collection_file: Path) -> RunResult:
    """Enrich the collection that a file describes; run it again to resume."""
    run = tasks.begin(collection_file)
    with notified(run, Collection.load(collection_file).slug, Settings.read(), emit):
        steps = (
            tasks.fetch(run),
            tasks.validate(run),
            tasks.embed(run),
            tasks.classify(run),
            tasks.verify(run),
            tasks.assess(run),
        )
        page = tasks.report(run)
        files = tasks.export(run)
        tasks.finish(run)
    return publish(collection_file.stem, RunResult(run, steps, page, tuple(files)))

"""The train flow: the model of a collection, from the source in its [training] table."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from artmeta.steps.pipeline import RunResult
from flows import tasks
from flows.artifacts import publish


@flow(name="train", flow_run_name="train-{collection_file.stem}")
def train(collection_file: Path) -> RunResult:
    """Train the model of a collection file; run it again to resume."""
    run = tasks.begin_training(collection_file)
    steps = (tasks.fetch(run), tasks.embed(run), tasks.train(run))
    tasks.finish(run)
    return publish(f"{collection_file.stem}-training", RunResult(run, steps))

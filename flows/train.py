"""The train flow: the model of a collection, from the source in its [training] table."""

from __future__ import annotations

from pathlib import Path

from prefect import flow

from artmeta.settings import Settings
from artmeta.steps.context import CollectionFile
from artmeta.steps.operations.run_locks import run_alone
from artmeta.steps.pipeline import RunResult
from flows import tasks
from flows.artifacts import progress_published, publish
from flows.tasks import in_turn
from flows.waiting import writer_turn

STEPS = (tasks.fetch, tasks.embed, tasks.train)


@flow(name="train", flow_run_name="train-{collection_file.stem}")
def train(collection_file: Path) -> RunResult:
    """Train the model of a collection file; run it again to resume."""
    slug = CollectionFile.load(collection_file).for_training().collection.slug
    with run_alone(slug, Settings.read()), progress_published(collection_file.stem):
        turn = writer_turn(slug)
        run = in_turn(turn, tasks.begin_training, collection_file)
        steps = tuple(in_turn(turn, step, run) for step in STEPS)
        in_turn(turn, tasks.finish, run)
    return publish(f"{collection_file.stem}-training", RunResult(run, steps))

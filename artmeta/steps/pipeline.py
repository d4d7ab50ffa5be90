"""The pipeline without Prefect: the same steps in the same order, in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from artmeta.domain.run import StepResult
from artmeta.settings import Settings
from artmeta.steps.assess import assess
from artmeta.steps.beginning import begin_enrich, begin_train
from artmeta.steps.classify import classify
from artmeta.steps.context import CollectionFile, RunContext, finish, open_run
from artmeta.steps.embed import embed
from artmeta.steps.export import export
from artmeta.steps.fetch import fetch
from artmeta.steps.operations.notifications import notified
from artmeta.steps.operations.run_locks import exclusive_run
from artmeta.steps.report import finish_reported, report
from artmeta.steps.training.train import train
from artmeta.steps.validate import validate, verify

Step = Callable[[RunContext], StepResult]

ENRICH: tuple[Step, ...] = (fetch, validate, embed, classify, verify, assess)
TRAIN: tuple[Step, ...] = (fetch, embed, train)


@dataclass(frozen=True, slots=True)
class RunResult:
    """The results of a run's steps, its report and its exports."""

    run_id: str
    steps: tuple[StepResult, ...]
    report: Path | None = None
    exports: tuple[Path, ...] = field(default=())


def enrich(file: CollectionFile, settings: Settings, cluster: object | None = None) -> RunResult:
    """Enrich a collection, from its source to its report; run it again to resume."""
    slug = file.collection.slug
    with exclusive_run(slug, settings):
        run_id = begin_enrich(file, settings)
        with notified(run_id, slug, settings), open_run(run_id, settings, cluster) as context:
            results = tuple(step(context) for step in ENRICH)
            page = report(context)
            files = export(context)
            finish_reported(context)
    return RunResult(run_id, results, page, tuple(files))


def train_model(file: CollectionFile, settings: Settings) -> RunResult:
    """Train the model of a collection on the source in its [training] table."""
    with exclusive_run(file.for_training().collection.slug, settings):
        run_id = begin_train(file, settings)
        with open_run(run_id, settings) as context:
            results = tuple(step(context) for step in TRAIN)
            finish(context)
    return RunResult(run_id, results)

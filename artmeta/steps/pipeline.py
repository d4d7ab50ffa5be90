"""The pipeline without Prefect: the same steps in the same order, in this process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from artmeta.domain.run import StepResult
from artmeta.errors import ModelError
from artmeta.settings import Settings
from artmeta.steps.assess import assess
from artmeta.steps.classify import classify
from artmeta.steps.context import CollectionFile, RunContext, begin, finish, open_run
from artmeta.steps.embed import embed
from artmeta.steps.export import export
from artmeta.steps.fetch import fetch
from artmeta.steps.models import check_trainable
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


def begin_enrich(file: CollectionFile, settings: Settings) -> str:
    """Begin or resume a run as `begin_classification` does; raise WriteError if its report could not be written."""
    settings.check_folders(settings.reports_dir, *([settings.exports_dir] if file.collection.exports else ()))
    return begin_classification(file, settings)


def begin_classification(file: CollectionFile, settings: Settings) -> str:
    """Begin or resume the run of a collection with the newest version of its model; return the run's id.

    Raises ModelError, before anything is fetched, if there is no such model or its backbone has changed since.
    """
    from artmeta.vision.model_store import load_model
    from artmeta.vision.own_network import check_backbone_of

    choice = file.collection.model
    if not choice.name:
        raise ModelError(
            f"The collection file {file.path} names no model.", 'Add a table [model] with name = "...".'
        )
    card = load_model(settings.models_dir, choice.name, choice.version).card
    check_backbone_of(settings.models_dir, card, settings.weights)
    return begin(file, settings, (card.name, card.version))


def begin_train(file: CollectionFile, settings: Settings) -> str:
    """Begin or resume the training of a collection's model; return the run's id.

    Raises ModelError, before anything is fetched, on a backbone that is not known or cannot be trained as requested,
    and WriteError where no model could be saved.
    """
    settings.check_folders(settings.models_dir)
    training = file.for_training()
    check_trainable(training.collection, settings)
    return begin(training, settings)

"""Evaluate: the metrics of a model on works it was not trained on, with pictures of its errors."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta import files
from artmeta.domain.evaluation import EvaluationResult
from artmeta.errors import ModelError
from artmeta.report.render import check_own_page
from artmeta.settings import Settings
from artmeta.steps.classify import classify
from artmeta.steps.context import begin, finish, open_run
from artmeta.steps.embed import embed
from artmeta.steps.evaluation.result import evaluation_result
from artmeta.steps.evaluation.works import (
    OUT_OF_FOLD,
    VALIDATION_SPLIT,
    EvaluatedWorks,
    validation_works,
    works_of_folder,
)
from artmeta.steps.fetch import fetch
from artmeta.steps.folders import folder_collection
from artmeta.steps.operations.run_locks import exclusive_run
from artmeta.steps.report import stored_thumbnails
from artmeta.store.database import Store

if TYPE_CHECKING:
    from artmeta.vision.model_store import StoredModel

PAGE, RESULT = "index.html", "evaluation.json"
log = logging.getLogger("artmeta")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The page that shows an evaluation, the JSON beside it, and the metrics that both hold."""

    page: Path
    json: Path
    metrics: EvaluationResult

    @property
    def result(self) -> dict[str, Any]:
        """The values of the JSON."""
        return asdict(self.metrics)


def evaluate(
    model: str,
    settings: Settings,
    folder: Path | None = None,
    version: int | None = None,
    by_artist: bool = False,
    out: Path | None = None,
) -> Evaluation:
    """Measure a model on a folder of topic folders or, without one, on the validation split of its training.

    With `by_artist`, works of artists in its training are not counted. Writes a page and a JSON into `out`, or into a
    folder below reports/evaluations. Raises ModelError where there is no such model, it is multi-label, or there is no
    work to measure it on, WriteError, before anything is measured, if the folder may not be written, and RunUnderWay
    where another process measures a model on this folder. The validation split
    is measured without storing the result where the database may only be read; a line in the log says so.
    """
    from artmeta.vision.model_store import load_model

    if out:
        files.check_folder(out)
        check_own_page(out / PAGE)
    else:
        settings.check_folders(settings.reports_dir, option="--out")
    stored = load_model(settings.models_dir, model, version)
    if stored.head.multi_label:
        raise ModelError(
            f"'{model}' gives a work several topics; only models of one topic a work can be evaluated this way.",
            "Its card has the average precision of every topic, on works it never saw; the report shows it.",
        )
    evaluated = _classify_folder(stored, folder, settings, by_artist) if folder else None
    with _open_store(settings.database) as store:
        evaluated = evaluated or validation_works(store, stored, by_artist)
        result = evaluation_result(store, stored, evaluated, settings)
        row = {"model_name": stored.card.name, "model_version": stored.card.version, "works": evaluated.name}
        row |= {"result": json.dumps(asdict(result)), "evaluated_at": datetime.now(UTC)}
        if not store.read_only:
            store.upsert("evaluations", [row])
    return _write(result, out or _folder_of(stored, evaluated, settings), settings)


def _open_store(database: Path) -> Store:
    """Open the database for writing, or for reading where that is all this user may do."""
    if database.exists() and not files.is_writable(database):
        log.warning("%s may only be read: the result is not stored, so that no report shows it.", database)
        return Store.open(database, read_only=True)
    return Store.open(database)


def _classify_folder(model: StoredModel, folder: Path, settings: Settings, by_artist: bool) -> EvaluatedWorks:
    """Classify the folder in a run of its own, and read the predictions back."""
    slug = f"evaluation-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]}"
    file, card = folder_collection(folder, model.card.name, slug), model.card
    with (
        exclusive_run(slug, settings),
        open_run(begin(file, settings, (card.name, card.version)), settings) as context,
    ):
        for step in (fetch, embed, classify):
            step(context)
        evaluated = works_of_folder(context, model, folder, by_artist)
        finish(context)
    return evaluated


def _folder_of(model: StoredModel, evaluated: EvaluatedWorks, settings: Settings) -> Path:
    is_split = evaluated.name in (VALIDATION_SPLIT, OUT_OF_FOLD)
    works = evaluated.name.replace(" ", "-") if is_split else Path(evaluated.name).name
    return settings.reports_dir / "evaluations" / f"{model.card.name}-{model.card.version}-{works}"


def _write(result: EvaluationResult, folder: Path, settings: Settings) -> Evaluation:
    from artmeta.report.evaluation_page import write_evaluation

    page, data = folder / PAGE, folder / RESULT
    write_evaluation(result, stored_thumbnails(settings), page)
    files.write(data, json.dumps(asdict(result), indent=1, ensure_ascii=False) + "\n")
    return Evaluation(page, data, result)

"""Folders of pictures without a collection file: train on topic folders, or classify a folder into a CSV."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from artmeta.arrow_columns import column, floats, numbers, places
from artmeta.csv_writer import write_table
from artmeta.domain.model_card import never_sure
from artmeta.errors import ConfigError, ExportError, InputError
from artmeta.files import check_file
from artmeta.kept_results import kept
from artmeta.local_files import absolute_url, path_of
from artmeta.names import check_name
from artmeta.settings import Settings
from artmeta.sources.folder import require_folder
from artmeta.steps.beginning import begin_classification
from artmeta.steps.classify import classify
from artmeta.steps.context import CollectionFile, RunContext, finish, open_run
from artmeta.steps.embed import embed
from artmeta.steps.fetch import fetch
from artmeta.steps.operations.run_locks import exclusive_run
from artmeta.steps.promise.renew import renew_promises

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

# columns of the table behind those of the topics
LAST_COLUMNS = ["status", "sure_topics", "reason", "promise"]
# a topic of such a name has another column name
COLUMNS = frozenset(("file", "topic", "confidence", *LAST_COLUMNS))


@dataclass(frozen=True, slots=True)
class FolderClassification:
    """The classification of a folder: its rows, how many files were classified and unread, and counts by status.

    `never_sure` are the topics without a threshold; `notes` are sentences on files that were left out, and on groups
    whose works are not sure.
    """

    csv: Path | None
    rows: pa.Table
    classified: int
    unread: int
    statuses: dict[str, int]
    never_sure: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def table(self) -> pd.DataFrame:
        """The rows as a frame."""
        frame: pd.DataFrame = self.rows.to_pandas()
        return frame


def check_model_name(model: str) -> None:
    """Raise ConfigError if a model that is to be trained cannot have this name."""
    if not model:
        raise ConfigError("The model that is to be trained has no name.", "Give one with --model NAME.")
    check_name(model, "a model")


def folder_to_train_on(
    folder: Path, model: str, training: dict[str, object], backbone: str = "", precision: str = ""
) -> CollectionFile:
    """Describe a folder of topic folders as what a model is trained on; raise ConfigError without a model's name."""
    check_model_name(model)
    return folder_collection(folder, model, model, training, backbone, precision)


def folder_collection(
    folder: Path,
    model: str,
    slug: str,
    training: dict[str, object] | None = None,
    backbone: str = "",
    precision: str = "",
) -> CollectionFile:
    """Describe a folder of pictures as a collection; raise ConfigError if there is no such folder."""
    require_folder(folder, ConfigError)
    source = f'kind = "folder"\npath = {json.dumps(str(folder.resolve()), ensure_ascii=False)}\n'
    title = json.dumps(f"Pictures in {folder.name}", ensure_ascii=False)
    lines = [f"title = {title}\nslug = {json.dumps(slug)}", f"[source]\n{source}"]
    lines.append(f"[model]\nname = {json.dumps(model)}")
    if backbone:
        lines.append(f"backbone = {json.dumps(backbone)}")
    if precision:
        lines.append(f"precision = {json.dumps(precision)}")
    if training is not None:
        lines.append(
            "[training]\n" + "".join(f"{key} = {_toml(key, value)}\n" for key, value in training.items())
        )
        lines.append(f"[training.source]\n{source}")
    return CollectionFile.write("\n".join(lines), folder.resolve())


def _toml(key: str, value: object) -> str:
    """Return a value of the caller as TOML, also a number of NumPy; raise InputError if it is no number or text."""
    try:
        plain = value.item() if hasattr(value, "item") else value
        # nan and inf are called so in TOML too
        return str(plain) if isinstance(plain, float) else json.dumps(plain)
    except (TypeError, ValueError):  # ValueError: an array of several values
        raise InputError(
            f"`{key}` is {value!r} of type {type(value).__name__}.", "Give a number or a text."
        ) from None


def classify_folder(folder: Path, model: str, csv: Path | None, settings: Settings) -> FolderClassification:
    """Classify every picture below a folder, one row a file; a file that cannot be read has its reason.

    The table, written to `csv` if that is given, has `file` (relative to the folder), `topic`, `confidence`, one
    column a topic with its confidence (0 to 1), `status` (sure, unsure, unfamiliar), `sure_topics`, `promise`
    (kept, lost or untested where the model is sure) and `reason` (why it could not be read, or has its status). The
    column of a topic that is called like one of these has 'topic:' before its name. Run it again to resume an
    interrupted run. Raises ExportError, before anything is classified, if `csv` may not be written.
    """
    from artmeta.vision.model_store import load_model

    if csv is not None:
        check_file(csv, ExportError)
    file = folder_collection(folder, model, folder_slug(folder))
    with (
        exclusive_run(file.collection.slug, settings),
        open_run(begin_classification(file, settings), settings) as context,
    ):
        for step in (fetch, embed, classify):
            step(context)
        with kept(context.fits):
            renew_promises(context)
        table = _table(context, folder.resolve())
        notes = tuple(str(row["message"]) for row in context.store.rows("notes_of_run", run_id=context.id))
        promises = context.store.rows("promises_of_run", run_id=context.id)
        notes += tuple(str(row["sentence"]) for row in promises if row["state"] == "lost")
        finish(context)
    if csv is not None:
        write_table(table, csv, ExportError)
    unread = table["topic"].null_count
    statuses = dict(Counter(filter(None, table["status"].to_pylist())).most_common())
    card = load_model(settings.models_dir, model).card
    return FolderClassification(
        csv, table, len(table) - unread, unread, statuses, never_sure(card.calibration), notes
    )


def folder_slug(folder: Path) -> str:
    """Name the collection of a folder's pictures: by the folder's own name, and a digest of where it lies."""
    place = folder.resolve()
    name = re.sub(r"[^A-Za-z0-9]+", "-", place.name).strip("-").lower()[:40]
    digest = hashlib.sha256(str(place).encode()).hexdigest()[:12]
    return "-".join(filter(None, ("folder", name, digest)))


def _table(context: RunContext, folder: Path) -> pa.Table:
    """One row a file, sorted by its name."""
    import pyarrow as pa

    works = context.store.table("files_of_run", run_id=context.id)
    data = context.settings.data_dir.resolve()
    files = [_relative(absolute_url(url, data), folder) for url in works["url"].to_pylist()]
    rows = pa.table(
        {"file": column(files)}
        | {name: works[name] for name in ("topic", "confidence")}
        | _confidences(context, works["artwork_id"])
        | {name: works[name] for name in LAST_COLUMNS}
    )
    return rows.take(numbers(np.array(sorted(range(len(files)), key=files.__getitem__), np.int64)))


def _confidences(context: RunContext, ids: pa.ChunkedArray[Any]) -> dict[str, pa.Array[Any]]:
    """Return a column of confidences [n] for each topic, missing where a work of these ids [n] has none."""
    stored = context.store.table("confidences_of_run", categories=True, run_id=context.id)
    topics = sorted(stored["topic_id"].unique().to_pylist())
    matrix = np.full((len(ids) + 1, len(topics)), np.nan)  # the last row is of works that are none of these
    matrix[places(stored["artwork_id"], ids), places(stored["topic_id"], column(topics))] = floats(
        stored["confidence"]
    )
    names = [_column(topic, set(topics)) for topic in topics]
    return {name: numbers(values) for name, values in zip(names, matrix[:-1].T, strict=True)}


def _column(topic: str, topics: set[str]) -> str:
    """Return the name of a topic's column: its own, unless the table or another topic has a column of that name."""
    name = topic
    while name.casefold() in COLUMNS or (name != topic and name in topics):
        name = f"topic:{name}"
    return name


def _relative(url: str, folder: Path) -> str:
    path = path_of(url)
    return str(path.relative_to(folder) if path.is_relative_to(folder) else path)

"""The differences between two runs of one collection: what adopting another model changes."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pandas as pd

from artmeta import csv_writer
from artmeta.errors import InputError
from artmeta.report.changes_page import RunChanges, TopicPair, WorkChange, write_changes_page
from artmeta.settings import Settings
from artmeta.steps.context import stored_run
from artmeta.steps.report import stored_thumbnails
from artmeta.store.database import Store

SAME_MODEL = (
    "Both runs used the same model, and the store holds its newest prediction of each work only: "
    "works that the later run classified again are compared with themselves."
)


def changes_between(store: Store, earlier: str, later: str) -> RunChanges:
    """Compare two runs by id; a work that has gone since is left out.

    Raises StoreError if there is no such run, InputError if they are of two collections or one classified nothing.
    """
    first, second = stored_run(store, earlier), stored_run(store, later)
    if first["collection"] != second["collection"]:
        raise InputError(
            f"Run {earlier} is of '{first['collection']}', run {later} of '{second['collection']}'.",
            "Name two runs of one collection.",
        )
    same = (first["model_name"], first["model_version"]) == (second["model_name"], second["model_version"])
    named = {"earlier": earlier, "later": later}
    pairs = [TopicPair(**row) for row in store.rows("topics_of_two_runs", **named)]
    _check(earlier, any(pair.earlier_topic for pair in pairs))
    _check(later, any(pair.later_topic for pair in pairs))
    return RunChanges(
        first["collection"],
        second["title"],
        _description(first),
        _description(second),
        pairs,
        [WorkChange(**row) for row in store.rows("changes_between_runs", **named)],
        SAME_MODEL if same else "",
    )


def write_changes(
    changes: RunChanges, table: Path | None, page: Path | None, settings: Settings
) -> list[Path]:
    """Write the works that differ as CSV, and the page; return the files."""
    written = []
    if table is not None:
        columns = [field.name for field in fields(WorkChange) if field.name != "picture"]
        rows = [[getattr(work, name) for name in columns] for work in changes.works]
        csv_writer.write_frame(pd.DataFrame(rows, columns=columns), table)
        written.append(table)
    if page is not None:
        written.append(write_changes_page(changes, stored_thumbnails(settings), page))
    return written


def _check(run_id: str, has_topics: bool) -> None:
    if not has_topics:
        raise InputError(f"The model of run {run_id} classified no work.", "Name runs of `artmeta enrich`.")


def _description(run: dict[str, Any]) -> str:
    started = f"{run['started_at']:%-d %B %Y}"
    return f"run {run['run_id']} ({started}, model {run['model_name']}, version {run['model_version']})"

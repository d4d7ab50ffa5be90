"""Replay of a run: embed, classify and assess once more in a copy of the database, and compare the tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import pandas as pd

from artmeta import files
from artmeta.errors import InputError
from artmeta.settings import Settings
from artmeta.steps.assess import assess
from artmeta.steps.classify import classify
from artmeta.steps.context import RunContext, run_of, stored_run
from artmeta.steps.embed import embed
from artmeta.steps.models import backbone_of, model_of
from artmeta.steps.results import read_store
from artmeta.store.database import Store
from artmeta.wording import quantity

RESULTS = ("flags", "sure_precisions", "untaught_shares")  # tables of a run's results, beside those of trends
OF_TRENDS = "trend_"
NOT_STORED = "its picture is no longer stored or can no longer be read"
DECIDED = ("status", "sure_topics", "topic_id")


@dataclass(frozen=True, slots=True)
class DifferentWork:
    """A work whose predictions or decision differ in the replay, and why or how far."""

    artwork_id: str
    topic_before: str
    topic_after: str
    status_before: str
    status_after: str
    confidence_before: float
    confidence_after: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay gave: how many works were compared, those that differ, and differing rows of each table.

    `circumstances` name what is no longer as it was in the run; without them differing rows come from the machine.
    """

    run_id: str
    compared: int
    works: tuple[DifferentWork, ...]
    tables: dict[str, int]
    circumstances: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether every row came out as it was."""
        return not self.works and not any(self.tables.values())

    @property
    def sentence(self) -> str:
        """The answer in words."""
        if self.is_same:
            return f"Run {self.run_id} gives the same again: {quantity(self.compared, 'work')}, every value equal."
        rows = sum(self.tables.values())
        works = f"{quantity(len(self.works), 'work')} of {self.compared:,}"
        why = (
            " ".join(self.circumstances)
            or "Code, model, works and pictures are as they were: another machine computes otherwise."
        )
        return f"Run {self.run_id}: {works} and {quantity(rows, 'row')} of results differ. {why}"


def replay(run_id: str, settings: Settings) -> Replay:
    """Compute a run's predictions, decisions and results once more from its stored pictures, and compare them.

    Everything is computed in a copy of the database beside it, which is removed: nothing that is stored changes, and
    an interrupted replay leaves nothing. Raises StoreError if there is no such run, InputError if it
    classified nothing, ModelError if its model is no longer here.
    """
    with read_store(settings) as store, _scratch(store, run_id, settings) as context:
        before = _classification(store, context)
        if before.empty:
            raise InputError(
                f"The model of run {run_id} classified no work.",
                "Name a run of `artmeta enrich`: `artmeta runs` lists them.",
            )
        works = tuple(_different_works(before, _recomputed_classification(context)))
        names = [row["table_name"] for row in store.rows("schema_tables")]
        tables = {
            name: _differing_rows(store.table_of_run(name, run_id), context.store.table_of_run(name, run_id))
            for name in names
            if name in RESULTS or name.startswith(OF_TRENDS)
        }
        return Replay(run_id, len(before), works, tables, tuple(_circumstances(store, context, works)))


def _recomputed_classification(context: RunContext) -> pd.DataFrame:
    """Compute all results of a run anew from the pictures, in its scratch copy."""
    collection, backbone = context.run.collection, backbone_of(context).digest
    with context.store.transaction():
        context.store.execute("forget_embeddings", collection=collection, backbone=backbone)
        context.store.execute("forget_predictions", **context.model_key)
        context.store.execute("forget_decisions", **context.model_key)
    for step in (embed, classify, assess):
        step(context)
    return _classification(context.store, context)


@contextmanager
def _scratch(store: Store, run_id: str, settings: Settings) -> Iterator[RunContext]:
    """Yield the run in a copy of the database."""
    row = stored_run(store, run_id)
    if row["pruned_at"]:
        raise InputError(
            f"The results of run {run_id} were removed by `artmeta prune` on {row['pruned_at']:%-d %B %Y}.",
            "Name a later run: `artmeta runs` lists them.",
        )
    run, collection = run_of(row, settings)
    with files.explained(settings.data_dir), files.temporary_folder(settings.data_dir) as folder:
        path = folder / "replay.duckdb"
        store.snapshot(path)
        with Store.open(path) as copy:
            context = RunContext(run, collection, settings, copy)
            model_of(context)  # raises before anything is computed
            yield context


def _classification(store: Store, context: RunContext) -> pd.DataFrame:
    return store.frame("classification_of_works", **context.model_key).set_index("artwork_id")


def _different_works(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[DifferentWork]:
    same = before.index.intersection(after.index)
    equal = (before.loc[same, ["digest", *DECIDED]] == after.loc[same, ["digest", *DECIDED]]).all(axis=1)
    for artwork_id in before.index.difference(equal.index[equal]):
        now = after.loc[artwork_id] if artwork_id in after.index else None
        yield _different_work(str(artwork_id), before.loc[artwork_id], now)


def _different_work(artwork_id: str, before: Any, after: Any) -> DifferentWork:
    if after is None:
        return DifferentWork(
            artwork_id, before["topic_id"], "", before["status"], "", before["confidence"], None, NOT_STORED
        )
    change = abs(after["confidence"] - before["confidence"])
    return DifferentWork(
        artwork_id,
        before["topic_id"],
        after["topic_id"],
        before["status"],
        after["status"],
        before["confidence"],
        after["confidence"],
        f"the confidence of its topic differs by {change:.2g}",
    )


def _differing_rows(before: pd.DataFrame, after: pd.DataFrame) -> int:
    """Return how many rows are in one table only, or differ."""
    first, second = (set(map(tuple, frame.astype(str).to_numpy())) for frame in (before, after))
    return max(len(first - second), len(second - first))


def _circumstances(store: Store, context: RunContext, works: tuple[DifferentWork, ...]) -> Iterator[str]:
    """Yield a sentence for everything that is no longer as it was in the run."""
    run = context.run
    lost = sum(work.reason == NOT_STORED for work in works)
    if lost:
        yield f"The pictures of {quantity(lost, 'work')} are no longer stored or can no longer be read."
    if run.code_version != version("artmeta"):
        yield f"It was made by artmeta {run.code_version}; this is {version('artmeta')}."
    (counts,) = store.rows("works_changed_since", run_id=run.id)
    if counts["changed"]:
        yield f"{quantity(counts['changed'], 'work')} were added, changed or removed by later runs."
    (stored,) = store.rows("digest_of_model_of_run", run_id=run.id)
    if stored["digest"] != model_of(context).card.digest:
        yield "The files of its model have another digest than at the time of the run."

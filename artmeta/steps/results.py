"""The results of earlier runs, opened for reading."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from artmeta.errors import SchemaTooOld, StoreError, StoreLocked
from artmeta.files import is_writable
from artmeta.plugins import nearest
from artmeta.settings import Settings
from artmeta.steps.context import RunContext, run_of
from artmeta.steps.reviews import import_before_reading
from artmeta.store.copies import committed_copy
from artmeta.store.database import Store

log = logging.getLogger("artmeta")


@contextmanager
def read_store(settings: Settings) -> Iterator[Store]:
    """Open the database for reading, an older one brought up to date; raise StoreError if there is none yet.

    While another process writes to it, a copy of what that has committed is read; a line on standard error says so.
    """
    with read_database(settings.database) as store:
        yield store


@contextmanager
def read_database(database: Path) -> Iterator[Store]:
    """Open a database for reading, as `read_store` does."""
    _check_present(database)
    with ExitStack() as stack:
        try:
            store = _open_present(database)
        except StoreLocked as fault:
            copy, committed = stack.enter_context(committed_copy(database))
            log.warning(
                "%s What it committed until %s is read.", fault.message, f"{_local(committed):%H:%M:%S}"
            )
            store = _open_present(copy)
        yield stack.enter_context(store)


@contextmanager
def write_store(settings: Settings) -> Iterator[Store]:
    """Open the database for writing; raise StoreError if there is none yet, which is not created."""
    _check_present(settings.database)
    with Store.open(settings.database) as store:
        yield store


def _check_present(database: Path) -> None:
    if not database.exists():
        raise StoreError(
            f"There is no database {database} yet.",
            "Go to the folder that holds `data/`, or run `artmeta enrich` or `artmeta demo` first.",
        )


def _open_present(database: Path) -> Store:
    try:
        return Store.open(database, read_only=True)
    except SchemaTooOld:
        if not is_writable(database):
            raise
        Store.open(database).close()
        return Store.open(database, read_only=True)


def _local(seconds: float) -> datetime:
    """Return a time as the machine's clock shows it."""
    return datetime.fromtimestamp(seconds).astimezone()


def newest_run(store: Store, collection: str, settings: Settings, run_id: str = "") -> RunContext:
    """Return a collection's newest run, or the one named; raise StoreError if there is none."""
    (row,) = store.rows("run", run_id=run_id_of(store, collection, run_id))
    return RunContext(*run_of(row, settings), settings, store)


def run_id_of(store: Store, collection: str, run_id: str = "") -> str:
    """Return the id of a collection's newest run, or the one named; raise StoreError if there is none."""
    chosen = run_id or newest_run_id(store, collection)
    if [row["collection"] for row in store.rows("run", run_id=chosen)] != [collection]:
        raise StoreError(f"'{collection}' has no run {run_id}.", f"`artmeta runs {collection}` lists them.")
    return chosen


def newest_runs(store: Store) -> dict[str, str]:
    """Return the id of each collection's newest run."""
    return {row["collection"]: row["run_id"] for row in store.rows("newest_runs")}


def newest_run_id(store: Store, collection: str) -> str:
    """Return the id of a collection's newest run; raise StoreError, naming the nearest collection, if there is none."""
    rows = store.rows("newest_run", collection=collection)
    if not rows:
        known = list(newest_runs(store))
        raise StoreError(
            f"There is no collection called '{collection}' in the database.", nearest(collection, known)
        )
    return str(rows[0]["run_id"])


@contextmanager
def open_finished(
    collection: str, run_id: str, settings: Settings, writes: Callable[[RunContext], bool] = lambda _: False
) -> Iterator[RunContext]:
    """Open the newest run of a collection, or the one named; raise StoreError if there is none.

    It is opened for reading, unless `writes` says otherwise of the run. Reviews that were made since the run are added
    first. An error in the block does not mark the run as failed.
    """
    import_before_reading(collection, settings)
    with read_store(settings) as store:
        context = newest_run(store, collection, settings, run_id)
        if not writes(context):
            yield context
            return
    with Store.open(settings.database) as store:
        yield replace(context, store=store)

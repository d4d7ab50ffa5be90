"""What earlier runs left in the store, opened for reading or for writing it out again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from artmeta.errors import SchemaTooOld, StoreError
from artmeta.plugins import nearest
from artmeta.settings import Settings
from artmeta.steps.context import RunContext, run_of
from artmeta.store.database import Store


@contextmanager
def read_store(settings: Settings) -> Iterator[Store]:
    """Open the database for reading, an older one brought up to date; raise StoreError if there is none yet."""
    if not settings.database.exists():
        raise StoreError(
            f"There is no database {settings.database} yet.",
            "Go to the folder that holds `data/`, or run `artmeta enrich` or `artmeta demo` first.",
        )
    with _open_present(settings) as store:
        yield store


def _open_present(settings: Settings) -> Store:
    try:
        return Store.open(settings.database, read_only=True)
    except SchemaTooOld:
        Store.open(settings.database).close()
        return Store.open(settings.database, read_only=True)


def newest_run(store: Store, collection: str, settings: Settings, run_id: str = "") -> RunContext:
    """Return a collection's newest run, or the one named; raise StoreError if there is none."""
    found = store.rows("run", run_id=run_id or newest_run_id(store, collection))
    if not found or found[0]["collection"] != collection:
        raise StoreError(f"'{collection}' has no run {run_id}.", "See `artmeta status`.")
    return RunContext(*run_of(found[0]), settings, store)


def newest_run_id(store: Store, collection: str) -> str:
    """Return the id of a collection's newest run; raise StoreError, naming the nearest collection, if there is none."""
    found = store.rows("newest_run", collection=collection)
    if not found:
        known = [row["collection"] for row in store.rows("status")]
        raise StoreError(
            f"There is no collection called '{collection}' in {store.path}.", nearest(collection, known)
        )
    return str(found[0]["run_id"])


@contextmanager
def open_finished(collection: str, run_id: str, settings: Settings) -> Iterator[RunContext]:
    """Open the newest run of a collection, or the one named, to write it out again; raise StoreError if there is none.

    Whatever goes wrong meanwhile, the run stays what it was: it is not the run that failed.
    """
    with read_store(settings) as store:
        yield newest_run(store, collection, settings, run_id)

"""What earlier runs left in the store, opened for reading or for writing it out again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from artmeta.errors import StoreError
from artmeta.plugins import nearest
from artmeta.settings import Settings
from artmeta.steps.context import RunContext, open_run
from artmeta.store.database import Store


@contextmanager
def read_store(settings: Settings) -> Iterator[Store]:
    """Open the database for reading; raise StoreError if there is none yet."""
    if not settings.database.exists():
        raise StoreError(
            f"There is no database {settings.database} yet.", "Run `artmeta enrich` or `artmeta demo` first."
        )
    with Store.open(settings.database, read_only=True) as store:
        yield store


@contextmanager
def open_finished(collection: str, run_id: str, settings: Settings) -> Iterator[RunContext]:
    """Open the newest run of a collection, or the one named; raise StoreError if there is none."""
    with read_store(settings) as store:
        found = store.rows("newest_run", collection=collection)
        known = [row["collection"] for row in store.rows("status")]
    if not found:
        raise StoreError(
            f"There is no collection called '{collection}' in {settings.database}.",
            nearest(collection, known),
        )
    with open_run(run_id or found[0]["run_id"], settings) as context:
        yield context

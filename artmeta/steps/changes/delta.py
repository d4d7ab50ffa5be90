"""Delta exports: only the assertions that are new, changed or removed since the collection's last delta export."""

from __future__ import annotations

import itertools
import logging
from collections.abc import Iterator
from pathlib import Path

from artmeta.errors import ExportError
from artmeta.exporters.csv import write_table
from artmeta.steps.context import RunContext

log = logging.getLogger("artmeta")


def write_delta(context: RunContext, folder: Path) -> list[Path]:
    """Write COLLECTION.delta-0001.csv (the next free number) and remember what the receiver then holds.

    A row `removed` is a tombstone: it names an assertion that the receiver has to delete. The first delta holds every
    assertion. No file is written where nothing changed. If the program is interrupted after the file was written, the
    next delta holds the same rows again. Raises ExportError.
    """
    if context.store.read_only:
        raise ExportError(
            "A delta export has to note in the database what it published.", "Open the database for writing."
        )
    path = next(path for path in _paths(folder, context.run.collection) if not path.exists())
    with context.store.transaction():
        if not context.store.rows("count_assertion_changes", run_id=context.id)[0]["changes"]:
            log.info("delta: no assertion has changed since the last one")
            return []
        with context.store.batches("assertion_changes", run_id=context.id) as rows:
            write_table(rows, path)
        context.store.execute("delete_published_assertions", collection=context.run.collection)
        context.store.execute("publish_assertions", run_id=context.id)
    return [path]


def _paths(folder: Path, collection: str) -> Iterator[Path]:
    return (folder / f"{collection}.delta-{number:04}.csv" for number in itertools.count(1))

"""Delta exports: only the assertions that are new, changed or removed since the collection's last delta export."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

from artmeta.errors import ExportError
from artmeta.exporters.csv import write_table
from artmeta.steps.context import RunContext

log = logging.getLogger("artmeta")


def write_delta(context: RunContext, folder: Path) -> list[Path]:
    """Write COLLECTION.delta-TIME.csv, and remember what its receiver then holds: each folder has one of its own.

    A row `removed` is a tombstone: it names an assertion that the receiver has to delete. The first delta in a folder
    holds every assertion; the names sort by time (UTC). No file is written where nothing changed. If the program is
    interrupted after the file was written, the next delta holds the same rows again. Raises ExportError.
    """
    if context.store.read_only:
        raise ExportError(
            "A delta export has to note in the database what it published.", "Open the database for writing."
        )
    destination = str(folder.resolve())
    path = folder / f"{context.run.collection}.delta-{datetime.now(UTC):%Y%m%dT%H%M%S-%f}.csv"
    with context.store.transaction():
        if not _count(context, destination):
            log.warning(
                "No assertion has changed since the last delta export to %s: no file is written.", folder
            )
            return []
        with context.store.batches("assertion_changes", run_id=context.id, destination=destination) as rows:
            write_table(rows, path)
        context.store.execute(
            "delete_published_assertions", collection=context.run.collection, destination=destination
        )
        context.store.execute("publish_assertions", run_id=context.id, destination=destination)
    return [path]


def _count(context: RunContext, destination: str) -> int:
    (row,) = context.store.rows("count_assertion_changes", run_id=context.id, destination=destination)
    return int(row["changes"])

"""Delta exports: only the assertions that are new, changed or removed since the collection's last delta export."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from artmeta.errors import ExportError
from artmeta.exporters._row_record import RowRecord
from artmeta.exporters.csv import write_table
from artmeta.steps.context import RunContext

log = logging.getLogger("artmeta")


def write_delta(context: RunContext, folder: Path, part: Path, record: RowRecord) -> list[Path]:
    """Write COLLECTION.delta-TIME.csv to the folder `part`: what changed for the receiver of `folder`.

    A row `removed` is a tombstone: it names an assertion that the receiver has to delete. The first delta of a folder
    holds every assertion; the names sort by time (UTC). No file is written where nothing changed. Until
    `note_published`, the next delta holds the same rows again. `record` keeps the rows. Raises ExportError.
    """
    import pyarrow as pa

    if context.store.read_only:
        raise ExportError(
            "A delta export has to note in the database what it published.", "Open the database for writing."
        )
    destination = context.settings.place(folder.resolve())
    path = part / f"{context.run.collection}.delta-{datetime.now(UTC):%Y%m%dT%H%M%S-%f}.csv"
    with context.store.batches("assertion_changes", run_id=context.id, destination=destination) as rows:
        changes = (batch for batch in rows if batch.num_rows)
        first = next(changes, None)
        if first is None:
            log.warning(
                "No assertion has changed since the last delta export to %s: no file is written.", folder
            )
            return []
        write_table(record.of(pa.RecordBatchReader.from_batches(rows.schema, chain([first], changes))), path)
    return [path]


def note_published(context: RunContext, folder: Path) -> None:
    """Note what the receiver of the deltas in `folder` holds now."""
    destination = context.settings.place(folder.resolve())
    with context.store.transaction():
        context.store.execute(
            "delete_published_assertions", collection=context.run.collection, destination=destination
        )
        context.store.execute("publish_assertions", run_id=context.id, destination=destination)

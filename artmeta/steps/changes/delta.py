"""Delta exports: only the assertions that are new, changed or removed since the collection's last delta export."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from artmeta.errors import ExportError
from artmeta.exporters._row_record import RowRecord
from artmeta.exporters.csv import write_table
from artmeta.files import explained
from artmeta.publishing import NOTE, publish_beside, remove_note, waiting_notes
from artmeta.steps.context import RunContext

log = logging.getLogger("artmeta")

BATCH = 50_000  # assertions of a note in memory at a time


def write_delta(context: RunContext, folder: Path, part: Path, record: RowRecord) -> list[Path]:
    """Write COLLECTION.delta-TIME.csv and its note to the folder `part`: what changed for the receiver of `folder`.

    A row `removed` is a tombstone: it names an assertion that the receiver has to delete. The first delta of a folder
    holds every assertion; the names sort by time (UTC). No file is written where nothing changed. The note holds what
    the receiver has after the delta: if both are not published together, the next delta holds the same rows again.
    What an interrupted export published is noted first. `record` keeps the rows. Raises ExportError.
    """
    import pyarrow as pa

    if context.store.read_only:
        raise ExportError(
            "A delta export has to note in the database what it published.", "Open the database for writing."
        )
    note_published(context, folder)
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
    note = part / _note(context)
    with context.store.stream("assertions_to_publish", BATCH, run_id=context.id) as rows:
        for _ in RowRecord(note).of(rows):
            pass
    return [path, note]


def note_published(context: RunContext, folder: Path) -> None:
    """Store what the receiver of the collection's deltas in `folder` holds, by the notes published with them.

    Files that an interrupted export left beside a note are published first: no other process exports deltas, for this
    one has the database open for writing. Raises ExportError.
    """
    with explained(folder, ExportError):
        for note in waiting_notes(folder, _note(context).removeprefix(NOTE)):
            publish_beside(note)
            _store(context, note, context.settings.place(folder.resolve()))
            remove_note(note)


def _note(context: RunContext) -> str:
    return f"{NOTE}{context.run.collection}.arrow"


def _store(context: RunContext, note: Path, destination: str) -> None:
    import pyarrow as pa

    with context.store.transaction():
        context.store.execute(
            "delete_published_assertions", collection=context.run.collection, destination=destination
        )
        for batch in RowRecord(note).batches():
            rows = pa.Table.from_batches([batch])
            places = pa.array([destination] * rows.num_rows, pa.string())
            context.store.insert("published_assertions", rows.append_column("destination", places))

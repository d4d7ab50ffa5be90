"""Export: files for other systems, each of one run, with provenance."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from artmeta import plugins
from artmeta.collection import DELTA, SNAPSHOT, check_exports
from artmeta.domain.assertion import MACHINE, STATUSES
from artmeta.errors import ConfigError, ExportError
from artmeta.exporters import certificates
from artmeta.exporters._row_record import RowRecord
from artmeta.files import explained, temporary_folder
from artmeta.publishing import NOTE, finish_publishing, publish_all
from artmeta.redaction import publishable
from artmeta.steps.changes.delta import note_published, write_delta
from artmeta.steps.context import RunContext
from artmeta.steps.export_gate import Written, check_files, row_record
from artmeta.steps.rights import warn_of_unknown
from artmeta.store.database import Store

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Selection:
    """Which assertions are exported: all, or of the machine's those of some statuses, or none of the machine's.

    What a person decided is always among them.
    """

    statuses: tuple[str, ...] = ()
    without_machine: bool = False

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return not self.statuses and not self.without_machine

    def of(self, rows: pa.RecordBatchReader) -> pa.RecordBatchReader:
        """Return the rows of assertions that are selected."""
        import pyarrow as pa

        return rows if self.is_all else pa.RecordBatchReader.from_batches(rows.schema, self._selected(rows))

    def _selected(self, rows: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa
        import pyarrow.compute as pc

        statuses = pa.array([] if self.without_machine else self.statuses, pa.string())
        for batch in rows:
            human = pc.not_equal(batch["origin"], MACHINE)
            yield batch.filter(pc.or_(human, pc.is_in(batch["status"], statuses)))


ALL = Selection()
log = logging.getLogger("artmeta")
NO_ROW = "nothing in this run belongs in it"
# the reason why a file of this format has no rows
WITHOUT_ROWS = {
    "certificates": "no review plan has certified the precision of sure works; see `artmeta review plan`",
    "quickstatements": "no work is an item of Wikidata with a topic, sure or by a person, that is an item as well",
    "lido": f"{NO_ROW}, and the file is not valid, as LIDO's schema asks for one record at least",
}


def export(
    context: RunContext, formats: tuple[str, ...] = (), folder: Path | None = None, selection: Selection = ALL
) -> list[Path]:
    """Write the collection's export formats (or those named) and return the files.

    No file is published before all of them have been read back and passed the checks of the suite `export`. What an
    interrupted export left complete is published first.
    Raises ConfigError if a selection cannot be made: see `check_selection`; ValidationFailed if a check fails;
    ExportError if a file cannot be written.
    """
    check_exports(formats)
    formats = formats or context.collection.exports
    check_selection(formats, selection)
    warn_of_unknown(context, ("exported",))
    folder = folder or context.settings.exports_dir
    with explained(folder, ExportError):
        folder.mkdir(parents=True, exist_ok=True)
        finish_publishing(folder)
        with temporary_folder(folder) as part:
            return _publish(context, formats, folder, part, selection)


def _publish(
    context: RunContext, formats: tuple[str, ...], folder: Path, part: Path, selection: Selection
) -> list[Path]:
    """Write all files to `part`, check them, and move them to `folder`."""
    written, notes = [], []
    with temporary_folder(part) as scratch:
        for name in dict.fromkeys(formats):
            record = row_record(name, scratch / f"{name}.arrow")
            files = _write(context, name, folder, part, selection, record)
            notes += [path for path in files if path.name.startswith(NOTE)]
            written.append(Written(name, tuple(path for path in files if path not in notes), record))
        check_files(context, written)
        _warn_of_no_rows(written)
    paths = publish_all([*notes, *(path for each in written for path in each.files)], folder)
    if notes:
        note_published(context, folder)
    return paths


def _warn_of_no_rows(written: Iterable[Written]) -> None:
    """Log which files hold no row, and why."""
    for each in written:
        reason = WITHOUT_ROWS.get(each.name, NO_ROW)
        if each.files and each.files[0].suffix == ".csv" and _is_without_rows(each.files[0]):
            log.warning("%s holds its heading alone: %s.", each.files[0].name, reason)
        elif each.name not in (SNAPSHOT, DELTA) and each.record.is_empty():
            log.warning("%s holds no record: %s.", each.files[0].name, reason)


def _is_without_rows(path: Path) -> bool:
    with path.open("rb") as file:
        file.readline()
        return not file.readline()


def check_selection(formats: tuple[str, ...], selection: Selection) -> None:
    """Raise ConfigError, naming a status or a format, if there is no such status, or no assertions to select."""
    for status in selection.statuses:
        if status not in STATUSES:
            raise ConfigError(
                f"There is no status called '{status}'.", plugins.nearest(status, list(STATUSES))
            )
    for name in () if selection.is_all else formats:
        if name in (SNAPSHOT, DELTA) or not _exporter(name).QUERY.startswith("assertions_"):
            raise ConfigError(
                f"The format '{name}' holds a whole run: its assertions cannot be selected.",
                "Leave --status and --without-machine out, or name a list of assertions, such as --to assertions.",
            )


def write_format(
    store: Store,
    run_id: str,
    exporter: ModuleType,
    path: Path,
    selection: Selection = ALL,
    record: RowRecord | None = None,
) -> list[Path]:
    """Write one format of one run to `path` and return its files: those beside it have its name and a suffix.

    `record` keeps the rows that the exporter is given, also those that it does not read.
    """
    statements = _statements(store, run_id)  # before the batches, whose queries may take little memory
    tables = {name: _table(store, query, run_id) for name, query in getattr(exporter, "TABLES", {}).items()}
    with store.batches(exporter.QUERY, run_id=run_id) as rows:
        selected = record.of(selection.of(rows)) if record else selection.of(rows)
        exporter.write(_with_metadata(selected, statements), path, **tables)
        for _ in selected if record else ():
            pass
    return [path, *(path.with_name(path.name + suffix) for suffix in getattr(exporter, "SIDECARS", ()))]


def _table(store: Store, query: str, run_id: str) -> pa.Table:
    with store.batches(query, run_id=run_id) as rows:
        return rows.read_all()


def _statements(store: Store, run_id: str) -> str:
    """Return what the present certificates of a run say (JSON), '' without any."""
    if not store.rows(certificates.QUERY, run_id=run_id):
        return ""
    statements = [
        {name: _plain(row[name]) for name in certificates.COLUMNS}
        for row in store.rows("plan_lanes_of_run", run_id=run_id)
        if row["newest"] and row["sentence"]
    ]
    return publishable(json.dumps(statements, ensure_ascii=False))


def _with_metadata(rows: pa.RecordBatchReader, statements: str) -> pa.RecordBatchReader:
    """Return rows whose schema states the certificates in its metadata."""
    import pyarrow as pa

    if not statements:
        return rows
    schema = rows.schema.with_metadata({certificates.KEY: statements})
    return pa.RecordBatchReader.from_batches(
        schema, (pa.RecordBatch.from_arrays(batch.columns, schema=schema) for batch in rows)
    )


def _plain(value: object) -> object:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value


def _write(
    context: RunContext, name: str, folder: Path, part: Path, selection: Selection, record: RowRecord
) -> list[Path]:
    """Write the files of a format to the folder `part`; `folder` is where they will be published."""
    if name == SNAPSHOT:
        path = part / f"{context.run.collection}.duckdb"
        context.store.snapshot(path, context.run.collection)
        return [path]
    if name == DELTA:
        return write_delta(context, folder, part, record)
    exporter = _exporter(name)
    path = part / f"{context.run.collection}{exporter.SUFFIX}"
    return write_format(context.store, context.id, exporter, path, selection, record)


def _exporter(name: str) -> ModuleType:
    return plugins.load("artmeta.exporters", name)

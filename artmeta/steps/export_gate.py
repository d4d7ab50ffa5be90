"""The export gate: only of a finished run, and only files that were read back and passed the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from artmeta.collection import DELTA, SNAPSHOT
from artmeta.errors import ExportError, StoreError
from artmeta.exporters._assertions import WITHHELD
from artmeta.exporters._readers import READERS, check_readable, faults
from artmeta.exporters._row_record import ASSERTED, Comparison, Row, RowRecord, csv_batches
from artmeta.exporters._xml import legal
from artmeta.exporters.quickstatements import is_command
from artmeta.steps.context import RunContext
from artmeta.steps.operations.run_locks import is_under_way
from artmeta.steps.validate import check_frame
from artmeta.store.database import Store
from artmeta.wording import quantity

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

ROWS = 10_000  # of a Parquet file at a time
CRITICAL = "critical"  # the severity of a check that stops a run
TABLES = ("csv", "assertions", "confidences", "trends", DELTA, "parquet")  # hold their query's own columns
NUMBERS = ("rows", "rows_expected", "works", "works_expected", "differing")  # of a comparison
OF_COMMANDS = ("artwork_id", "url", "topic_links", "origin", "status")
RECORDED = {"quickstatements": tuple({*ASSERTED, *OF_COMMANDS}), "skos": ("topic_id",)}
XML = ("lido", "edm")
WHOLE = ("label_studio", "skos")  # write every row of their query


@dataclass(frozen=True, slots=True)
class Written:
    """The files of one format in the temporary folder; the first one holds the recorded rows."""

    name: str
    files: tuple[Path, ...]
    record: RowRecord


def check_newest_run(context: RunContext) -> None:
    """Raise ExportError unless the collection's newest run is finished, whichever run of it is to be exported.

    The database holds each work as the newest run left it: an earlier run's export has the same works.
    """
    collection = context.run.collection
    (newest,) = context.store.rows("newest_run", collection=collection)
    if newest["status"] == "finished":
        return
    refused = f"'{collection}' is not exported: its newest run {newest['run_id']}"
    earlier = (
        "The files of the last export are unchanged. --run does not give an earlier state back: the database holds "
        "each work as the newest run left it."
    )
    failed = [
        row["sentence"]
        for row in context.store.rows("report_validations", run_id=newest["run_id"])
        if not row["success"] and row["severity"] == CRITICAL
    ]
    if failed:
        message = f"{refused} was stopped by {quantity(len(failed), 'failed check')}: {' '.join(failed)}"
        raise ExportError(message, f"Mend that and run the collection again. {earlier}")
    if is_under_way(collection, context.settings.data_dir):
        raise ExportError(f"{refused} is still running.", f"Wait for its end. {earlier}")
    ended = "failed" if newest["status"] == "failed" else "was interrupted"
    raise ExportError(f"{refused} {ended}.", f"Start it again: it continues where it stopped. {earlier}")


def check_files(context: RunContext, written: Iterable[Written]) -> None:
    """Read the files back and check them by the suite `export`; raise ValidationFailed if they do not hold the rows."""
    context.store.release_memory()
    rows = [row for each in written for row in read_back(context.store, context.run.collection, each)]
    context.store.release_memory()
    if rows:
        check_frame(context, "export", _frame(rows))


def _frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    """Make the frame that the suite checks; it has differences of counts, the same for all exports that are right."""
    import pandas as pd

    frame = pd.DataFrame(rows).astype(dict.fromkeys(NUMBERS, "float64"))
    for noun in ("rows", "works"):
        frame[f"{noun}_too_many"] = frame.pop(noun) - frame.pop(f"{noun}_expected")
    return frame


def row_record(name: str, path: Path) -> RowRecord:
    """Return a record, to be kept at `path`, of the columns that can be read back from a format."""
    if name in TABLES:
        return RowRecord(path)
    return RowRecord(path, RECORDED.get(name, ASSERTED))


def read_back(store: Store, collection: str, written: Written) -> Iterator[dict[str, object]]:
    """Yield a row of the frame that the suite `export` checks for each file."""
    if not written.files:
        return
    first, *others = written.files
    if written.name == SNAPSHOT:
        yield from _snapshot(store, collection, first)
    elif written.name in TABLES:
        yield _row(first, partial(_table, written))
    elif written.name in READERS:
        yield _row(first, partial(_assertions, written))
    else:
        yield _row(first, partial(_parsed, first))
    for path in others:
        yield _row(path, partial(_parsed, path))


def _parsed(path: Path) -> Comparison:
    check_readable(path)
    return Comparison()


def _table(written: Written) -> Comparison:
    path, record = written.files[0], written.record
    if written.name == "parquet":
        return record.compare_table(partial(_parquet, path))
    return record.compare_table(partial(csv_batches, path, record.longest_row))


def _parquet(path: Path, names: list[str]) -> Iterator[pa.RecordBatch]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        yield from file.iter_batches(ROWS, columns=names)


def _assertions(written: Written) -> Comparison:
    name = written.name
    text = legal if name in XML else str
    return written.record.compare_assertions(
        READERS[name](written.files[0]), partial(_is_written, name), text
    )


def _is_written(name: str, row: Row) -> bool:
    """Whether a format holds the assertion of a row of its query."""
    if name in WHOLE:
        return True
    return row["origin"] not in WITHHELD and (
        name != "quickstatements" or is_command(**{column: row[column] for column in OF_COMMANDS})
    )


def _snapshot(store: Store, collection: str, path: Path) -> Iterator[dict[str, object]]:
    """Yield a row for each table of a snapshot."""
    try:
        tables = store.compare_snapshot(path, collection)
    except StoreError as error:
        yield _described(path.name, Comparison(), str(error))
        return
    for each in tables:
        comparison = Comparison(
            each.rows, None, each.rows_expected, None, 0 if each.same else 1, [*each.missing]
        )
        yield _described(f"{path.name}, table {each.table}", comparison)


def _row(path: Path, read: Callable[[], Comparison]) -> dict[str, object]:
    """Describe a file for the suite."""
    try:
        return _described(path.name, read())
    except faults() as error:
        return _described(path.name, Comparison(), str(error).partition("\n")[0] or type(error).__name__)


def _described(subject: str, comparison: Comparison, fault: str = "") -> dict[str, object]:
    """Return the row of a file or table; `subject` names it with what was found."""
    differences = [fault] if fault else _differences(comparison)
    return {
        "subject": f"{subject} ({'; '.join(differences)})" if differences else subject,
        "readable": not fault,
        **{name: getattr(comparison, name) for name in NUMBERS},
    }


def _differences(comparison: Comparison) -> list[str]:
    """State what differs, in words."""
    pairs = (
        ("rows", comparison.rows, comparison.rows_expected),
        ("works", comparison.works, comparison.works_expected),
    )
    counts = [
        f"{is_} {noun} instead of {was}" for noun, is_, was in pairs if None not in (is_, was) and is_ != was
    ]
    return [*counts, *([f"first at {', '.join(comparison.examples)}"] if comparison.examples else [])]

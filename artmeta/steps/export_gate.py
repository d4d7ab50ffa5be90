"""The export gate: files are written to a temporary folder, read back, checked, and only then published."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from artmeta.collection import DELTA, SNAPSHOT
from artmeta.errors import ExportError
from artmeta.exporters._contents import check_readable, contents
from artmeta.exporters._row_record import Comparison, Contents, RowRecord, csv_batches
from artmeta.files import explained, publish, replacing
from artmeta.steps.context import RunContext
from artmeta.steps.validate import check_frame
from artmeta.store.database import Store

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

TABLES = ("csv", "assertions", "confidences", "trends", DELTA)  # CSV files that hold the query's own columns
ONLY_PARSED = ("certificates", "quickstatements")  # hold a part of the rows, or other rows
WHOLE = ("label_studio", "skos")  # write every row of their query
SNAPSHOT_QUERY = "confidences_for_spreadsheets"


@dataclass(frozen=True, slots=True)
class Written:
    """The files of one format in the temporary folder; the first one holds the recorded rows."""

    name: str
    files: tuple[Path, ...]
    record: RowRecord


def check_files(context: RunContext, written: Iterable[Written], scratch: Path) -> None:
    """Read the files back and check them by the suite `export`; raise ValidationFailed if they do not hold the rows.

    `scratch` is a folder for temporary files.
    """
    import pandas as pd

    rows = [row for each in written for row in read_back(context.store, context.id, each, scratch)]
    if rows:
        check_frame(context, "export", _typed(pd.DataFrame(rows)))


def publish_files(files: Iterable[Path], folder: Path) -> list[Path]:
    """Move files to their places in a folder, following symbolic links; raise ExportError if that cannot be done."""
    return [_publish(path, folder / path.name) for path in files]


def _publish(part: Path, target: Path) -> Path:
    with explained(target, ExportError):
        if target.is_symlink():  # it may lead to another disk, to which a file cannot be moved
            with replacing(target, private=True, error=ExportError) as copy:
                shutil.copyfile(part, copy)
        else:
            publish(part, target)
    return target


def read_back(store: Store, run_id: str, written: Written, scratch: Path) -> Iterator[dict[str, object]]:
    """Yield a row of the frame that the suite `export` checks for each file; `scratch` is for temporary files."""
    if not written.files:
        return
    first, *others = written.files
    if written.name == SNAPSHOT:
        yield _row(first, partial(_snapshot, store, run_id, first, scratch))
    elif written.name in (*TABLES, "parquet"):
        yield _row(first, partial(_table, written))
    else:
        yield _row(first, partial(_counted, written))
    for path in others:
        yield _row(path, partial(_parsed, path))


def _parsed(path: Path) -> tuple[Comparison, Contents]:
    return Comparison(check_readable(path), None, ()), Contents()


def _table(written: Written) -> tuple[Comparison, Contents]:
    names, path = written.record.table().column_names, written.files[0]
    batches = _parquet(path, names) if written.name == "parquet" else csv_batches(path, names)
    return written.record.compare(batches), written.record.whole()


def _parquet(path: Path, names: list[str]) -> Iterator[pa.RecordBatch]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        yield from file.iter_batches(columns=names)


def _counted(written: Written) -> tuple[Comparison, Contents]:
    read = contents(written.name, written.files[0])
    return Comparison(read, None, ()), _expected(written)


def _expected(written: Written) -> Contents:
    if written.name in ONLY_PARSED:
        return Contents()
    return written.record.whole() if written.name in WHOLE else written.record.accepted()


def _snapshot(store: Store, run_id: str, path: Path, scratch: Path) -> tuple[Comparison, Contents]:
    """Compare every topic's confidence in a snapshot with the database."""
    record = RowRecord(scratch / "snapshot.arrow")
    with store.batches(SNAPSHOT_QUERY, run_id=run_id) as rows:
        for _ in record.of(rows):
            pass
    names = record.table().column_names
    with Store.open(path, read_only=True) as copy, copy.batches(SNAPSHOT_QUERY, run_id=run_id) as rows:
        return record.compare(batch.select(names) for batch in rows), record.whole()


def _row(path: Path, read: Callable[[], tuple[Comparison, Contents]]) -> dict[str, object]:
    """Describe a file for the suite; `subject` names it with what was found."""
    fault = ""
    found, expected = Comparison(Contents(), None, ()), Contents()
    try:
        found, expected = read()
    except Exception as error:  # pyarrow, lxml, rdflib and csv have no common class of errors
        fault = str(error).partition("\n")[0] or type(error).__name__
    told = [fault] if fault else _differences(found, expected)
    return {
        "subject": f"{path.name} ({'; '.join(told)})" if told else path.name,
        "readable": not fault,
        "rows_read": found.contents.rows,
        "rows_expected": expected.rows,
        "works_read": found.contents.works,
        "works_expected": expected.works,
        "differing": found.differing,
    }


def _differences(found: Comparison, expected: Contents) -> list[str]:
    read = found.contents
    pairs = (("rows", read.rows, expected.rows), ("works", read.works, expected.works))
    counts = [
        f"{is_} {noun} instead of {was}" for noun, is_, was in pairs if None not in (is_, was) and is_ != was
    ]
    return [*counts, *([f"first at {', '.join(found.examples)}"] if found.examples else [])]


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    numbers = [name for name in frame.columns if name not in ("subject", "readable")]
    return frame.astype(dict.fromkeys(numbers, "float64"))

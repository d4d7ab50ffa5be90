"""A record of the rows that an exporter was given, on disk, and the comparison of a table read back with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta.csv_writer import FORMULA
from artmeta.exporters._assertions import WITHHELD

if TYPE_CHECKING:
    import pyarrow as pa

COMPARED = (
    "change artwork_id topic topic_id origin status decision_status topic_origin rank confidence score promise "
    "group_name bin_first share works"
).split()
"""Columns whose values are compared, where a query has them."""
TOLERANCE = 5.1e-7  # tables are written with six decimals
EXAMPLES = 3  # differing works named for each file
BLOCK = 1 << 24  # bytes of a CSV file that are parsed at a time: no row may be longer


@dataclass(frozen=True, slots=True)
class Contents:
    """How many rows and works a file holds; None where the format does not tell."""

    rows: int | None = None
    works: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A table read back: its contents, rows with a differing value (None without the same length), and their works."""

    contents: Contents
    differing: int | None
    examples: tuple[str, ...]


class RowRecord:
    """Keeps the compared columns of rows that pass, as an Arrow file: memory does not grow with them."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, rows: pa.RecordBatchReader) -> pa.RecordBatchReader:
        """Return a reader that passes the rows on and records them; the record is complete when it was read whole."""
        import pyarrow as pa

        return pa.RecordBatchReader.from_batches(rows.schema, self._recorded(rows))

    def _recorded(self, rows: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        names = [name for name in COMPARED if name in rows.schema.names] or rows.schema.names[:1]
        schema = pa.schema([rows.schema.field(name) for name in names])
        with pa.OSFile(str(self._path), "wb") as file, pa.ipc.new_file(file, schema) as writer:
            for batch in rows:
                writer.write_batch(batch.select(names))
                yield batch

    def table(self) -> pa.Table:
        """Return the recorded rows; they are mapped from the file, not held in memory."""
        import pyarrow as pa

        return pa.ipc.open_file(pa.memory_map(str(self._path))).read_all()

    def whole(self) -> Contents:
        """Count the rows and their works."""
        table = self.table()
        return Contents(table.num_rows, _works(table))

    def accepted(self) -> Contents:
        """Count the assertions that are subjects of their works, and these works."""
        import pyarrow as pa
        import pyarrow.compute as pc

        rows, works = 0, _WorkCount()
        for batch in self.table().to_batches():
            kept = batch.filter(pc.invert(pc.is_in(batch["origin"], pa.array(WITHHELD, pa.string()))))
            rows += kept.num_rows
            works.add(kept)
        return Contents(rows, works.total or 0)

    def compare(self, batches: Iterable[pa.RecordBatch]) -> Comparison:
        """Compare rows that were read back, in their order, with the record."""
        table = self.table()
        start = differing = 0
        examples: list[str] = []
        works = _WorkCount()
        for batch in batches:
            recorded = table.slice(start, batch.num_rows)
            wrong = _differing(batch.slice(0, recorded.num_rows), recorded)
            differing += len(wrong)
            examples += [_name(recorded, row) for row in wrong[: EXAMPLES - len(examples)]]
            works.add(batch)
            start += batch.num_rows
        if start < table.num_rows and not examples:
            examples = [_name(table, start)]
        same = start == table.num_rows
        return Comparison(Contents(start, works.total), differing if same else None, tuple(examples))


def csv_batches(path: Path, names: list[str]) -> Iterator[pa.RecordBatch]:
    """Yield columns of a CSV file of this program as texts; raises pyarrow.ArrowException where it cannot be read."""
    import pyarrow as pa
    from pyarrow import csv

    options = csv.ConvertOptions(
        include_columns=names, column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
    )
    parsing = csv.ParseOptions(newlines_in_values=True)
    with csv.open_csv(path, csv.ReadOptions(block_size=BLOCK), parsing, options) as reader:
        for batch in reader:
            yield pa.RecordBatch.from_arrays([_unprotected(each) for each in batch.columns], names)


def _unprotected(texts: pa.Array[Any]) -> pa.Array[Any]:
    import pyarrow.compute as pc

    guarded = FORMULA.removeprefix("^")
    return pc.replace_substring_regex(texts, f"\\A'({guarded})", "\\1")


class _WorkCount:
    """Counts works in rows that are ordered by them, batch by batch."""

    def __init__(self) -> None:
        self.total: int | None = None
        self._last: object = None

    def add(self, batch: pa.RecordBatch | pa.Table) -> None:
        if "artwork_id" not in batch.schema.names:
            return
        import pyarrow.compute as pc

        works = batch["artwork_id"]
        self.total = self.total or 0
        if len(works):
            changes = pc.sum(pc.not_equal(works[1:], works[:-1])).as_py() or 0
            self.total += changes + (works[0].as_py() != self._last)
            self._last = works[-1].as_py()


def _works(table: pa.Table) -> int | None:
    count = _WorkCount()
    if not table.num_rows:
        count.add(table)
    for batch in table.to_batches():
        count.add(batch)
    return count.total


def _differing(batch: pa.RecordBatch, recorded: pa.Table) -> list[int]:
    """Return the positions of the rows that differ in some column."""
    import numpy as np

    wrong = np.zeros(batch.num_rows, dtype=bool)
    for name in recorded.column_names:
        column = recorded[name].combine_chunks()
        wrong |= ~np.asarray(_equal(batch[name], column))
    return [int(row) for row in np.flatnonzero(wrong)]


def _equal(read: pa.Array[Any], recorded: pa.Array[Any]) -> Any:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    numeric = not (pa.types.is_string(recorded.type) or pa.types.is_large_string(recorded.type))
    if numeric:
        read, recorded = _numbers(read), _numbers(recorded)
        return np.isclose(read, recorded, rtol=1e-12, atol=TOLERANCE, equal_nan=True)
    same = pc.equal(pc.fill_null(pc.cast(read, "string"), ""), pc.fill_null(pc.cast(recorded, "string"), ""))
    return same.to_numpy(zero_copy_only=False)


def _numbers(values: pa.Array[Any]) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_string(values.type):
        values = pc.if_else(pc.equal(values, ""), None, values)
    return pc.cast(values, pa.float64()).to_numpy(zero_copy_only=False)


def _name(table: pa.Table, row: int) -> str:
    if "artwork_id" in table.column_names:
        return f"work {table['artwork_id'][row].as_py()}"
    return f"row {row + 1}"

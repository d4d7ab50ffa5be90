"""A record of the rows that an exporter was given, on disk, and the comparison of what was read back with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta.batches import by_distinct
from artmeta.csv_writer import FORMULA
from artmeta.exporters._assertions import DIGITS
from artmeta.exporters._readers import Read
from artmeta.lazy_imports import LazyModule

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    pa, pc = LazyModule("pyarrow"), LazyModule("pyarrow.compute")

ASSERTED = "artwork_id topic_id shown_topics origin status confidence model_digest run_id".split()
"""Columns of an assertion: the formats for catalogues and linked data hold all of them."""
TOLERANCE = 5.1e-7  # tables are written with six decimals
CELL = 64  # bytes of a number or time as CSV, or of what surrounds a text; no number is longer
EXAMPLES = 3  # differing works named for each file
# Bytes of a CSV file that are parsed at a time, or the longest row if that is longer: Arrow refuses a row that does not
# fit into a block. It reads 32 of them ahead.
BLOCK = 1 << 22
LONGEST_BLOCK = (1 << 31) - 1  # Arrow's option is a signed 32-bit number

Row = dict[str, Any]


@dataclass(slots=True)
class Comparison:
    """What was read back: rows and works, those expected, rows or works that differ, and the first few of these.

    None where the format does not tell.
    """

    rows: int | None = None
    works: int | None = None
    rows_expected: int | None = None
    works_expected: int | None = None
    differing: int | None = None
    examples: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        """Count what differs, and name it unless enough others are named."""
        self.differing = (self.differing or 0) + 1
        if len(self.examples) < EXAMPLES and name not in self.examples:
            self.examples.append(name)

    def checked(self) -> Comparison:
        """Return this without what differs where rows or works are missing, for then all that follow differ."""
        if (self.rows, self.works) != (self.rows_expected, self.works_expected):
            self.differing = None
        return self


class RowRecord:
    """Keeps rows that pass, or some columns of them, as an Arrow file: memory does not grow with them."""

    def __init__(self, path: Path, columns: Sequence[str] = ()) -> None:
        self._path, self._columns = path, columns
        self.longest_row = 0
        """Bytes that no row of those recorded exceeds when it is written as CSV."""

    def of(self, rows: pa.RecordBatchReader) -> pa.RecordBatchReader:
        """Return a reader that passes the rows on and records them; the record is complete when it was read whole."""
        return pa.RecordBatchReader.from_batches(rows.schema, self._recorded(rows))

    def _recorded(self, rows: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        names = [name for name in self._columns if name in rows.schema.names] or rows.schema.names
        schema = pa.schema([rows.schema.field(name) for name in names])
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        with (
            pa.OSFile(str(self._path), "wb") as file,
            pa.ipc.new_file(file, schema, options=options) as writer,
        ):
            for batch in rows:
                writer.write_batch(batch.select(names))
                self.longest_row = max(self.longest_row, _longest_row(batch))
                yield batch

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield the recorded rows; at least one batch, which may be empty."""
        with pa.OSFile(str(self._path)) as file, pa.ipc.open_file(file) as recorded:
            yield from map(recorded.get_batch, range(recorded.num_record_batches))
            if not recorded.num_record_batches:
                yield pa.RecordBatch.from_pylist([], schema=recorded.schema)

    def is_empty(self) -> bool:
        """Whether no row was recorded."""
        return not any(batch.num_rows for batch in self.batches())

    def compare_table(self, read: Callable[[list[str]], Iterable[pa.RecordBatch]]) -> Comparison:
        """Compare the rows of a table, in their order; `read` reads the columns of these names."""
        expected = self.batches()
        first = next(expected)
        comparison, rows = Comparison(differing=0), [0, 0]
        works = (_WorkCount(), _WorkCount())
        for pair in _aligned(read(first.schema.names), chain([first], expected)):
            for side, batch in enumerate(pair):
                if batch is not None:
                    rows[side] += batch.num_rows
                    works[side].add(batch)
            _compare(*pair, comparison)
        comparison.rows, comparison.rows_expected = rows
        comparison.works, comparison.works_expected = (count.total for count in works)
        return comparison.checked()

    def compare_assertions(
        self, reads: Iterable[Read], keep: Callable[[Row], bool], text: Callable[[str], str] = str
    ) -> Comparison:
        """Compare the assertions of a file, work by work in their order, with those of the recorded rows to `keep`.

        `text` is how the format changes texts that it cannot hold.
        """
        comparison, rows, works = Comparison(differing=0), [0, 0], [0, 0]
        expected = (_read(row, text) for row in self._rows() if keep(row))
        nothing: list[Read] = []
        for read, recorded in zip_longest(_by_work(reads), _by_work(expected), fillvalue=nothing):
            for side, assertions in enumerate((read, recorded)):
                rows[side] += len(assertions)
                works[side] += bool(assertions)
            if read != recorded:
                comparison.add(f"work {(recorded or read)[0].artwork}")
        comparison.rows, comparison.rows_expected = rows
        comparison.works, comparison.works_expected = works
        return comparison.checked()

    def _rows(self) -> Iterator[Row]:
        for batch in self.batches():
            yield from batch.to_pylist()


def _read(row: Row, text: Callable[[str], str]) -> Read:
    """Return the assertion of a recorded row, as a format would hold it."""
    confidence = row.get("confidence")
    return Read(
        text(row.get("artwork_id") or ""),
        text(row["topic_id"] if "topic_id" in row else "|".join(row["shown_topics"])),
        row.get("origin") or "",
        row.get("status") or "",
        None if confidence is None else round(confidence, DIGITS),
        row.get("model_digest") or "",
        row.get("run_id") or "",
    )


def _by_work(reads: Iterable[Read]) -> Iterator[list[Read]]:
    for _, group in groupby(reads, key=lambda each: each.artwork):
        yield sorted(group, key=repr)


def _longest_row(batch: pa.RecordBatch) -> int:
    """Return bytes that no row of a batch exceeds as CSV, where a quote in a text is written twice."""
    texts = [column for column in batch.columns if pa.types.is_string(column.type)]
    longest = sum(pc.max(pc.binary_length(column)).as_py() or 0 for column in texts)
    return int(2 * longest + CELL * batch.num_columns)


def csv_batches(path: Path, longest_row: int, names: list[str]) -> Iterator[pa.RecordBatch]:
    """Yield columns of a CSV file of this program as texts; no row has more bytes than `longest_row`.

    Raises pyarrow.ArrowException where the file cannot be read.
    """
    from pyarrow import csv

    options = csv.ConvertOptions(
        include_columns=names, column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
    )
    parsing = csv.ParseOptions(newlines_in_values=True)
    reading = csv.ReadOptions(block_size=min(max(BLOCK, longest_row), LONGEST_BLOCK), use_threads=False)
    with csv.open_csv(path, reading, parsing, options) as reader:
        for batch in reader:
            columns = [by_distinct(each, _unprotected) for each in batch.columns]
            yield pa.RecordBatch.from_arrays(columns, names)


def _unprotected(texts: pa.Array[Any]) -> pa.Array[Any]:
    guarded = FORMULA.removeprefix("^")
    return pc.replace_substring_regex(texts, f"\\A'({guarded})", "\\1")


class _WorkCount:
    """Counts works in rows that are ordered by them, batch by batch."""

    def __init__(self) -> None:
        self.total: int | None = None
        self._last: object = None

    def add(self, batch: pa.RecordBatch) -> None:
        if "artwork_id" not in batch.schema.names:
            return

        works = batch["artwork_id"]
        self.total = self.total or 0
        if len(works):
            changes = pc.sum(pc.not_equal(works[1:], works[:-1])).as_py() or 0
            self.total += changes + (works[0].as_py() != self._last)
            self._last = works[-1].as_py()


def _aligned(
    read: Iterable[pa.RecordBatch], recorded: Iterable[pa.RecordBatch]
) -> Iterator[tuple[pa.RecordBatch | None, pa.RecordBatch | None]]:
    """Yield pairs of batches of one length; None where one side has no more rows."""
    sides = (iter(read), iter(recorded))
    left, right = (next(side, None) for side in sides)
    while left is not None or right is not None:
        size = min(each.num_rows for each in (left, right) if each is not None)
        yield (left and left.slice(0, size), right and right.slice(0, size))
        left, right = (
            next(side, None) if each is not None and each.num_rows == size else each and each.slice(size)
            for side, each in zip(sides, (left, right), strict=True)
        )


def _compare(batch: pa.RecordBatch | None, recorded: pa.RecordBatch | None, comparison: Comparison) -> None:
    """Add the rows that differ in some column."""
    import numpy as np

    if batch is None or recorded is None:
        rows = batch if recorded is None else recorded
        if rows is not None and rows.num_rows:
            comparison.add(_name(rows, 0))
        return
    wrong = np.zeros(batch.num_rows, dtype=bool)
    for name in recorded.schema.names:
        if not batch[name].equals(recorded[name]):
            wrong |= ~np.asarray(_equal(batch[name], recorded[name]))
    for row in np.flatnonzero(wrong):
        comparison.add(_name(recorded, int(row)))


def _equal(read: pa.Array[Any], recorded: pa.Array[Any]) -> Any:
    import numpy as np

    if pa.types.is_floating(recorded.type):
        rounded = TOLERANCE if pa.types.is_string(read.type) else 0.0
        return np.isclose(_numbers(read), _numbers(recorded), rtol=0.0, atol=rounded, equal_nan=True)
    if pa.types.is_nested(recorded.type):
        return [one == other for one, other in zip(read.to_pylist(), recorded.to_pylist(), strict=True)]
    same = pc.equal(_texts(read), _texts(recorded))
    return same.to_numpy(zero_copy_only=False)


def _texts(values: pa.Array[Any]) -> pa.Array[Any]:
    return pc.fill_null(pc.cast(values, pa.string()), "")


def _numbers(values: pa.Array[Any]) -> Any:
    if pa.types.is_string(values.type):
        values = pc.if_else(pc.equal(values, ""), None, values)
    return pc.cast(values, pa.float64()).to_numpy(zero_copy_only=False)


def _name(batch: pa.RecordBatch, row: int) -> str:
    if "artwork_id" in batch.schema.names:
        return f"work {batch['artwork_id'][row].as_py()}"
    return f"row {row + 1}"

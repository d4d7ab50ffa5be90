"""The CSV dialect of every table that artmeta writes.

RFC 4180 (comma, double quotes where needed, CRLF), UTF-8 with a byte order mark, because
spreadsheets take a file without one for another encoding. A missing value is an empty cell,
a fraction has six decimals, a truth value is `true` or `false`.

A text that begins with `=`, `+`, `-`, `@`, a tab or a line break would be run as a formula by a
spreadsheet. Such a text gets one apostrophe in front, as OWASP advises ("CSV Injection",
https://owasp.org/www-community/attacks/CSV_Injection). So does a text that already begins with
apostrophes before such a character, which makes the rule reversible: see `unprotect`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from artmeta.arrow_columns import column, scalar
from artmeta.batches import batched, by_distinct
from artmeta.errors import ArtmetaError, WriteError
from artmeta.files import replacing
from artmeta.lazy_imports import LazyModule

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    pa, pc = LazyModule("pyarrow"), LazyModule("pyarrow.compute")

BYTE_ORDER_MARK, LINE_END = b"\xef\xbb\xbf", "\r\n"
ROWS = 50_000  # formatted at a time, so that memory holds a part of a large table only
DECIMALS = 6  # a confidence is never known better than that
DIGITS = 38  # of the widest decimal number of Arrow
# The full-width forms count too: some spreadsheets fold them.
FORMULA = "^'*[=+\\-@\t\r\n＝＋－＠]"
SPECIAL = '[",\r\n]'
_PROTECTION = re.compile(FORMULA.replace("*", "+", 1))


def unprotect(text: str) -> str:
    """Return a text as it was before it was protected against being taken for a formula."""
    return text[1:] if _PROTECTION.match(text) else text


class CsvFile:
    """A CSV file being written, batch by batch; all batches have the columns of the header."""

    def __init__(self, file: IO[bytes], columns: Sequence[str]) -> None:
        self._file, self.columns = file, list(columns)
        file.write(BYTE_ORDER_MARK)
        header = [column([name]) for name in self.columns]
        file.write(_lines(header) if header else LINE_END.encode())

    def write_batch(self, batch: pa.RecordBatch) -> None:
        """Append the rows of an Arrow batch."""
        if batch.num_rows and batch.num_columns:
            self._file.write(_lines(batch.columns))

    def write_rows(self, rows: Iterable[Sequence[str | int | float | None]]) -> None:
        """Append rows, taken from an iterator a part at a time; a column holds values of one type, or none."""
        for part in batched(rows, ROWS):
            columns = [pa.array(column) for column in zip(*part, strict=True)]
            self.write_batch(pa.RecordBatch.from_arrays(columns, names=self.columns))


@contextmanager
def csv_file(
    path: Path, columns: Sequence[str], *, private: bool = False, error: type[ArtmetaError] = WriteError
) -> Iterator[CsvFile]:
    """Open a CSV file to write; it takes the place of `path` when the block ends without an error.

    Raises `error` with one sentence if it cannot be written.
    """
    with replacing(path, private=private, error=error) as part, part.open("wb") as file:
        yield CsvFile(file, columns)


def write_frame(frame: pd.DataFrame, path: Path, error: type[ArtmetaError] = WriteError) -> None:
    """Write a frame without its index; raise `error` if the file cannot be written."""
    write_table(pa.Table.from_pandas(frame, preserve_index=False), path, error)


def write_table(table: pa.Table, path: Path, error: type[ArtmetaError] = WriteError) -> None:
    """Write an Arrow table; raise `error` if the file cannot be written."""
    with csv_file(path, table.column_names, error=error) as file:
        for batch in table.to_batches(ROWS):
            file.write_batch(batch)


def _lines(columns: Sequence[pa.Array[Any]]) -> memoryview:
    """Return the bytes of a batch: cells joined by commas, each line ended."""
    texts = [_cells(column) for column in columns]
    if len(texts) == 1:  # an empty line would be no row to a reader
        texts = [pc.if_else(pc.equal(texts[0], _text("")), _text('""'), texts[0])]
    lines = pc.binary_join_element_wise(*texts, _text(","))
    lines = pc.binary_join_element_wise(lines, _text(LINE_END), _text(""))
    offsets = memoryview(lines.buffers()[1]).cast("q")
    return memoryview(lines.buffers()[2])[offsets[lines.offset] : offsets[lines.offset + len(lines)]]


def _cells(column: pa.Array[Any]) -> pa.Array[Any]:
    """Return a column as texts that are protected and quoted; missing values are empty."""
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_floating(kind):
        return _fractions(column).fill_null(_text(""))
    texts = pc.cast(column, pa.large_string())
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        texts = by_distinct(texts, lambda texts: _quoted(_protected(texts)))
    return texts.fill_null(_text(""))


def _fractions(column: pa.Array[Any]) -> pa.Array[Any]:
    """Return numbers as texts of six decimals; what is no number is missing."""
    column = pc.if_else(pc.is_nan(column), pa.nulls(1, column.type)[0], column)
    try:
        rounded = pc.cast(pc.round(column, DECIMALS), pa.decimal128(DIGITS, DECIMALS))
    except pa.ArrowInvalid:  # an infinite number, or one of more than 32 digits
        texts = [None if value is None else f"{value:.{DECIMALS}f}" for value in column.to_pylist()]
        return pa.array(texts, pa.large_string())
    return pc.cast(rounded, pa.large_string())


def _protected(texts: pa.Array[Any]) -> pa.Array[Any]:
    return _changed(texts, FORMULA, lambda texts: pc.binary_join_element_wise(_text("'"), texts, _text("")))


def _quoted(texts: pa.Array[Any]) -> pa.Array[Any]:
    quote = _text('"')
    return _changed(
        texts,
        SPECIAL,
        lambda texts: pc.binary_join_element_wise(
            quote, pc.replace_substring(texts, '"', '""'), quote, _text("")
        ),
    )


def _changed(
    texts: pa.Array[Any], pattern: str, change: Callable[[pa.Array[Any]], pa.Array[Any]]
) -> pa.Array[Any]:
    """Change those of the texts that match a pattern."""
    matches = pc.match_substring_regex(texts, pattern).fill_null(scalar(False, pa.bool_()))
    return pc.replace_with_mask(texts, matches, change(pc.filter(texts, matches)))


def _text(value: str) -> pa.Scalar[Any]:
    return scalar(value, pa.large_string())

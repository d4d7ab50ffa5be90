"""A list as people export it: its delimiter and its encoding are found out, its odd rows are told."""

from __future__ import annotations

import _csv
import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from artmeta.domain.run import Issue
from artmeta.errors import SourceError
from artmeta.plugins import nearest
from artmeta.sources._accounting import note, odd

DELIMITERS = ",;\t|"
CHUNK = 1 << 20  # bytes read at once while the encoding is found out
FIELD_LIMIT = 10_000_000  # characters in one cell; a longer one is an unclosed quotation mark
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `number` is the line of the list on which it ends; values by column name, spaces trimmed."""

    number: int
    values: dict[str, str]

    @property
    def place(self) -> str:
        """How an issue names this row."""
        return f"row {self.number}"


def read_table(file: BinaryIO, name: str, wanted: Sequence[str]) -> Iterator[Row | Issue]:
    """Yield the rows of a list that has the `wanted` columns; a row of a wrong shape is an issue.

    Raises SourceError if it is no text, has no rows, lacks a column, or a quotation mark is never closed.
    """
    encoding, said = _encoding(file, name)
    if said:
        yield note("encoding", said)
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    csv.field_size_limit(FIELD_LIMIT)
    heading, delimiter, lines_before = _heading(text, name, wanted)
    rows = csv.reader(text, delimiter=delimiter, strict=True)
    yield from _rows(rows, heading, lines_before, name)


def _rows(rows: _csv.Reader, heading: list[str], before: int, name: str) -> Iterator[Row | Issue]:
    empty = read = 0
    while True:
        begins = rows.line_num + before + 1
        try:
            cells = next(rows)
        except StopIteration:
            break
        except csv.Error as fault:
            yield _broken(fault, name, begins, rows.line_num + before)
            continue
        read += 1
        number = rows.line_num + before
        if not any(cell.strip() for cell in cells):
            empty += 1
        elif len(cells) != len(heading):
            yield odd(
                f"row {number}",
                "row_shape",
                f"Row {number} of {name} has {len(cells)} cells, not {len(heading)}.",
            )
        else:
            yield Row(number, {key: cell.strip() for key, cell in zip(heading, cells, strict=True)})
    if empty:
        yield note("empty_rows", f"{empty} of {read} rows of {name} are empty and were passed over.")
    if empty == read:
        raise SourceError(f"The list {name} has a heading and no rows.")


def _broken(fault: csv.Error, name: str, begins: int, ends: int) -> Issue:
    """Tell a row that cannot be split; where it swallowed the rest of the list, stop."""
    if "unexpected end" in str(fault) or "field larger" in str(fault):
        raise SourceError(
            f"Row {begins} of {name} opens a quotation mark that is never closed.", "Close it, or double it."
        )
    return odd(f"row {ends}", "row_shape", f"Row {ends} of {name} cannot be split into cells: {fault}.")


def _encoding(file: BinaryIO, name: str) -> tuple[str, str]:
    """Find the encoding, and what is to be said of it: by a mark, else UTF-8 if it mostly is that, else Windows-1252.

    A list in UTF-8 with a few broken bytes keeps all its other letters.
    """
    start = file.read(4)
    file.seek(0)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding, ""
    broken, letters = _beyond_ascii(file, name)
    file.seek(0)
    if not broken:
        return "utf-8", ""
    if broken <= letters:
        return "utf-8", f"{name} is UTF-8 with {broken} broken places, which are read as \ufffd."
    return "cp1252", f"{name} is not UTF-8; it was read as Windows-1252. See that accents are right."


def _beyond_ascii(file: BinaryIO, name: str) -> tuple[int, int]:
    """Count the places that are no UTF-8, and the letters beyond ASCII that are."""
    decoder, broken, letters = codecs.getincrementaldecoder("utf-8")(errors="replace"), 0, 0
    while chunk := file.read(CHUNK):
        if b"\x00" in chunk:
            raise SourceError(f"{name} is not a text list.", "Save it as CSV (UTF-8).")
        if not chunk.isascii():
            text = decoder.decode(chunk)
            here = text.count("\ufffd")
            broken, letters = broken + here, letters + sum(letter > "\x7f" for letter in text) - here
    return broken, letters


def _heading(text: io.TextIOWrapper, name: str, wanted: Sequence[str]) -> tuple[list[str], str, int]:
    """Read the heading by the delimiter under which it has the wanted columns, else the most columns."""
    first, before = "", 0
    while not first.strip():
        first, before = text.readline(), before + 1
        if not first:
            raise SourceError(f"The list {name} is empty.")
    found = {mark: [cell.strip() for cell in _split(first, mark, name)] for mark in DELIMITERS}
    best = max(
        DELIMITERS, key=lambda mark: (sum(column in found[mark] for column in wanted), len(found[mark]))
    )
    heading = found[best]
    for column in wanted:
        if column not in heading:
            raise SourceError(f"The list {name} has no column '{column}'.", nearest(column, heading))
        if heading.count(column) > 1:
            raise SourceError(f"The list {name} has {heading.count(column)} columns called '{column}'.")
    return heading, best, before


def _split(line: str, delimiter: str, name: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter))
    except csv.Error as fault:
        raise SourceError(f"The heading of {name} cannot be read: {fault}.") from None


def open_list(path: Path) -> BinaryIO:
    """Open a local list; raise SourceError with the reason if that fails."""
    try:
        return path.open("rb")
    except OSError as fault:
        raise SourceError(f"The list {path} cannot be opened: {fault.strerror or fault}.") from None

"""Tables from lists as museums export them: form, encoding, delimiter and heading are detected, odd rows are issues."""

from __future__ import annotations

import io
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from artmeta.domain.issues import note, odd
from artmeta.domain.run import Issue
from artmeta.errors import SourceError
from artmeta.lists.encodings import Encoding, find_encoding
from artmeta.lists.forms import decompressed, is_binary, is_json
from artmeta.lists.heading import DELIMITERS, SEARCHED, Heading, find_heading, row_in_heading
from artmeta.lists.json_rows import UNIT_SEPARATOR, json_rows
from artmeta.lists.rows import Dialect, ParsedRow, parsed_rows
from artmeta.local_files import open_regular
from artmeta.plugins import nearest
from artmeta.wording import clause

REPAIRS = {
    "literal": "Quotation marks that are not paired were read as letters",
    "inner": "Quotation marks that are not doubled within a quoted cell were read as letters",
    "escaped": 'Quotation marks after a backslash were read as letters (escape = "\\\\" in [source] says so)',
}


_QUOTED = re.compile(r'"(?:[^"]|"")*"')


@dataclass(frozen=True, slots=True)
class ListFormat:
    """The form of a list as a collection file states it; '' is detected."""

    encoding: str = ""
    delimiter: str = ""
    quoting: str = ""
    escape: str = ""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row: `number` is the line of the list on which it ends; values by column name, spaces trimmed."""

    number: int
    values: dict[str, str]

    @property
    def place(self) -> str:
        """How an issue names this row."""
        return f"row {self.number}"


def read_table(
    file: BinaryIO, name: str, required: Sequence[str], given: ListFormat = ListFormat()
) -> Iterator[ListRow | Issue]:
    """Yield the rows of a list that has the `required` columns; a row of a wrong shape is an issue.

    The list is CSV or JSON, plain or gzip. Raises SourceError if it is something else, has no rows or lacks a column.
    """
    file = decompressed(file, name)
    if is_json(file):
        yield from _json_table(file, name, required)
        return
    encoding = find_encoding(file, name, given.encoding, required)
    lines = TextLines(file, encoding.codec)
    first = lines.first(SEARCHED)
    heading = _heading(first, name, required, given, encoding)
    yield from _notes(name, encoding, heading)
    rest = itertools.chain(first[heading.ends :], lines)
    yield from _rows(parsed_rows(rest, heading.ends, heading.dialect, len(heading.columns)), heading, name)
    if lines.nul:
        yield note(
            "nul_bytes", f"{name} held {clause(lines.nul, 'NUL byte', 'that was', 'that were')} left out."
        )


class TextLines(Iterator[str]):
    """The lines of a text, whatever their ends, without NUL bytes.

    Where each line is one quoted cell that holds a row, as a list that was exported twice, the row is the line.
    """

    def __init__(self, file: BinaryIO, codec: str) -> None:
        self.text = io.TextIOWrapper(file, encoding=codec, errors="replace", newline="")
        self.nul = 0
        self.quoted = False

    def first(self, count: int) -> list[str]:
        """Return the first lines, at most `count`, and find out whether each is quoted as a whole."""
        lines = list(itertools.islice(self, count))
        self.quoted = _are_quoted_rows([line.rstrip("\r\n") for line in lines if line.strip()])
        return [_unquoted(line) for line in lines] if self.quoted else lines

    def __next__(self) -> str:
        line = next(self.text)
        if "\x00" in line:
            self.nul += line.count("\x00")
            line = line.replace("\x00", "")
        return _unquoted(line) if self.quoted else line


def _are_quoted_rows(lines: Sequence[str]) -> bool:
    """Whether each line is one quoted cell, with as many delimiters as the first at least."""
    if len(lines) < 2 or not all(_QUOTED.fullmatch(line) for line in lines):  # noqa: PLR2004  a heading and a row
        return False
    counts = ((mark, lines[0].count(mark)) for mark in DELIMITERS)
    return any(count and all(line.count(mark) >= count for line in lines) for mark, count in counts)


def _unquoted(line: str) -> str:
    text = line.rstrip("\r\n")
    return text[1:-1].replace('""', '"') + line[len(text) :] if _QUOTED.fullmatch(text) else line


def _heading(
    first: Sequence[str], name: str, required: Sequence[str], given: ListFormat, encoding: Encoding
) -> Heading:
    try:
        return find_heading(first, name, required, Dialect(given.delimiter, given.quoting, given.escape))
    except SourceError as fault:
        if is_binary("".join(first)):
            raise SourceError(f"{name} is not a text list.", "Save it as CSV (UTF-8).") from None
        hint = f"{fault.hint} {encoding.notice}" if encoding.guessed else fault.hint
        raise SourceError(fault.message, hint) from None


def _notes(name: str, encoding: Encoding, heading: Heading) -> Iterator[Issue]:
    if encoding.notice:
        yield note("encoding", encoding.notice)
    if cell := row_in_heading(heading.columns):
        yield note(
            "no_heading",
            f"The headings of {name}, on line {heading.ends}, look like a work ('{cell[:80]}'), not read as one: "
            "add a line of headings above it.",
        )
    if heading.above:
        yield note(
            "above_heading",
            f"The heading of {name} is on line {heading.ends}; what is above it was passed over, such as "
            f"'{heading.above[:80]}'.",
        )


def _rows(rows: Iterable[ParsedRow], heading: Heading, name: str) -> Iterator[ListRow | Issue]:
    empty = read = 0
    repaired: Counter[str] = Counter()
    example: dict[str, int] = {}
    for row in rows:
        read += 1
        if row.fault:
            yield odd(
                f"row {row.number}", "row_shape", f"Row {row.number} of {name} was left out: {row.fault}."
            )
        elif not any(cell.strip() for cell in row.cells):
            empty += 1
        else:
            repaired[row.repair] += 1
            example.setdefault(row.repair, row.number)
            cells = zip(heading.columns, row.cells, strict=True)
            yield ListRow(row.number, {key: cell_text(cell) for key, cell in cells})
    for repair, statement in REPAIRS.items():
        if repaired[repair]:
            where = f"in {repaired[repair]} of {read} rows of {name}, such as row {example[repair]}"
            yield note(f"quotation_marks_{repair}", f"{statement} {where}.")
    if empty:
        yield note("empty_rows", f"{empty} of {read} rows of {name} are empty and were passed over.")
    if empty == read:
        raise SourceError(f"The list {name} has a heading and no rows.")


def cell_text(cell: str) -> str:
    """Return a cell without spaces around it; FileMaker's marks within fields become line breaks and several values.

    Its exports write a vertical tab for a line break, and U+001D between the repetitions of a field.
    """
    text = cell.strip()
    return text if text.isprintable() else text.replace("\x0b", "\n").replace("\x1d", UNIT_SEPARATOR)


def _json_table(file: BinaryIO, name: str, required: Sequence[str]) -> Iterator[ListRow | Issue]:
    rows = json_rows(file, name)
    fields = list(dict.fromkeys(field for row in rows for field in row))
    for column in required:
        if column not in fields:
            raise SourceError(f"The records of {name} have no field '{column}'.", nearest(column, fields))
    blank = dict.fromkeys(required, "")
    for number, row in enumerate(rows, start=1):
        yield ListRow(number, {**blank, **{key: value.strip() for key, value in row.items()}})


def open_list(path: Path) -> BinaryIO:
    """Open a local list; raise SourceError with the reason if that fails."""
    try:
        return open_regular(path)
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or fault
        raise SourceError(
            f"The list {path} cannot be opened: {reason}.", "Check the path: give the file itself."
        ) from None

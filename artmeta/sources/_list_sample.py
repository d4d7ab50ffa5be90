"""A sample of a list of unknown form: its heading and the cells of its columns."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from artmeta.errors import SourceError
from artmeta.lists.encodings import Encoding, find_encoding
from artmeta.lists.forms import decompressed, is_binary, is_json
from artmeta.lists.heading import SEARCHED, Heading, headings, row_in_heading
from artmeta.lists.json_rows import UNIT_SEPARATOR, json_rows
from artmeta.lists.rows import Dialect, parsed_rows
from artmeta.lists.tables import TextLines, cell_text
from artmeta.sources._column_words import fields_of

UTF_8 = Encoding("utf-8")
SAMPLED = 2000  # rows that a proposal rests on
FOLLOWING = 20  # rows below a heading that should have as many cells


@dataclass(frozen=True, slots=True)
class SampleColumn:
    """One column: its name, and its cells in the rows of the sample, spaces trimmed."""

    name: str
    cells: tuple[str, ...]

    @property
    def filled(self) -> list[str]:
        """The cells that hold something; the values of a JSON array are cells of their own."""
        return [part for cell in self.cells if cell for part in cell.split(UNIT_SEPARATOR)]


@dataclass(frozen=True)
class Sample:
    """The rows at the start of a list; `repairs` counts how rows that break the rules of quoting were read."""

    columns: tuple[SampleColumn, ...]
    rows: int
    encoding: Encoding = UTF_8
    heading: Heading | None = None  # None for JSON
    repairs: Counter[str] = field(default_factory=Counter)
    repeated: tuple[str, ...] = ()  # headings that stand there more than once, which name no column
    quoted: bool = False  # whether a row needs its quotation marks to have its cells


def sample_of(file: BinaryIO, name: str) -> Sample:
    """Read the first rows of a list; raise SourceError if it is no list or has no rows."""
    file = decompressed(file, name)
    if is_json(file):
        rows = json_rows(file, name)[:SAMPLED]
        names = list(dict.fromkeys(key for row in rows for key in row))
        return Sample(
            tuple(SampleColumn(key, tuple(row.get(key, "").strip() for row in rows)) for key in names),
            len(rows),
        )
    encoding = find_encoding(file, name)
    lines = TextLines(file, encoding.codec)
    first = lines.first(SEARCHED)
    if is_binary("".join(first)):
        raise SourceError(f"{name} is not a text list.", "Save it as CSV (UTF-8).")
    heading = _heading(first, name)
    rest = itertools.chain(first[heading.ends :], itertools.islice(lines, SAMPLED))
    return _sampled(list(rest), heading, encoding, name)


def _heading(first: Sequence[str], name: str) -> Heading:
    """Take the line that names the most known columns and has as many cells as the rows below it."""
    candidates = [each for each in headings(first, (), Dialect("")) if each.columns]
    if not candidates:
        raise SourceError(f"The list {name} is empty.", "See that it was exported whole.")
    best = max(candidates, key=lambda each: (_likely(each, first), -each.begins))
    if cell := row_in_heading(best.columns):
        raise SourceError(
            f"The list {name} has no headings: its line {best.ends} looks like a work ('{cell[:80]}').",
            "Add a line above it that names each column, such as id,title,date,image.",
        )
    if len(best.columns) == 1 and sum(bool(fields_of(word)) for word in best.columns[0].split()) > 1:
        raise SourceError(
            f"The columns of the list {name} are not divided by a character that is known: its headings are "
            f"'{best.columns[0][:80]}'.",
            "Save it as CSV, with commas between the columns.",
        )
    return best


def _likely(heading: Heading, first: Sequence[str]) -> float:
    width = len(heading.columns)
    known_columns = sum(bool(fields_of(column)) for column in heading.columns)
    rows = parsed_rows(iter(first[heading.ends :]), heading.ends, heading.dialect, width)
    fits = [not row.fault for row in itertools.islice(rows, FOLLOWING)]
    named = sum(bool(column) for column in heading.columns) / width
    return 3 * known_columns + (min(width, 20) * named * sum(fits) / len(fits) if fits and width > 1 else 0)


def _sampled(lines: list[str], heading: Heading, encoding: Encoding, name: str) -> Sample:
    width, repairs, quoted = len(heading.columns), Counter[str](), False
    rows = []
    for row in parsed_rows(iter(lines), heading.ends, heading.dialect, width):
        if row.fault or not any(row.cells):
            continue
        repairs[row.repair] += 1
        quoted = quoted or any(heading.dialect.delimiter in cell or "\n" in cell for cell in row.cells)
        rows.append([cell_text(cell) for cell in row.cells])
    if not rows:
        raise SourceError(f"The list {name} has a heading and no rows.")
    once = Counter(heading.columns)
    columns = [
        SampleColumn(column, cells)
        for column, cells in zip(heading.columns, zip(*rows, strict=True), strict=True)
        if column and once[column] == 1
    ]
    repeated = tuple(name for name, count in once.items() if name and count > 1)
    return Sample(tuple(columns), len(rows), encoding, heading, repairs, repeated, quoted)

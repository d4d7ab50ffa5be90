"""CSV rows: parsed by the rules of CSV; a row that breaks them is repaired by its most likely reading."""

from __future__ import annotations

import _csv
import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

FIELD_LIMIT = 10_000_000  # characters in one cell
MAX_LINES = 1000  # of one row; a cell that goes on for longer is an unclosed quotation mark
MAX_REPAIRED = 50  # lines of one row that is read against the rules; keeps the cost of a repair small
UNCLOSED = "it opens a quotation mark that is never closed"
Repair = Literal["", "literal", "escaped", "inner"]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a list are divided; `quoting` is 'none' where quotation marks are letters."""

    delimiter: str
    quoting: str = ""
    escape: str = ""

    def reader(self, lines: Iterable[str], escape: str = "") -> _csv.Reader:
        """Return Python's reader for this dialect; it raises csv.Error where a row breaks the rules."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            escapechar=escape or self.escape or None,
            strict=True,
            quoting=csv.QUOTE_NONE if self.quoting == "none" else csv.QUOTE_MINIMAL,
        )


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """One row: the line on which it ends, its cells, how they were found, and what is wrong with it."""

    number: int
    cells: list[str]
    repair: Repair = ""
    fault: str = ""


class _NeverClosed(Exception):
    """A row spans more lines than allowed."""


class _LineBuffer:
    """An iterator of lines that keeps those of the current row and can push them back."""

    def __init__(self, lines: Iterator[str], before: int) -> None:
        self.source, self.number = lines, before
        self.waiting: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> _LineBuffer:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MAX_LINES:
            raise _NeverClosed
        line = self.waiting.popleft() if self.waiting else next(self.source)
        self.taken.append(line)
        self.number += 1
        return line

    def keep_first(self) -> None:
        """Take back all lines of the current row but its first."""
        self.waiting.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
        del self.taken[1:]


def parsed_rows(lines: Iterator[str], before: int, dialect: Dialect, width: int) -> Iterator[ParsedRow]:
    """Yield the rows of a list whose heading has `width` cells and ends on line `before`.

    A row that breaks the rules of quoting is read in the way that gives it `width` cells; where there is none, its
    first line alone is a row with a fault. So a quotation mark that is never closed costs one row.
    """
    csv.field_size_limit(FIELD_LIMIT)
    feed = _LineBuffer(lines, before)
    reader = dialect.reader(feed)
    while True:
        feed.taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _NeverClosed) as fault:
            yield _repaired(feed, dialect, width, _cause(fault))
            reader = dialect.reader(feed)
            continue
        cells = _without_empty_end(cells, width)
        if len(cells) == width and not _swallowed(feed.taken, dialect, width):
            yield ParsedRow(feed.number, cells)
        elif any(cells) and any('"' in line for line in feed.taken):
            yield _repaired(feed, dialect, width, "", cells)
            reader = dialect.reader(feed)
        else:
            yield ParsedRow(feed.number, cells, fault=_count_fault(cells, width) if any(cells) else "")


def _cause(fault: Exception) -> str:
    reason = str(fault)
    if isinstance(fault, _NeverClosed) or "unexpected end" in reason or "field larger" in reason:
        return UNCLOSED
    return f"its quotation marks are not paired ({reason})"


def _without_empty_end(cells: list[str], width: int) -> list[str]:
    """Leave out empty cells beyond the last heading, which spreadsheets write."""
    return cells[:width] if len(cells) > width and not any(cell.strip() for cell in cells[width:]) else cells


def _swallowed(taken: list[str], dialect: Dialect, width: int) -> bool:
    """Whether several whole rows were read as one: each line has its cells when quotation marks are letters.

    A row that begins and ends with a quotation mark was written by a program that quotes every cell, by the rules.
    """
    few = 2  # columns; with so few, prose within a cell easily has as many delimiters as a row
    if len(taken) < 2 or width <= few or (taken[0][:1] == '"' == taken[-1].rstrip("\r\n")[-1:]):  # noqa: PLR2004
        return False
    return all(line.count(dialect.delimiter) == width - 1 for line in taken)


def _repaired(
    feed: _LineBuffer, dialect: Dialect, width: int, fault: str, cells: list[str] | None = None
) -> ParsedRow:
    """Read a row against the rules of quoting, or say what is wrong with it; `cells` is what the rules gave."""
    if dialect.quoting != "none":
        for repair, reading in _readings(feed.taken, dialect, width):
            repaired = _without_empty_end(reading, width)
            if len(repaired) == width:
                if repair == "literal":
                    feed.keep_first()
                return ParsedRow(feed.number, repaired, repair)
    if cells is None:
        feed.keep_first()
        return ParsedRow(feed.number, [feed.taken[0]], fault=fault)
    return ParsedRow(feed.number, cells, fault=_count_fault(cells, width))


def _readings(taken: list[str], dialect: Dialect, width: int) -> Iterator[tuple[Repair, list[str]]]:
    """Yield the cells of a row under each other way of quoting, the likeliest first."""
    short = len(taken) <= MAX_REPAIRED
    whole = "".join(taken).rstrip("\r\n")
    if short and '\\"' in whole and not _swallowed(taken, dialect, width):
        yield "escaped", _escaped(taken, dialect)
    yield "literal", [_bare(cell) for cell in taken[0].rstrip("\r\n").split(dialect.delimiter)]
    if short:
        yield "inner", _inner(whole, dialect.delimiter, f"{re.escape(dialect.delimiter)}(?! )|$")
        yield "inner", _inner(whole, dialect.delimiter, f"{re.escape(dialect.delimiter)}|$")


def _escaped(taken: list[str], dialect: Dialect) -> list[str]:
    try:
        return next(dialect.reader(iter(taken), escape="\\"))
    except (csv.Error, StopIteration):
        return []


def _bare(cell: str) -> str:
    """Take the quotation marks off a cell that is quoted by the rules; leave every other as it is."""
    inner = cell.strip()[1:-1]
    quoted = len(cell.strip()) > 1 and cell.strip()[0] == cell.strip()[-1] == '"'
    return inner.replace('""', '"') if quoted and '"' not in inner.replace('""', "") else cell


def _inner(whole: str, delimiter: str, end: str) -> list[str]:
    """Split a row whose quoted cells hold marks that are not doubled: a mark closes only where `end` follows."""
    mark = re.escape(delimiter)
    cell = re.compile(rf'(?:"((?:[^"]|"(?!{end}))*)"(?={end})|([^{mark}\r\n]*))(?:{mark}|$)')
    cells, at = [], 0
    while at <= len(whole):
        match = cell.match(whole, at)
        if match is None:
            return []
        cells.append(match[2] if match[1] is None else match[1].replace('""', '"'))
        if match.end() == at or not match[0].endswith(delimiter):
            break
        at = match.end()
    return cells


def _count_fault(cells: list[str], width: int) -> str:
    cause = (
        "a delimiter within a cell is not quoted"
        if len(cells) > width
        else "a line break within a cell is not quoted, or the row was cut off"
    )
    return f"it has {len(cells)} cells, not {width}; perhaps {cause}"

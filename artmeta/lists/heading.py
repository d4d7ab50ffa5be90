"""CSV dialect detection: the header row of a list and its delimiter."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from artmeta.errors import SourceError
from artmeta.lists.rows import Dialect
from artmeta.picture_formats import has_picture_suffix
from artmeta.plugins import nearest

DELIMITERS = ",;\t|"
RARE_DELIMITERS, RARE_COLUMNS = ":^", 3  # which also stand in names; a heading under them has so many columns
_ADDRESS = re.compile(r"(?:https?|file)://", re.I)
SEARCHED = 40  # lines at the start of a list in which its heading is looked for
_SEPARATOR_LINE = re.compile(r'\s*"?sep=(.|\\t)"?\s*[,;\t|]*\s*', re.I)  # which Excel writes and reads


@dataclass(frozen=True, slots=True)
class Heading:
    """A header row: its columns, the CSV dialect, the lines it spans, and the text above it."""

    columns: list[str]
    dialect: Dialect
    begins: int  # lines before the heading
    ends: int  # lines up to and with the heading
    above: str = ""  # the first line above the heading that says something

    def missing(self, required: Sequence[str]) -> list[str]:
        """List the required columns that are not there."""
        return [column for column in required if column not in self.columns]


def find_heading(first: Sequence[str], name: str, required: Sequence[str], dialect: Dialect) -> Heading:
    """Detect header and delimiter in the first lines of a list: the first row with the most required columns.

    Names are compared without line breaks, with single spaces, in Unicode form NFC. Raises SourceError where
    a required column is missing or there twice, with the nearest name as hint.
    """
    candidates = list(headings(first, required, dialect))
    if not candidates:
        raise SourceError(f"The list {name} is empty.", "See that it was exported whole.")
    best = max(candidates, key=lambda each: (-len(each.missing(required)), len(each.columns), -each.begins))
    for column in best.missing(required):
        raise SourceError(f"The list {name} has no column '{column}'.", _hint(column, best))
    for column in required:
        if best.columns.count(column) > 1:
            raise SourceError(f"The list {name} has {best.columns.count(column)} columns called '{column}'.")
    return replace(best, above=_above(first[: best.begins]))


def row_in_heading(columns: Sequence[str]) -> str:
    """Return the first name in a header that looks like a value, as in a list without a header; else ''.

    Such names are addresses, names of picture files, and a number as the first of several.
    """
    cells = (name for name in columns if _ADDRESS.match(name) or _is_picture(name))
    return next(cells, columns[0] if len(columns) > 1 and columns[0].isdecimal() else "")


def _is_picture(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return bool(path.stem) and has_picture_suffix(path)


def _hint(column: str, heading: Heading) -> str:
    names = [each for each in heading.columns if each]
    one = len(names) == 1
    more = " If its cells are divided by another character, write delimiter in [source]." if one else ""
    return nearest(column, names) + more


def _above(lines: Sequence[str]) -> str:
    texts = (line.strip(' \t\r\n,;|"') for line in lines if not _SEPARATOR_LINE.fullmatch(line))
    return next((line for line in texts if line), "")


def headings(first: Sequence[str], required: Sequence[str], dialect: Dialect) -> Iterator[Heading]:
    """Yield each of the first lines parsed as a header with each candidate delimiter; a header may span lines."""
    named = {plain(column): column for column in required}
    for begins in range(len(first)):
        if not first[begins].strip() or _SEPARATOR_LINE.fullmatch(first[begins]):
            continue
        for delimiter in dialect.delimiter or DELIMITERS + RARE_DELIMITERS:
            reader = (one := replace(dialect, delimiter=delimiter)).reader(iter(first[begins:]))
            try:
                cells = next(reader)
            except (csv.Error, StopIteration):
                cells = [cell.strip('"') for cell in first[begins].rstrip("\r\n").split(delimiter)]
            names = [named.get(plain(cell), cell.strip()) for cell in cells]
            if delimiter in RARE_DELIMITERS and not dialect.delimiter and len(names) < RARE_COLUMNS:
                continue
            yield Heading(_without_empty_end(names), one, begins, begins + max(1, reader.line_num))


def _without_empty_end(names: list[str]) -> list[str]:
    last = max((at for at, name in enumerate(names) if name), default=-1)
    return names[: last + 1]


def plain(heading: str) -> str:
    """Return a column name in NFC with single spaces instead of line breaks."""
    return " ".join(unicodedata.normalize("NFC", heading.replace("\\n", " ").strip("\ufeff")).split())

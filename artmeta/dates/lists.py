"""A list of dates in a file: how a profile reads each, and which it cannot read."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from artmeta.csv_writer import csv_file
from artmeta.dates.reading import read_date
from artmeta.domain.dates import DateSpan
from artmeta.errors import ArtmetaError, ConfigError, ExportError
from artmeta.plugins import nearest

COLUMNS = ("text", "earliest", "latest", "open", "circa", "status")
DELIMITERS = ",;\t|"
SAMPLE = 65536  # characters that tell a list's delimiter
LONGEST_CELL = (
    10_000_000  # characters; Python's own limit of 131,072 stops at one prose cell of a museum's list
)
ENCODINGS = (
    "utf-8-sig",
    "cp1252",
)  # the second is what spreadsheets on Windows write; it is tried where UTF-8 fails


@dataclass(frozen=True, slots=True)
class Summary:
    """How a list was read: how many of each status, and the unread texts with their counts."""

    read: int
    undated: int
    unread: int
    open: int
    circa: int
    texts_unread: tuple[tuple[str, int], ...]


def read_list(path: Path, column: str, profile: str) -> Iterator[DateSpan]:
    """Yield the dates of one column of a CSV file, row by row.

    A byte order mark and the delimiter (comma, semicolon, tab, bar) are found out. Raises ConfigError for an
    unknown profile or column, ArtmetaError where the file cannot be read.
    """
    read_date("", profile)  # an unknown profile is told before the file is opened
    for cell in _cells(path, column):
        yield read_date(cell, profile)


def write_list(spans: Iterable[DateSpan], to: Path) -> Summary:
    """Write the columns text, earliest, latest, open, circa, status; return what was read.

    Where a profile names the year that a house assumes at an open end, that year stands in its
    column and `open` still names the end. Raises ExportError where the file cannot be written.
    """
    counting = Counting()
    with csv_file(to, COLUMNS, error=ExportError) as file:
        file.write_rows(map(row, counting.over(spans)))
    return counting.summary()


def row(span: DateSpan) -> tuple[str, int | None, int | None, str, bool, str]:
    """Return one line of the list."""
    earliest = span.assumed if span.open == "start" else span.earliest
    latest = span.assumed if span.open == "end" else span.latest
    return (span.text, earliest, latest, span.open, span.circa, span.status)


class Counting:
    """Counts dates while they pass."""

    def __init__(self) -> None:
        self.statuses: Counter[str] = Counter()
        self.unread: Counter[str] = Counter()
        self.open = self.circa = 0

    def over(self, spans: Iterable[DateSpan]) -> Iterator[DateSpan]:
        """Yield the dates as they come."""
        for span in spans:
            self.statuses[span.status] += 1
            self.open += bool(span.open)
            self.circa += span.circa
            if span.status == "unread":
                self.unread[span.text] += 1
            yield span

    def summary(self) -> Summary:
        """Return the counts so far."""
        return Summary(
            read=self.statuses["read"],
            undated=self.statuses["undated"],
            unread=self.statuses["unread"],
            open=self.open,
            circa=self.circa,
            texts_unread=tuple(self.unread.most_common()),
        )


def _cells(path: Path, column: str) -> Iterator[str]:
    try:
        encoding = _encoding(path)
        with path.open(newline="", encoding=encoding) as file:
            csv.field_size_limit(LONGEST_CELL)
            sample = file.read(SAMPLE)
            file.seek(0)
            rows = csv.DictReader(file, delimiter=_delimiter(sample), strict=False)
            known = list(rows.fieldnames or [])
            if column not in known:
                raise ConfigError(
                    f"{path} has no column '{column}'.", nearest(column, known) if known else "It is empty."
                )
            for found in rows:
                yield found.get(column) or ""
    except OSError as fault:
        raise ArtmetaError(
            f"{path} cannot be read as a list: {fault.strerror}.", "A CSV file is wanted."
        ) from None
    except csv.Error as fault:
        raise ArtmetaError(f"{path} is no list in CSV: {fault}.", "Save the list as CSV in UTF-8.") from None


def _encoding(path: Path) -> str:
    for encoding in ENCODINGS:
        try:
            with path.open(encoding=encoding) as file:
                for _ in iter(lambda: file.read(SAMPLE), ""):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    raise ArtmetaError(f"{path} is no text file.", "Save the list as CSV in UTF-8.")


def _delimiter(sample: str) -> str:
    """Return the delimiter that the header line holds most often; a comma where it holds none."""
    header = sample.splitlines()[0] if sample else ""
    counts = {delimiter: header.count(delimiter) for delimiter in DELIMITERS}
    best = max(counts, key=lambda delimiter: counts[delimiter])
    return best if counts[best] else ","

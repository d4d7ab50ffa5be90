"""A list of dates in a file: how a profile reads each, and which it cannot read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from artmeta.csv_writer import csv_file
from artmeta.dates.reading import read_date
from artmeta.domain.dates import DateSpan
from artmeta.domain.run import Issue
from artmeta.errors import ConfigError, ExportError
from artmeta.lists.encodings import known_encoding
from artmeta.lists.tables import ListFormat, open_list, read_table

COLUMNS = ("text", "earliest", "latest", "open", "circa", "status")


@dataclass(frozen=True, slots=True)
class DateListSummary:
    """How a list was read: how many of each status, the unread texts with their counts, and the list's issues."""

    read: int
    undated: int
    unread: int
    open: int
    circa: int
    texts_unread: tuple[tuple[str, int], ...]
    issues: tuple[Issue, ...] = ()


def read_list(path: Path, column: str, profile: str, encoding: str = "") -> Iterator[DateSpan | Issue]:
    """Yield the dates of one column of a list, row by row; a row that cannot be split into cells is an Issue.

    The list is read as the source `csv` reads it: form, encoding (unless given), delimiter and heading are found out.
    Raises ConfigError for an unknown profile or encoding, SourceError where the file is no list or has no such column.
    """
    read_date("", profile)  # an unknown profile is an error before the file is opened
    try:
        form = ListFormat(encoding=known_encoding(encoding))
    except ValueError as fault:
        raise ConfigError(f"The encoding '{encoding}': {fault}.") from None
    with open_list(path) as file:
        for row in read_table(file, str(path), [column], form):
            yield row if isinstance(row, Issue) else read_date(row.values[column], profile)


def write_list(spans: Iterable[DateSpan | Issue], to: Path) -> DateListSummary:
    """Write the columns text, earliest, latest, open, circa, status; return what was read.

    Where a profile names the year that a museum assumes at an open end, that year stands in its
    column and `open` still names the end. Raises ExportError where the file cannot be written.
    """
    counting = StatusCounter()
    with csv_file(to, COLUMNS, error=ExportError) as file:
        file.write_rows(map(row, counting.over(spans)))
    return counting.summary()


def row(span: DateSpan) -> tuple[str, int | None, int | None, str, bool, str]:
    """Return one line of the list."""
    earliest = span.assumed if span.open == "start" else span.earliest
    latest = span.assumed if span.open == "end" else span.latest
    return (span.text, earliest, latest, span.open, span.circa, span.status)


class StatusCounter:
    """Counts dates while they pass."""

    def __init__(self) -> None:
        self.statuses: Counter[str] = Counter()
        self.unread: Counter[str] = Counter()
        self.open = self.circa = 0
        self.issues: list[Issue] = []

    def over(self, spans: Iterable[DateSpan | Issue]) -> Iterator[DateSpan]:
        """Yield the dates as they come; keep the issues."""
        for span in spans:
            if isinstance(span, Issue):
                self.issues.append(span)
                continue
            self.statuses[span.status] += 1
            self.open += bool(span.open)
            self.circa += span.circa
            if span.status == "unread":
                self.unread[span.text] += 1
            yield span

    def summary(self) -> DateListSummary:
        """Return the counts so far."""
        return DateListSummary(
            read=self.statuses["read"],
            undated=self.statuses["undated"],
            unread=self.statuses["unread"],
            open=self.open,
            circa=self.circa,
            texts_unread=tuple(self.unread.most_common()),
            issues=tuple(self.issues),
        )

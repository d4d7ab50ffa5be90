"""Tables that importers of catalogues read: CSV without a byte order mark, texts exactly as they are."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from artmeta.errors import ExportError
from artmeta.exporters._assertions import AssertedWork, Assertion
from artmeta.files import text_file

_WORK = ("artwork_id", "accession_number", "url", "image_url")
_CODES = ("wikidata", "aat", "iconclass")
_PROVENANCE = (
    "origin status promise confidence score threshold model model_version model_digest training_data_digest "
    "image_sha256 run classified_in_run asserted_by asserted_at"
).split()
ASSERTION_COLUMNS = (*_WORK, "topic", "topic_label", *(f"topic_{code}" for code in _CODES), *_PROVENANCE)


def write_import_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows below a header, one at a time; raise ExportError if the file cannot be written.

    An importer takes a byte order mark for a part of the first heading, and an apostrophe before a formula for a part
    of the value: unlike tables for spreadsheets, these have neither.
    """
    with text_file(path, ExportError) as file:
        write_rows(file, columns, rows)


def write_rows(file: IO[str], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows below a header to an open file, lines ended by a line feed."""
    # A writer puts quotes around the characters of its own line ends alone, and readers end a row at a bare CR, too.
    writer = csv.writer(_LineFeeds(file), lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)


class _LineFeeds:
    """Takes whole lines with CRLF, as `csv.writer` gives them, and writes them with LF."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, line: str) -> int:
        return self._file.write(line.removesuffix("\r\n") + "\n")


def assertion_rows(works: Iterable[AssertedWork]) -> Iterator[list[object]]:
    """Yield a row of `ASSERTION_COLUMNS` for each assertion."""
    for work in works:
        yield from map(_row, work.assertions)


def _row(assertion: Assertion) -> list[object]:
    record = assertion.provenance
    return [
        *(getattr(assertion, name) for name in _WORK),
        assertion.topic_id,
        assertion.label,
        *(assertion.code(vocabulary) for vocabulary in _CODES),
        *(record.get(name, "") for name in _PROVENANCE),
    ]

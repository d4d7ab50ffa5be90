"""Tables that importers of catalogues read: CSV without a byte order mark, texts exactly as they are."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from artmeta.errors import ExportError
from artmeta.files import replacing


def write_import_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows below a header, one at a time; raise ExportError if the file cannot be written.

    An importer takes a byte order mark for a part of the first heading, and an apostrophe before a formula for a part
    of the value: unlike tables for spreadsheets, these have neither.
    """
    with (
        replacing(path, private=True, error=ExportError) as part,
        part.open("w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)

"""CSV: one row an artwork, for spreadsheets and collection management systems, in the dialect of `csv_writer`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from artmeta.csv_writer import csv_file
from artmeta.errors import ExportError

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".csv"
QUERY = "artworks_for_spreadsheets"


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write rows batch by batch, their texts protected; raise ExportError if the file cannot be written."""
    with csv_file(path, rows.schema.names, private=True, error=ExportError) as file:
        for batch in rows:
            file.write_batch(batch)

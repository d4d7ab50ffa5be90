"""CSV: one row an artwork, for spreadsheets and collection management systems, in the dialect of `csv_writer`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from artmeta.csv_writer import csv_file
from artmeta.errors import ExportError
from artmeta.exporters._csvw import SIDECAR, write_metadata

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".csv"
QUERY = "artworks_for_spreadsheets"
SIDECARS = (SIDECAR,)


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write the rows and their metadata (CSV on the Web); raise ExportError if a file cannot be written."""
    write_table(rows, path)
    write_metadata(rows.schema, path, ("artwork_id",))


def write_table(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write rows batch by batch, their texts protected; raise ExportError if the file cannot be written."""
    with csv_file(path, rows.schema.names, private=True, error=ExportError) as file:
        for batch in rows:
            file.write_batch(batch)

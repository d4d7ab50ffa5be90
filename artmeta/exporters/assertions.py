"""Assertions: one row a topic asserted of an artwork, by a model or by a person, with the whole provenance."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from artmeta.exporters._csvw import CONSTRAINTS, SIDECAR, STATUS, write_metadata
from artmeta.exporters.csv import write_table

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".assertions.csv"
QUERY = "assertions_for_spreadsheets"
SIDECARS = (SIDECAR,)


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write the rows and their metadata (CSV on the Web); raise ExportError if a file cannot be written."""
    write_table(rows, path)
    write_metadata(rows.schema, path, ("artwork_id", "topic"), CONSTRAINTS | {"status": STATUS})

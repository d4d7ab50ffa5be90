"""Parquet: one row an artwork, typed, with the run that it comes from in the file's own metadata."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from artmeta.errors import ExportError
from artmeta.files import replacing

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".parquet"
QUERY = "artworks_with_provenance"

PROVENANCE = (
    "collection run_id run_started_at code_version config_digest model_name model_version model_digest backbone "
    "vocabulary vocabulary_version"
).split()
"""Columns that are the same in all rows of a run; each is also a key `artmeta.<name>` of the file's metadata."""


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write rows batch by batch with their provenance; raise ExportError if the file cannot be written."""
    import pyarrow.parquet as pq

    first = next(rows, None)
    schema = rows.schema.with_metadata({**(rows.schema.metadata or {}), **_provenance(first)})
    with (
        replacing(path, private=True, error=ExportError) as part,
        pq.ParquetWriter(part, schema, compression="zstd") as writer,
    ):
        for batch in chain([first] if first else [], rows):
            writer.write_batch(batch)


def _provenance(first: pa.RecordBatch | None) -> dict[str, str]:
    row = first.slice(0, 1).to_pylist()[0] if first else {}
    return {
        "artmeta.format": "artworks 1",
        **{f"artmeta.{name}": str(row[name]) for name in PROVENANCE if name in row},
    }

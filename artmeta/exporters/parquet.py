"""Parquet: one row an artwork, typed, with the run that it comes from in the file's own metadata."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from artmeta.errors import ExportError
from artmeta.files import replacing

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

SUFFIX = ".parquet"
QUERY = "artworks_with_provenance"

PROVENANCE = (
    "collection", "run_id", "run_started_at", "code_version", "config_digest", "model_name", "model_version",
    "model_digest", "backbone", "vocabulary", "vocabulary_version",
)  # fmt: skip
"""Columns that are the same in all rows of a run; each is also a key `artmeta.<name>` of the file's metadata."""

LISTS = ("given_topics", "sure_topics", "flags")


def write(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame with its provenance; raise ExportError if the file cannot be written."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(frame, schema=_schema(frame), preserve_index=False)
    with replacing(path, error=ExportError) as part:
        pq.write_table(table.replace_schema_metadata(_provenance(frame)), part, compression="zstd")


def _schema(frame: pd.DataFrame) -> pa.Schema:
    """The same types for every run: a column without any value does not tell its own, it is a list or a text."""
    import pyarrow as pa

    lists, texts = pa.list_(pa.string()), pa.string()
    silent = {pa.null(), pa.large_string(), pa.list_(pa.null())}
    found = pa.Schema.from_pandas(frame, preserve_index=False)
    types = {
        field.name: (lists if field.name in LISTS else texts) if field.type in silent else field.type
        for field in found
    }
    return pa.schema(list(types.items()))


def _provenance(frame: pd.DataFrame) -> dict[str, str]:
    first = frame.head(1)
    told = {name: first[name].iloc[0] for name in PROVENANCE if len(first) and name in first}
    return {"artmeta.format": "artworks 1", **{f"artmeta.{name}": str(value) for name, value in told.items()}}

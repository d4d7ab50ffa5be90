"""Metadata of a CSV export: what each column holds, as CSV on the Web states it.

Model for Tabular Data (W3C 2015, https://www.w3.org/TR/tabular-metadata/): a reader finds the description of
`NAME.csv` in `NAME.csv-metadata.json`, and can check every cell against its datatype.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from artmeta import files
from artmeta.errors import ExportError

if TYPE_CHECKING:
    import pyarrow as pa

SIDECAR = "-metadata.json"
# a key of the rows' own metadata: what reviews show of the precision (JSON)
CERTIFICATES = "artmeta.certificates"
SHARE = {"base": "decimal", "minimum": 0, "maximum": 1}
SHA256 = {"base": "string", "format": "[0-9a-f]{64}"}
STATUS = {"base": "string", "format": "sure|unsure|unfamiliar"}
ORIGIN = {"base": "string", "format": "machine|human-approved|human-rejected|human|disputed"}
CONSTRAINTS: dict[str, Any] = {
    **dict.fromkeys(("confidence", "second_confidence", "score", "threshold"), SHARE),
    **dict.fromkeys(("image_sha256", "model_digest", "training_data_digest", "config_digest"), SHA256),
    "decision_status": STATUS,
    "promise": {"base": "string", "format": "kept|lost|untested"},
    **dict.fromkeys(("origin", "topic_origin"), ORIGIN),
    "rank": {"base": "integer", "minimum": 1},
    "run_date": "date",
}
"""What a column's cells must look like, beyond its type in the database."""
LISTS = (
    "sure_topics",
    "given_topics",
    "flags",
    "human_topics",
    "topic_iconclass_broad",
    "topic_iconclass_narrow",
)
"""Columns whose cells hold several values, joined by a bar."""


def write_metadata(
    schema: pa.Schema, path: Path, keys: tuple[str, ...], constraints: Mapping[str, Any] = CONSTRAINTS
) -> None:
    """Write the metadata of the CSV file at `path` beside it; raise ExportError if that cannot be done.

    `keys` are the columns that name a row.
    """
    statements = (schema.metadata or {}).get(CERTIFICATES.encode())
    table = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": quote(path.name),
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n", "\n"], "delimiter": ","},
        "tableSchema": {
            "columns": [_column(field, keys, constraints) for field in schema],
            "primaryKey": list(keys),
        },
        **({"notes": json.loads(statements)} if statements else {}),
    }
    text = json.dumps(table, indent=1, ensure_ascii=False) + "\n"
    files.write(path.with_name(path.name + SIDECAR), text, private=True, error=ExportError)


def _column(field: pa.Field[Any], keys: tuple[str, ...], constraints: Mapping[str, Any]) -> dict[str, Any]:
    column: dict[str, Any] = {"name": field.name, "titles": field.name, "null": ""}
    if field.name in keys:
        column["required"] = True
    if field.name in LISTS:
        column["separator"] = "|"
    return {**column, "datatype": constraints.get(field.name) or _datatype(field.type)}


def _datatype(type_: pa.DataType) -> str | dict[str, str]:
    import pyarrow as pa

    if pa.types.is_boolean(type_):
        return {"base": "boolean", "format": "true|false"}
    if pa.types.is_integer(type_):
        return "integer"
    return "decimal" if pa.types.is_floating(type_) or pa.types.is_decimal(type_) else "string"

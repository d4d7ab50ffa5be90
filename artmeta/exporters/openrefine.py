"""OpenRefine: a row a topic asserted of a work, and the operations that reconcile its topics with Wikidata.

The operations are applied by "Undo / Redo", "Apply ...". Codes are already those of Wikidata, so nothing is guessed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta.errors import ExportError
from artmeta.exporters._assertions import Assertion, asserted_works
from artmeta.exporters._import_table import write_import_table
from artmeta.files import replacing

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".openrefine.csv"
QUERY = "assertions_of_run"
OPERATIONS = ".operations.json"
SIDECARS = (OPERATIONS,)

WORK = ("artwork_id", "accession_number", "url", "image_url")
CODES = ("wikidata", "aat", "iconclass")
PROVENANCE = (
    "origin status confidence score threshold model model_version model_digest training_data_digest image_sha256 run "
    "classified_in_run asserted_by asserted_at"
).split()
COLUMNS = (*WORK, "topic", "topic_label", *(f"topic_{code}" for code in CODES), *PROVENANCE)


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write a row for each assertion, and the operations beside it; raise ExportError if a file cannot be written."""
    write_import_table(path, COLUMNS, _rows(rows))
    with replacing(path.with_name(path.name + OPERATIONS), private=True, error=ExportError) as part:
        part.write_text(json.dumps([_reconcile("topic_wikidata")], indent=1) + "\n", encoding="utf-8")


def _rows(rows: pa.RecordBatchReader) -> Iterator[list[object]]:
    for work in asserted_works(rows):
        yield from map(_row, work.assertions)


def _row(assertion: Assertion) -> list[object]:
    record = assertion.provenance
    return [
        *(getattr(assertion, name) for name in WORK),
        assertion.topic_id,
        assertion.label,
        *(assertion.code(vocabulary) for vocabulary in CODES),
        *(record.get(name, "") for name in PROVENANCE),
    ]


def _reconcile(column: str) -> dict[str, Any]:
    """Return the operation that takes the cells of a column as items of Wikidata."""
    return {
        "op": "core/recon-use-values-as-identifiers",
        "description": f"Use values as reconciliation identifiers in column {column}",
        "columnName": column,
        "engineConfig": {"facets": [], "mode": "row-based"},
        "service": "https://wikidata.reconci.link/en/api",
        "identifierSpace": "http://www.wikidata.org/entity/",
        "schemaSpace": "http://www.wikidata.org/prop/direct/",
    }

"""OpenRefine: a row a topic asserted of a work, and the operations that reconcile its topics with Wikidata.

The operations are applied by "Undo / Redo", "Apply ...". Codes are already those of Wikidata, so nothing is guessed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta import files
from artmeta.errors import ExportError
from artmeta.exporters._assertions import asserted_works
from artmeta.exporters._import_table import ASSERTION_COLUMNS, assertion_rows, write_import_table

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".openrefine.csv"
QUERY = "assertions_of_run"
OPERATIONS = ".operations.json"
SIDECARS = (OPERATIONS,)


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write a row for each assertion, and the operations beside it; raise ExportError if a file cannot be written."""
    write_import_table(path, ASSERTION_COLUMNS, assertion_rows(asserted_works(rows)))
    text = json.dumps([_reconcile("topic_wikidata")], indent=1) + "\n"
    files.write(path.with_name(path.name + OPERATIONS), text, private=True, error=ExportError)


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

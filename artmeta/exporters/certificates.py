"""Certificates: what random samples, reviewed by people, show of the precision of sure works; one row a statement.

The export step states them in the metadata of the rows of every format; this one makes a table of them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from artmeta.csv_writer import csv_file
from artmeta.errors import ExportError
from artmeta.exporters._csvw import CERTIFICATES

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".certificates.csv"
QUERY = "certificates_stored"
KEY = CERTIFICATES

COLUMNS = (
    "grouping lane label state lapsed issued_at precision confidence joint_confidence statements works reviewed wrong "
    "unconfirmed precision_low reviewers model_name model_version model_digest plan_id plan_run_id seed number sentence"
).split()


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write the statements of the newest plan of each grouping; raise ExportError if the file cannot be written."""
    statements = json.loads((rows.schema.metadata or {}).get(KEY.encode(), b"[]"))
    with csv_file(path, COLUMNS, private=True, error=ExportError) as file:
        file.write_rows(tuple(each[name] for name in COLUMNS) for each in statements)

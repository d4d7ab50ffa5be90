"""Certificates: what random samples, reviewed by people, show of the precision of sure works; one row a statement."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from artmeta.csv_writer import csv_file
from artmeta.errors import ExportError
from artmeta.exporters._csvw import CERTIFICATES

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".certificates.csv"
QUERY = "plan_lanes_of_run"
KEY = CERTIFICATES

COLUMNS = (
    "grouping lane label state lapsed issued_at precision confidence joint_confidence statements works reviewed wrong "
    "unconfirmed precision_low reviewers model_name model_version model_digest plan_id plan_run_id seed number sentence"
).split()


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write the statements of the newest plan of each grouping; raise ExportError if the file cannot be written."""
    import pyarrow.compute as pc

    with csv_file(path, COLUMNS, private=True, error=ExportError) as file:
        for batch in rows:
            stated = batch.filter(pc.and_(batch["newest"], batch["sentence"].is_valid()))
            file.write_batch(stated.select(COLUMNS))

"""What the run did: each step with what it did anew, found done, and could not do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artmeta.report.section import Column, Section, Table
from artmeta.report.values import number, records
from artmeta.wording import integer, quantity

if TYPE_CHECKING:
    import pandas as pd

QUERY = "report_steps"
TITLE = "What the run did"
ORDER = 95

COLUMNS = (
    Column("Step"),
    Column("Done now", "number"),
    Column("Done before", "number"),
    Column("Failed", "number"),
    Column("Seconds", "seconds"),
)


def build(frame: pd.DataFrame) -> Section:
    """List the steps in the order in which they ended."""
    rows = records(frame)
    if not rows:
        return Section(TITLE, "No step of this run is recorded yet.")
    table = Table(
        COLUMNS,
        tuple(
            (row["step"], *(number(row[key]) for key in ("done", "skipped", "failed")), row["seconds"])
            for row in rows
        ),
        "Records by step",
    )
    seconds = sum(row["seconds"] for row in rows)
    failed = sum(number(row["failed"]) for row in rows)
    fell = (
        f" {quantity(failed, 'record')} failed on the way; see “Records that went wrong”." if failed else ""
    )
    return Section(
        TITLE,
        f"The steps before this report took {integer(seconds)} seconds. What an earlier run had done already was not "
        f"done again.{fell}",
        (table,),
    )

"""What the run did: each step with what it did anew, found done, and could not do."""

from __future__ import annotations

from dataclasses import dataclass

from artmeta.report.section import Column, Section, Table
from artmeta.wording import integer, quantity

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


@dataclass(frozen=True, slots=True)
class StepRow:
    """What one step did."""

    step: str
    done: int
    skipped: int
    failed: int
    seconds: float


def build(rows: list[StepRow]) -> Section:
    """List the steps in the order in which they ended."""
    if not rows:
        return Section(TITLE, "No step of this run is recorded yet.")
    table = Table(
        COLUMNS,
        tuple((row.step, row.done, row.skipped, row.failed, row.seconds) for row in rows),
        "Records by step",
    )
    seconds = sum(row.seconds for row in rows)
    failed = sum(row.failed for row in rows)
    fell = (
        f" {quantity(failed, 'record')} failed on the way; see “Records that went wrong”." if failed else ""
    )
    return Section(
        TITLE,
        f"The steps before this report took {integer(seconds)} seconds. What an earlier run had done already was not "
        f"done again.{fell}",
        (table,),
    )

"""Data checks: what the records and the predictions were expected to be, and whether they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from artmeta.report.section import Column, Remarks, Section, Table, Words
from artmeta.wording import quantity

QUERY = "report_validations"
TITLE = "Data checks"
ORDER = 75

SUITES = {"input": "records, before", "output": "predictions, after", "export": "exported files"}
TONES = {"critical": "serious", "warning": "warning"}


@dataclass(frozen=True, slots=True)
class CheckRow:
    """The outcome of one data check."""

    suite: str
    column_name: str
    success: bool
    severity: str
    sentence: str


def build(rows: list[CheckRow]) -> Section:
    """List the checks that failed as sentences, and all of them in a table."""
    if not rows:
        return Section(TITLE, "No data check was run.")
    failed = [row for row in rows if not row.success]
    table = Table(
        (
            Column("What"),
            Column("Column", "code"),
            Column("Outcome", "severity"),
            Column("In words", "words"),
        ),
        tuple(_row(row) for row in rows),
        "All data checks",
        folded=True,
    )
    lines = (Remarks(tuple(Words(row.sentence, _tone(row)) for row in failed)),) if failed else ()
    return Section(TITLE, _lead(len(rows), failed), (*lines, table))


def _row(row: CheckRow) -> tuple[Any, ...]:
    return SUITES.get(row.suite, row.suite), row.column_name, _tone(row), row.sentence


def _tone(row: CheckRow) -> Any:
    return "good" if row.success else TONES.get(row.severity, "warning")


def _lead(total: int, failed: list[CheckRow]) -> str:
    if not failed:
        return f"All {quantity(total, 'check')} of the records and of the predictions passed."
    grave = sum(row.severity == "critical" for row in failed)
    rest = f"; {quantity(grave, 'one', 'of them')} would stop a run" if grave else ""
    return f"{quantity(len(failed), 'check')} of {total} failed{rest}."

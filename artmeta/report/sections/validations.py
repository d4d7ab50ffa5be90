"""Data checks: what the records and the predictions were expected to be, and whether they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artmeta.report.section import Column, Listing, Section, Table, Words
from artmeta.report.values import records, text
from artmeta.wording import quantity

if TYPE_CHECKING:
    import pandas as pd

QUERY = "report_validations"
TITLE = "Data checks"
ORDER = 75

SUITES = {"input": "records, before", "output": "predictions, after"}
TONES = {"critical": "serious", "warning": "warning"}


def build(frame: pd.DataFrame) -> Section:
    """List the checks that failed as sentences, and all of them in a table."""
    rows = records(frame)
    if not rows:
        return Section(TITLE, "No data check was run.")
    failed = [row for row in rows if not row["success"]]
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
    lines = (Listing(tuple(Words(text(row["sentence"]), _tone(row)) for row in failed)),) if failed else ()
    return Section(TITLE, _lead(len(rows), failed), (*lines, table))


def _row(row: dict[str, Any]) -> tuple[Any, ...]:
    return SUITES.get(row["suite"], row["suite"]), row["column_name"], _tone(row), text(row["sentence"])


def _tone(row: dict[str, Any]) -> Any:
    return "good" if row["success"] else TONES.get(row["severity"], "warning")


def _lead(total: int, failed: list[dict[str, Any]]) -> str:
    if not failed:
        return f"All {quantity(total, 'check')} of the records and of the predictions passed."
    grave = sum(row["severity"] == "critical" for row in failed)
    rest = f"; {quantity(grave, 'one', 'of them')} would stop a run" if grave else ""
    return f"{quantity(len(failed), 'check')} of {total} failed{rest}."

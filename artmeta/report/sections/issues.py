"""Records that went wrong: rows the run could not use, by kind, with examples to mend them by."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from artmeta.report.section import Column, Section, Table
from artmeta.report.values import number, records, text
from artmeta.wording import heading, quantity, truncated

if TYPE_CHECKING:
    import pandas as pd

QUERY = "report_issues"
TITLE = "Records that went wrong"
ORDER = 80

LONGEST = 220  # characters of a message in a table; the whole text is in the database


def build(frame: pd.DataFrame) -> Section:
    """Count the issues by step and kind, and show the first five of each."""
    rows = records(frame)
    if not rows:
        return Section(TITLE, "Every record and every picture could be read.")
    kinds = [list(inside) for _, inside in groupby(rows, key=lambda row: (row["step"], row["kind"]))]
    counts = Table(
        (Column("In step"), Column("What went wrong"), Column("Records", "number")),
        tuple(
            (inside[0]["step"], heading(inside[0]["kind"]), number(inside[0]["total"])) for inside in kinds
        ),
        "Issues by kind",
    )
    examples = Table(
        (Column("What went wrong"), Column("Work", "code"), Column("Title"), Column("In words", "words")),
        tuple(_example(row) for row in rows),
        "The first five of each kind",
        folded=True,
    )
    return Section(TITLE, _lead(kinds), (counts, examples))


def _example(row: dict[str, Any]) -> tuple[Any, ...]:
    return (
        heading(row["kind"]),
        row["artwork_id"],
        text(row["title"]),
        truncated(text(row["message"]), LONGEST),
    )


def _lead(kinds: list[list[dict[str, Any]]]) -> str:
    total = sum(number(inside[0]["total"]) for inside in kinds)
    return (
        f"{quantity(total, 'issue')} of {quantity(len(kinds), 'kind')} stand against this collection’s records. The "
        "run went on without them: what is missing here is missing in every count of this report."
    )

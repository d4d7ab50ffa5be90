"""Records that went wrong: rows the run could not use, by kind, with examples to mend them by."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from artmeta.report.section import Column, Section, Table
from artmeta.wording import heading, quantity, truncated

QUERY = "report_issues"
TITLE = "Records that went wrong"
ORDER = 80

LONGEST = 220  # characters of a message in a table; the whole text is in the database


@dataclass(frozen=True, slots=True)
class Example:
    """One of the first issues of a kind."""

    step: str
    kind: str
    artwork_id: str
    title: str | None
    message: str
    total: int


def build(rows: list[Example]) -> Section:
    """Count the issues by step and kind, and show the first five of each."""
    if not rows:
        return Section(TITLE, "Every record and every picture could be read.")
    kinds = [list(inside) for _, inside in groupby(rows, key=lambda row: (row.step, row.kind))]
    counts = Table(
        (Column("In step"), Column("What went wrong"), Column("Records", "number")),
        tuple((inside[0].step, heading(inside[0].kind), inside[0].total) for inside in kinds),
        "Issues by kind",
    )
    examples = Table(
        (Column("What went wrong"), Column("Work", "code"), Column("Title"), Column("In words", "words")),
        tuple(_example(row) for row in rows),
        "The first five of each kind",
        folded=True,
    )
    return Section(TITLE, _lead(kinds), (counts, examples))


def _example(row: Example) -> tuple[Any, ...]:
    return (heading(row.kind), row.artwork_id, row.title or "", truncated(row.message, LONGEST))


def _lead(kinds: list[list[Example]]) -> str:
    total = sum(inside[0].total for inside in kinds)
    return (
        f"{quantity(total, 'issue')} of {quantity(len(kinds), 'kind')} stand against this collection’s records. The "
        "run went on without them: what is missing here is missing in every count of this report."
    )

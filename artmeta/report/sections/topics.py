"""Topics: what the pictures show, as far as the model can tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from artmeta.report.section import Column, Section, Table, Words
from artmeta.wording import enumeration, integer, percent, quantity

QUERY = "report_topics"
TITLE = "Topics"
ORDER = 20

COLUMNS = (
    Column("Topic"),
    Column("Works", "number"),
    Column("Share of works with a topic", "share"),
    Column("Mean confidence", "share"),
    Column("Below 50% confidence", "number"),
)


@dataclass(frozen=True, slots=True)
class TopicCount:
    """Works of one likeliest topic."""

    label: str
    works: int
    confidence: float | None
    doubtful: int


def build(rows: list[TopicCount]) -> Section:
    """Count the works of each topic; a topic the model could say and never does is shown with 0."""
    works = sum(row.works for row in rows)
    if not works:
        return Section(
            TITLE, "No work has a topic yet. Enrich the collection with a trained model to give them one."
        )
    table = Table(
        COLUMNS, tuple(_row(row, works) for row in rows), f"Likeliest topic of {quantity(works, 'work')}"
    )
    silent = [row.label for row in rows if not row.works]
    note = (Words(f"Never said: {enumeration(silent)}.", "note"),) if silent else ()
    return Section(TITLE, _lead(rows, works), (table, *note))


def _row(row: TopicCount, works: int) -> tuple[Any, ...]:
    count = row.works
    return row.label, count, count / works, row.confidence, row.doubtful


def _lead(rows: list[TopicCount], works: int) -> str:
    assigned = [row for row in rows if row.works]
    top = assigned[0]
    count = top.works
    doubtful = sum(row.doubtful for row in rows)
    if len(assigned) == 1:
        start = f"All {quantity(works, 'work')} with a topic are said to show one: {top.label}."
    else:
        start = (
            f"{quantity(len(assigned), 'topic')} are found among {quantity(works, 'work')}; the most frequent is "
            f"{top.label}, with {integer(count)} ({percent(count / works)})."
        )
    return (
        f"{start} Each work is counted once, under its likeliest topic, however close the second one was: "
        f"for {quantity(doubtful, 'work')} the confidence is below 50%."
    )

"""Periods and venues: whether the model is as sure, and as often right, in every part of the collection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from artmeta.report.section import Block, Column, Section, Table, Words
from artmeta.report.values import share_interval
from artmeta.wording import integer, percent, quantity, years

QUERY = "report_groups"
TITLE = "Periods, venues and artists"
ORDER = 60

YEARS = 50  # two generations; finer periods hold too few works for a comparison
KINDS = {"period": "Period", "venue": "Venue", "gender": "Artist’s gender, as recorded"}
UNKNOWN = {
    "period": "undated, or dated across two periods",
    "venue": "venue not recorded",
    "gender": "not recorded",
}


@dataclass(frozen=True, slots=True)
class GroupPart:
    """Works of one period, venue or gender."""

    grouping: str
    place: int | None
    name: str | None
    works: int
    confidence: float
    labelled: int
    correct: int


def build(rows: list[GroupPart]) -> Section:
    """Put mean confidence and recall of each period, venue and gender side by side, with their denominators."""
    if not rows:
        return Section(
            TITLE, "No work has a topic yet, so no part of the collection can be compared with another."
        )
    labelled = sum(row.labelled for row in rows if row.grouping == "venue")
    return Section(TITLE, _lead(rows, labelled), tuple(_blocks(rows, labelled)))


def _blocks(rows: list[GroupPart], labelled: int) -> Iterator[Block]:
    for kind, title in KINDS.items():
        inside = [row for row in rows if row.grouping == kind]
        if any(_known(row) for row in inside):
            yield _table(title, inside, labelled > 0)
        elif kind != "gender":
            yield Words(f"No work with a topic has a known {kind}.", "note")


def _known(row: GroupPart) -> bool:
    return row.place is not None or row.name is not None


def _table(title: str, rows: list[GroupPart], labelled: bool) -> Table:
    columns = [Column(title), Column("Works", "number"), Column("Mean confidence", "share")]
    if labelled:
        columns += [
            Column("Works with a given topic", "number"),
            Column("Recall, with 95% interval", "interval"),
        ]
    cells = [(_name(row), row.works, row.confidence, *(_recall(row) if labelled else ())) for row in rows]
    return Table(
        tuple(columns), tuple(cells), f"Confidence{' and recall' if labelled else ''} by {title.lower()}"
    )


def _recall(row: GroupPart) -> tuple[Any, ...]:
    works, correct = row.labelled, row.correct
    return works, (share_interval(correct, works) if works else None)


def _name(row: GroupPart) -> str:
    if row.place is not None:
        start = row.place
        return years(start or 1, start + YEARS - 1)  # there is no year 0
    return str(row.name or UNKNOWN[row.grouping])


def _lead(rows: list[GroupPart], labelled: int) -> str:
    if not labelled:
        return (
            "No work outside the training data has a topic given by the museum, so only the model’s confidence can be "
            "compared."
        )
    correct = sum(row.correct for row in rows if row.grouping == "venue")
    return (
        f"{quantity(labelled, 'work')} have a topic given by the museum and were not trained on; the model predicts it "
        f"for {integer(correct)} of them (recall {percent(correct / labelled)}). Where an interval lies apart from the "
        "others, do not compare topics between those parts of the collection before you know why."
    )

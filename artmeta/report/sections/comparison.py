"""Two groups side by side: where the largest two venues, genders or media differ in the years they share."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from artmeta.report.section import Block, Column, Section, Table, Words
from artmeta.wording import enumeration, no_break, p_value, points_interval, quantity

QUERY = "report_comparison"
TITLE = "Two groups side by side"
ORDER = 36


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """Two groups compared in one topic."""

    grouping: str
    first_group: str
    second_group: str
    label: str
    level: float
    level_low: float
    level_high: float
    level_adjusted: float
    change: float
    change_low: float
    change_high: float
    change_adjusted: float
    enough: bool
    differs: bool


def build(rows: list[DifferenceRow]) -> Section | None:
    """Compare the groups the collection asks for; None where it asks for none."""
    if not rows:
        return None
    blocks: list[Block] = []
    for _, group in groupby(rows, key=lambda row: (row.grouping, row.first_group, row.second_group)):
        inside = list(group)
        blocks += [Words(_words(inside)), _table(inside)]
    differ = sum(bool(row.differs) for row in rows)
    return Section(
        TITLE,
        f"{quantity(differ, 'difference')} in level or in trend can be shown. Levels are compared within the same "
        "years, so that a group of older works is not compared with one of newer works; p values are corrected for all "
        "the questions asked.",
        tuple(blocks),
    )


def _words(rows: list[DifferenceRow]) -> str:
    first = rows[0]
    names = f"{first.first_group} and {first.second_group} ({first.grouping.replace('_', ' ')})"
    if not first.enough:
        return f"{names}: too few works to compare."
    differ = [row.label for row in rows if row.differs]
    return (
        f"{names}: they differ in {enumeration(differ)}."
        if differ
        else f"{names}: no difference that the data can show."
    )


def _table(rows: list[DifferenceRow]) -> Table:
    first = rows[0]
    columns = (
        Column("Topic"),
        Column(f"{first.first_group} less {first.second_group}, in points"),
        Column("p, corrected"),
        Column("Difference of their changes, in points"),
        Column("p, corrected"),
    )
    cells = tuple(
        (
            row.label,
            no_break(points_interval(row.level, row.level_low, row.level_high)),
            p_value(row.level_adjusted),
            no_break(points_interval(row.change, row.change_low, row.change_high)),
            p_value(row.change_adjusted),
        )
        for row in rows
    )
    return Table(columns, cells, f"{first.first_group} and {first.second_group}", folded=True)

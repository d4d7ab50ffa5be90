"""Two groups side by side: where the largest two venues, genders or media differ in the years they share."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from artmeta.report.section import Block, Column, Section, Table, Words
from artmeta.report.values import records
from artmeta.wording import enumeration, no_break, p_value, points_interval, quantity

if TYPE_CHECKING:
    import pandas as pd

QUERY = "report_comparison"
TITLE = "Two groups side by side"
ORDER = 36

Row = dict[str, Any]


def build(frame: pd.DataFrame) -> Section | None:
    """Compare the groups the collection asks for; None where it asks for none."""
    rows = records(frame)
    if not rows:
        return None
    blocks: list[Block] = []
    for _, found in groupby(rows, key=lambda row: (row["grouping"], row["first_group"], row["second_group"])):
        inside = list(found)
        blocks += [Words(_words(inside)), _table(inside)]
    differ = sum(bool(row["differs"]) for row in rows)
    return Section(
        TITLE,
        f"{quantity(differ, 'difference')} in level or in trend can be shown. Levels are compared within the same "
        "years, so that a group of older works is not compared with one of newer works; p values are corrected for all "
        "the questions asked.",
        tuple(blocks),
    )


def _words(rows: list[Row]) -> str:
    first = rows[0]
    names = f"{first['first_group']} and {first['second_group']} ({str(first['grouping']).replace('_', ' ')})"
    if not first["enough"]:
        return f"{names}: too few works to compare."
    differ = [str(row["label"]) for row in rows if row["differs"]]
    return (
        f"{names}: they differ in {enumeration(differ)}."
        if differ
        else f"{names}: no difference that the data can show."
    )


def _table(rows: list[Row]) -> Table:
    first = rows[0]
    columns = (
        Column("Topic"),
        Column(f"{first['first_group']} less {first['second_group']}, in points"),
        Column("p, corrected"),
        Column("Difference of their changes, in points"),
        Column("p, corrected"),
    )
    cells = tuple(
        (
            row["label"],
            *(
                cell
                for what in ("level", "change")
                for cell in (_between(row, what), p_value(row[f"{what}_adjusted"]))
            ),
        )
        for row in rows
    )
    return Table(columns, cells, f"{first['first_group']} and {first['second_group']}", folded=True)


def _between(row: Row, what: str) -> str:
    return no_break(points_interval(row[what], row[f"{what}_low"], row[f"{what}_high"]))

"""Influence on trends: each topic's change without the largest artists, venues and donors, one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from artmeta.report.section import Column, Remarks, Section, Table, Words
from artmeta.wording import percent, points, quantity

QUERY = "report_influence"
TITLE = "Who makes the trend"
ORDER = 35

MOST_ROWS = 60  # of the table; the rest moves less and is in the database
ALPHA = 0.05  # as the verdicts are tested
LARGE = 0.1  # of all works; below a tenth, one name is not the collection


@dataclass(frozen=True, slots=True)
class Influence:
    """The change of one topic with and without one group."""

    grouping: str
    group_name: str
    label: str
    share_of_works: float
    change: float
    change_without: float
    adjusted: float
    adjusted_without: float
    decisive: bool


def build(rows: list[Influence]) -> Section:
    """Name the artists, venues and donors on which a verdict depends, and show the effect of each."""
    if not rows:
        return Section(
            TITLE, "No artist, venue or donor is large enough to be left out, or no trends were worked out."
        )
    deciding = [row for row in rows if row.decisive]
    moved = sorted(rows, key=lambda row: -abs(row.change - row.change_without))[:MOST_ROWS]
    table = Table(
        COLUMNS, tuple(_row(row) for row in moved), "Change of a topic’s share, with and without", folded=True
    )
    listing = (Remarks(tuple(Words(_sentence(row), "warning") for row in deciding)),) if deciding else ()
    return Section(TITLE, _lead(rows, deciding), (*listing, table))


COLUMNS = (
    Column("Left out"),
    Column("As"),
    Column("Share of works", "share"),
    Column("Topic"),
    Column("Change in points"),
    Column("Without"),
    Column("Verdict"),
)


def _row(row: Influence) -> tuple[Any, ...]:
    effect = "depends on it" if row.decisive else "the same"
    return (
        row.group_name,
        _kind(row),
        row.share_of_works,
        row.label,
        points(row.change),
        points(row.change_without),
        effect,
    )


def _kind(row: Influence) -> str:
    return row.grouping.replace("_", " ")


def _sentence(row: Influence) -> str:
    name = f"the {_kind(row)} {row.group_name} ({percent(row.share_of_works)} of the works)"
    changes = f"{points(row.change_without)} points instead of {points(row.change)}"
    if row.adjusted > ALPHA:
        return f"{row.label}: only without {name} could a change be shown ({changes}); the name hides it."
    if row.adjusted_without <= ALPHA:
        return f"{row.label}: without {name} the change reverses ({changes}). Report it only together with that name."
    return (
        f"{row.label}: without {name} the change can no longer be shown ({changes}). "
        "Report it only together with that name."
    )


def _lead(rows: list[Influence], deciding: list[Influence]) -> str:
    largest = max(rows, key=lambda row: float(row.share_of_works))
    if deciding:
        start = (
            f"{quantity(len(deciding), 'verdict')} above would be another without one artist, venue or donor."
        )
    else:
        start = (
            "No verdict above depends on a single artist, venue or donor: each is the same when any one of them is "
            "left out."
        )
    size = percent(largest.share_of_works)
    end = f" The largest is the {_kind(largest)} {largest.group_name}, with {size} of the dated works."
    return start + end if largest.share_of_works >= LARGE else start

"""Certificates: what random samples, reviewed by people, show of the precision of sure works."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from artmeta.report.section import Block, Column, Section, Table, Tone, Words
from artmeta.wording import enumeration, percent, quantity

QUERY = "plan_lanes_of_run"
TITLE = "Certificates"
ORDER = 49


@dataclass(frozen=True, slots=True)
class LaneRow:
    """A lane of a plan, and its result where it has one; `lapsed` states why its sample no longer stands."""

    plan_id: str
    created_at: datetime
    grouping: str
    precision: float
    joint_confidence: float
    newest: bool
    label: str
    works: int
    confidence: float
    acceptance: tuple[int, ...]
    state: str | None
    issued_at: datetime | None
    reviewed: int | None
    wrong: int | None
    unconfirmed: int | None
    precision_low: float | None
    sentence: str | None
    lapsed: str

    @property
    def status(self) -> str:
        """How the lane stands, in a word."""
        return "lapsed" if self.lapsed else self.state or "under review"


def build(rows: list[LaneRow]) -> Section | None:
    """State the certificates and refusals of the newest plan of each grouping; None without a plan."""
    if not rows:
        return None
    lanes = [row for row in rows if row.newest]
    plans = (list(each) for _, each in groupby(lanes, key=lambda row: row.plan_id))
    blocks = tuple(block for plan in plans for block in _plan(plan))
    return Section(TITLE, _lead(lanes), blocks)


def _lead(lanes: list[LaneRow]) -> str:
    words = [row.status for row in lanes]
    counts = [
        f"{words.count(word)} {word}"
        for word in ("certified", "refused", "under review", "lapsed")
        if word in words
    ]
    return (
        "People review random samples of the works that the model is sure of. Of "
        f"{quantity(len(lanes), 'statement')} on their precision: {', '.join(counts)}."
    )


def _plan(lanes: list[LaneRow]) -> Iterator[Block]:
    yield from (_statement(row) for row in lanes if row.sentence and not row.lapsed)
    for reason in dict.fromkeys(row.lapsed for row in lanes if row.lapsed):
        of_reason = [_result(row) for row in lanes if row.lapsed == reason]
        yield Words(f"Lapsed, since {reason}: {enumeration(of_reason)}.", "note")
    yield _table(lanes)


def _statement(row: LaneRow) -> Words:
    tones: dict[str, Tone] = {"certified": "good", "refused": "warning"}
    return Words(f"{row.issued_at:%Y-%m-%d}. {row.sentence}", tones[row.status])


def _result(row: LaneRow) -> str:
    """State what a lapsed lane was."""
    return (
        f"{row.label} ({row.state} on {row.issued_at:%Y-%m-%d})" if row.state else f"{row.label} (no result)"
    )


def _table(lanes: list[LaneRow]) -> Table:
    first = lanes[0]
    heads = ("Result", "Sure works", "To review", "Reviewed", "Wrong", "Not confirmed")
    return Table(
        (
            Column(first.grouping.capitalize()),
            *(Column(head, "number" if place else "text") for place, head in enumerate(heads)),
            Column("Precision at least", "share"),
        ),
        tuple(
            (
                row.label,
                row.status,
                row.works,
                max(row.acceptance),
                row.reviewed,
                row.wrong,
                row.unconfirmed,
                row.precision_low,
            )
            for row in lanes
        ),
        f"Plan of {first.created_at:%Y-%m-%d} by {first.grouping}, to show a precision of {percent(first.precision)} "
        f"with {percent(first.confidence, 1)} confidence{_together(lanes)}",
    )


def _together(lanes: list[LaneRow]) -> str:
    return (
        f" each, and {percent(lanes[0].joint_confidence)} for all statements together"
        if len(lanes) > 1
        else ""
    )

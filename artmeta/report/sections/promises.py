"""Promise by group: which periods, venues and media do not keep the precision promised for sure works, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from artmeta.report.section import Block, Column, Remarks, Section, Table, Words
from artmeta.wording import enumeration, integer, quantity

QUERY = "promises_of_run"
TITLE = "Where sure does not hold"
ORDER = 49

NOTHING_TESTED = (
    "No group was tested in this run: the model is sure of no work, or an earlier version of artmeta made the run; the "
    "next run tests them."
)
FEW = 6  # untested groups that are named; the table has them all


@dataclass(frozen=True, slots=True)
class Promise:
    """The evidence on one group, and what follows; see the table `group_promises`."""

    grouping: str
    group_name: str
    works: int
    sure: int
    known: int
    correct: int
    drift: float | None
    p_value: float | None
    threshold: float | None
    state: str
    cause: str
    sentence: str

    @property
    def words(self) -> str:
        """The group in a sentence."""
        if not self.group_name:
            return "the whole collection"
        kind = {"topic mix": "part of the topic", "picture": "picture size"}.get(self.grouping, self.grouping)
        return f"{kind} '{self.group_name}'"


def build(rows: list[Promise]) -> Section:
    """Name the groups that lost their sure status with the reason, and those where the promise is untested."""
    if not rows:
        return Section(TITLE, NOTHING_TESTED)
    lost, untested = ([row for row in rows if row.state == state] for state in ("lost", "untested"))
    blocks: list[Block] = []
    if lost:
        blocks.append(Remarks(tuple(Words(row.sentence, "warning") for row in lost)))
    blocks += _untested(untested)
    blocks.append(
        Words(
            "Each group was tested by the works whose topics are known (given by the museum, by an audit or by a "
            "review), and by the confidences and out-of-distribution scores of all its works against those of the "
            "training works judged out of fold, without those that are unfamiliar. A group that is not named passed. "
            "That is no proof: the fewer works, the larger a fault may be and pass."
        )
    )
    return Section(TITLE, _lead(rows, lost), (*blocks, _table(rows)))


def _lead(rows: Sequence[Promise], lost: Sequence[Promise]) -> str:
    if not lost:
        return f"None of {quantity(len(rows), 'tested group')} was found to break the promise made for sure works."
    names = enumeration([row.words for row in lost])
    return f"Works of {names} are not called sure, although their confidence is high enough."


def _untested(untested: Sequence[Promise]) -> Iterator[Words]:
    if untested:
        named = [f"{row.words} ({quantity(row.sure, 'sure work')})" for row in untested[:FEW]]
        more = [f"{integer(len(untested) - FEW)} more"] if len(untested) > FEW else []
        yield Words(
            f"Promise untested here, for too little evidence: {enumeration([*named, *more])}.", "note"
        )


def _table(rows: Sequence[Promise]) -> Table:
    columns = (
        Column("Group"),
        Column("Familiar works", "number"),
        Column("Sure", "number"),
        Column("Of known topic", "number"),
        Column("Of those right", "number"),
        Column("Less familiar in pairs", "share"),
        Column("Promise"),
    )
    lines = tuple(
        (
            row.words,
            row.works,
            row.sure,
            row.known,
            row.correct,
            row.drift if row.drift is None or row.drift == row.drift else None,
            row.state + (f": {row.cause}" if row.cause else ""),
        )
        for row in rows
    )
    title = "Groups in the order of the tests; each without the works of groups that lost before"
    return Table(columns, lines, title, folded=True)

"""Flagged works: results that a person should check, each with its picture and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from artmeta.domain.flag import Severity
from artmeta.report.rows import WorkRow
from artmeta.report.section import FlagGroup, FlagGroups, Section, Words
from artmeta.report.works import read_work
from artmeta.wording import heading, quantity

QUERY = "report_flags"
VALUES = ("run_id", "max_thumbnails")
TITLE = "Flagged for a look"
ORDER = 40


@dataclass(frozen=True, slots=True)
class Flagged(WorkRow):
    """A flag, with its work where it is about one."""

    kind: str
    severity: Severity
    sentence: str
    artwork_id: str | None
    topic_label: str | None
    total: int
    weight: int


def build(rows: list[Flagged]) -> Section:
    """Group the flags by kind, the gravest kinds first; works come with their pictures."""
    if not rows:
        return Section(TITLE, "No flag was raised for this run’s results.")
    groups = tuple(_group(kind, list(inside)) for kind, inside in groupby(rows, key=lambda row: row.kind))
    return Section(TITLE, _lead(groups), (FlagGroups(groups),))


def _group(kind: str, rows: list[Flagged]) -> FlagGroup:
    works = tuple(read_work(row, row.sentence, row.topic_label) for row in rows if row.artwork_id is not None)
    sentences = tuple(Words(row.sentence, row.severity) for row in rows if row.artwork_id is None)
    gravest = min(rows, key=lambda row: row.weight)
    return FlagGroup(kind, heading(kind), gravest.severity, rows[0].total, sentences, works)


def _lead(groups: tuple[FlagGroup, ...]) -> str:
    total, shown = sum(group.total for group in groups), sum(len(group.works) for group in groups)
    left_out = sum(group.left_out for group in groups)
    rest = (
        f" The page shows the first {quantity(shown, 'work')}, the gravest of each kind; " if left_out else ""
    )
    table = (
        f"the other {quantity(left_out, 'flag')} are in the table `flags` of the database."
        if left_out
        else ""
    )
    return (
        f"{quantity(total, 'flag')} of {quantity(len(groups), 'kind')} were raised. A flag never stops a run and "
        f"never changes a topic: it asks somebody to look.{rest}{table}"
    )

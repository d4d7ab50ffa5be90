"""Reviews: what people decided about works, by the topic that the model predicts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from artmeta.report.section import Column, Section, Table
from artmeta.wording import fraction, quantity

QUERY = "report_reviews"
TITLE = "What people decided"
ORDER = 49


@dataclass(frozen=True, slots=True)
class ReviewedTopic:
    """The reviewed works of one predicted topic: it was confirmed, it is another one, none of them, or disputed."""

    label: str
    reviewed: int
    confirmed: int
    other: int
    none: int
    disputed: int
    reviewers: str
    last_reviewed: datetime


def build(rows: list[ReviewedTopic]) -> Section | None:
    """Count the reviewed works by topic and outcome; no section where nobody has reviewed any."""
    if not rows:
        return None
    columns = ("Reviewed", "Confirmed", "Other topics", "None of the topics", "Reviewers differ")
    table = Table(
        (Column("Predicted topic"), *(Column(title, "number") for title in columns)),
        tuple((row.label, row.reviewed, row.confirmed, row.other, row.none, row.disputed) for row in rows),
        "Reviewed works by predicted topic",
    )
    return Section(TITLE, _lead(rows), (table,))


def _lead(rows: list[ReviewedTopic]) -> str:
    reviewed, confirmed = sum(row.reviewed for row in rows), sum(row.confirmed for row in rows)
    last, verb = max(row.last_reviewed for row in rows), "was" if reviewed == 1 else "were"
    return (
        f"{quantity(reviewed, 'work')} {verb} reviewed by {rows[0].reviewers}, the last on {last:%Y-%m-%d}. They "
        f"confirmed the model’s topic for {fraction(confirmed, reviewed)}. Unless the works were drawn at random, this "
        "is no estimate of its precision: works of which the model is unsure are served first."
    )

"""The page of what one run changes in another's topics: counts, the matrix of topics, and the works."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from artmeta.report.illustrated_page import Figure, Gallery, PageStep, write_illustrated_page
from artmeta.report.section import Column, Matrix, Number, Numbers, Section, Table
from artmeta.report.works import Thumbnails
from artmeta.wording import fraction, integer, percent, quantity, with_share

MOST_PICTURES = 60
NO_TOPIC = "no topic"


@dataclass(frozen=True, slots=True)
class WorkChange:
    """A work whose topic or status differs between two runs; '' is a topic or status that it has not."""

    artwork_id: str
    accession_number: str
    title: str
    artist: str
    date: str
    picture: str
    earlier_topic: str
    later_topic: str
    earlier_confidence: float | None
    later_confidence: float | None
    earlier_status: str
    later_status: str

    @property
    def sentence(self) -> str:
        """What changed, in words."""
        before = _prediction(self.earlier_topic, self.earlier_confidence, self.earlier_status)
        return f"{before}, then {_prediction(self.later_topic, self.later_confidence, self.later_status)}"


@dataclass(frozen=True, slots=True)
class TopicPair:
    """How many works have these topics and statuses in the two runs."""

    earlier_topic: str
    later_topic: str
    earlier_status: str
    later_status: str
    works: int

    @property
    def differs(self) -> bool:
        """Whether topic or status differ."""
        return (self.earlier_topic, self.earlier_status) != (self.later_topic, self.later_status)


@dataclass(frozen=True, slots=True)
class RunChanges:
    """All works of two runs by topic and status, and those that differ, other topics first.

    `earlier` and `later` say which run and model each is; `note` what limits the comparison, '' if nothing does.
    """

    collection: str
    title: str
    earlier: str
    later: str
    pairs: Sequence[TopicPair]
    works: Sequence[WorkChange]
    note: str = ""

    @property
    def total(self) -> int:
        """How many works both runs have."""
        return sum(pair.works for pair in self.pairs)

    @property
    def other_topics(self) -> int:
        """How many works have another topic."""
        return sum(pair.works for pair in self.pairs if pair.earlier_topic != pair.later_topic)

    @property
    def other_statuses(self) -> int:
        """How many works have the same topic with another status."""
        return len(self.works) - self.other_topics

    @property
    def sentence(self) -> str:
        """The answer in words."""
        return (
            f"Of {quantity(self.total, 'work')}, {with_share(self.other_topics, self.total)} have another topic, "
            f"{with_share(self.other_statuses, self.total)} the same topic with another status."
        )

    def status_counts(self) -> list[tuple[str, int, int]]:
        """Return each status with its works in the earlier and in the later run."""
        names = sorted({name for pair in self.pairs for name in (pair.earlier_status, pair.later_status)})
        return [
            (
                name or "no decision",
                sum(pair.works for pair in self.pairs if pair.earlier_status == name),
                sum(pair.works for pair in self.pairs if pair.later_status == name),
            )
            for name in names
        ]


def _prediction(topic: str, confidence: float | None, status: str) -> str:
    if not topic:
        return NO_TOPIC
    return f"{topic} ({percent(confidence)}, {status})" if status else f"{topic} ({percent(confidence)})"


def write_changes_page(changes: RunChanges, thumbnails: Thumbnails, to: Path) -> Path:
    """Write the page; raise ExportError if it cannot be written."""
    steps = [
        PageStep("counts", _counts(changes)),
        PageStep("topics", _topics(changes)),
        PageStep("works", _works(changes), galleries=_galleries(changes, thumbnails)),
    ]
    imprint = f"From {changes.earlier} to {changes.later}."
    return write_illustrated_page(changes.title, imprint, steps, to, "Changes between two runs")


def _counts(changes: RunChanges) -> Section:
    numbers = (
        Number(
            integer(changes.other_topics), "have another topic", fraction(changes.other_topics, changes.total)
        ),
        Number(
            integer(changes.other_statuses),
            "have another status",
            f"{fraction(changes.other_statuses, changes.total)}, with the same topic",
        ),
    )
    table = Table(
        (Column("Status"), Column("Earlier run", "number"), Column("Later run", "number")),
        tuple(changes.status_counts()),
        "Works by status in both runs",
    )
    lead = f"{changes.sentence} {changes.note}".strip()
    return Section("What changes", lead, (Numbers(numbers), table))


def _topics(changes: RunChanges) -> Section:
    names = sorted(
        {name for pair in changes.pairs for name in (pair.earlier_topic, pair.later_topic)},
        key=lambda n: (not n, n),
    )
    counts = {(row, column): 0 for row in names for column in names}
    for pair in changes.pairs:
        counts[pair.earlier_topic, pair.later_topic] += pair.works
    matrix = Matrix(
        "topics",
        tuple(name or NO_TOPIC for name in names),
        tuple(tuple(counts[row, column] for column in names) for row in names),
        "Works by their topic in the earlier run (row) and in the later one (column)",
        given="Earlier run",
    )
    return Section("Topics", "Works off the diagonal have another topic.", (matrix,))


def _works(changes: RunChanges) -> Section:
    shown = min(len(changes.works), MOST_PICTURES)
    if not shown:
        return Section("Works", "No work differs.")
    return Section(
        "Works", f"The {shown} of {quantity(len(changes.works), 'work')} with the highest confidence."
    )


def _galleries(changes: RunChanges, thumbnails: Thumbnails) -> tuple[Gallery, ...]:
    figures = []
    for work in changes.works[:MOST_PICTURES]:
        content = thumbnails(work.picture) if work.picture else None
        if content is not None:
            figures.append(Figure(content, "image/jpeg", work.title or work.artwork_id, work.sentence))
    title = "With their pictures, as far as their rights allow"
    return (Gallery(title, tuple(figures)),) if figures else ()

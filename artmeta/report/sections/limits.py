"""Bias and limits: what this report cannot say, in words, with the figures that show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from artmeta.report.rows import LabelRow, labels
from artmeta.report.section import Remarks, Section, Words
from artmeta.report.values import metrics_of, parsed
from artmeta.wording import enumeration, percent, quantity, with_share

QUERY = "report_limits"
TITLE = "Bias and limits"
ORDER = 85

DOMINANT = 0.25  # of all works by one artist or from one museum; above it the report warns of dominance
UNDATED = 0.1  # of the works; beyond a tenth, which works are dated shapes the charts
MISSED = 0.75  # recall; below it, a quarter or more of a topic's works go under another name


@dataclass(frozen=True, slots=True)
class Withheld:
    """Works that are withheld from a use."""

    use: str
    works: int


@dataclass(frozen=True, slots=True)
class Composition:
    """What the collection is made of."""

    works: int
    classified: int
    without_dates: int
    rights_unknown: int
    artist: str | None
    artist_works: int
    venue: str | None
    venue_works: int
    works_withheld: tuple[Withheld, ...]
    labels: tuple[LabelRow, ...]
    card: str | None


def build(rows: list[Composition]) -> Section:
    """Say what skews the collection, the dates, the training and the topics themselves."""
    if not rows or not rows[0].works:
        return Section(TITLE, "There are no works, so there is nothing to be careful about yet.")
    row = rows[0]
    items = (*_collection(row), *_model(parsed(row.card), labels(row.labels)), *ALWAYS)
    return Section(TITLE, LEAD, (Remarks(tuple(items)),))


LEAD = (
    "Topics here are a machine’s reading of pictures. They help to find works and to see the large outline of a "
    "collection; they are no catalogue entry, and no work should be described by them unseen."
)
ALWAYS = (
    Words(
        "A collection is what was bought, given, kept and photographed. A share over time is a share of these works, "
        "not of what was painted.",
        "note",
    ),
    Words(
        "The model must choose among the topics it was trained on. A picture of something else, an abstract work or "
        "a thing that is no painting is given the topic it resembles most.",
        "note",
    ),
)


def _collection(row: Composition) -> Iterator[Words]:
    works = row.works
    for key, name, count, phrase in (
        ("artist", row.artist, row.artist_works, "are by one artist"),
        ("venue", row.venue, row.venue_works, "are in one venue"),
    ):
        if count > DOMINANT * works:
            yield Words(
                f"{with_share(count, works)} of the works {phrase}, {name}: every count of the whole "
                f"collection says much about this {key}.",
                "warning",
            )
    without_dates = row.without_dates
    if without_dates > UNDATED * works:
        yield Words(
            f"{with_share(without_dates, works)} of the works lack an earliest or a latest year and are in no chart "
            "over time.",
            "warning",
        )
    without = works - row.classified
    if without:
        yield Words(
            f"{quantity(without, 'work')} have no topic. If they are of one kind, that kind is missing everywhere.",
            "note",
        )
    unknown = row.rights_unknown
    if unknown:
        yield Words(
            f"The rights of {quantity(unknown, 'work')} are not known: this page is "
            "no licence to publish their pictures.",
            "note",
        )
    yield from map(_held_back, row.works_withheld)


def _held_back(held: Withheld) -> Words:
    works, use = quantity(held.works, "work"), held.use
    return Words(
        f"Held back because their rights are unknown, and so not {use}: {works}. If they may be {use}, write "
        f'{use} = "not_in_copyright" in the [rights] table of the collection file.',
        "note",
    )


def _model(card: Any, names: Mapping[str, str]) -> Iterator[Words]:
    weak = [
        f"{one.topic_id} ({percent(one.recall)})"
        for one in metrics_of(card, names)
        if one.works_validated and one.recall < MISSED
    ]
    if weak:
        yield Words(
            f"The model misses many works of {enumeration(weak)} (recall on works that it was not trained on): these "
            "topics are undercounted.",
            "warning",
        )
    if card.get("trained_on"):
        yield Words(
            f"It was trained on {card['trained_on']}. It knows these topics as they look there.", "note"
        )
    for note in card.get("notes") or []:
        yield Words(str(note), "note")

"""Bias and limits: what this report cannot say, in words, with the figures that show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from artmeta.report.section import Listing, Section, Words
from artmeta.report.values import labels, number, parsed, records
from artmeta.wording import enumeration, percent, quantity, with_share

if TYPE_CHECKING:
    import pandas as pd

QUERY = "report_limits"
TITLE = "Bias and limits"
ORDER = 85

DOMINANT = 0.25  # a quarter of all works from one hand or one house makes its taste the collection's
ADRIFT = 0.1  # of the works; beyond a tenth, which works are dated shapes the charts
MISSED = 0.75  # recall; below it, a quarter or more of a topic's works go under another name


def build(frame: pd.DataFrame) -> Section:
    """Say what skews the collection, the dates, the training and the topics themselves."""
    rows = records(frame)
    if not rows or not number(rows[0]["works"]):
        return Section(TITLE, "There are no works, so there is nothing to be careful about yet.")
    row = rows[0]
    items = (*_collection(row), *_model(parsed(row["card"]), labels(row)), *ALWAYS)
    return Section(TITLE, LEAD, (Listing(tuple(items)),))


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
        "The model must choose among the topics it was taught. A picture of something else, an abstract work or a "
        "thing that is no painting is given the topic it resembles most.",
        "note",
    ),
)


def _collection(row: dict[str, Any]) -> Iterator[Words]:
    works = number(row["works"])
    for key, phrase in (("artist", "are by one artist"), ("venue", "are in one venue")):
        count = number(row[f"{key}_works"])
        if count > DOMINANT * works:
            yield Words(
                f"{with_share(count, works)} of the works {phrase}, {row[key]}: every count of the whole "
                f"collection says much about this {key}.",
                "warning",
            )
    adrift = number(row["adrift"])
    if adrift > ADRIFT * works:
        yield Words(
            f"{with_share(adrift, works)} of the works lack an earliest or a latest year and are in no chart "
            "over time.",
            "warning",
        )
    without = works - number(row["classified"])
    if without:
        yield Words(
            f"{quantity(without, 'work')} have no topic. If they are of one kind, that kind is missing everywhere.",
            "note",
        )
    unknown = number(row["rights_unknown"])
    if unknown:
        yield Words(
            f"The rights of {quantity(unknown, 'work')} are not known: this page is "
            "no licence to publish their pictures.",
            "note",
        )
    yield from map(_held_back, row["works_withheld"] if row["works_withheld"] is not None else ())


def _held_back(held: Mapping[str, Any]) -> Words:
    works, use = quantity(number(held["works"]), "work"), held["use"]
    return Words(
        f"Held back because their rights are unknown, and so not {use}: {works}. If they may be {use}, write "
        f'{use} = "not_in_copyright" in the [rights] table of the collection file.',
        "note",
    )


def _model(card: Any, names: Mapping[str, str]) -> Iterator[Words]:
    weak = [
        f"{names.get(each['topic_id'], each['topic_id'])} ({percent(each['recall'])})"
        for each in card.get("metrics") or []
        if each["works_validated"] and each["recall"] < MISSED
    ]
    if weak:
        yield Words(
            f"The model misses many works of {enumeration(weak)} (recall on held-out works): these topics are "
            "undercounted.",
            "warning",
        )
    if card.get("trained_on"):
        yield Words(
            f"It was trained on {card['trained_on']}. It knows these topics as they look there.", "note"
        )
    for note in card.get("notes") or []:
        yield Words(str(note), "note")

"""In short: how many works were described, how sure that is, and what to look at first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from artmeta.report.section import Block, Listing, Number, Numbers, Section, Tone, Words
from artmeta.report.values import number, records, text
from artmeta.wording import enumeration, heading, integer, percent, quantity, truncated, with_share, year

if TYPE_CHECKING:
    import pandas as pd

QUERY = "report_summary"
TITLE = "In short"
ORDER = 10

TONES: tuple[Tone, ...] = ("serious", "warning", "note")
MANY_UNDESCRIBED = 0.1  # of the works; beyond a tenth, what is missing can change every share


def build(frame: pd.DataFrame) -> Section:
    """Say in a few sentences what this run found and where a reader should look first."""
    found = records(frame)
    if not found or not found[0]["works"]:
        return Section(TITLE, "This collection holds no works yet, so there is nothing to report.")
    row = found[0]
    blocks: list[Block] = [Numbers(tuple(_numbers(row)))]
    first = tuple(sorted(_first(row), key=lambda words: TONES.index(words.tone)))
    if first:
        blocks += [Words("What to look at first:"), Listing(first)]
    else:
        blocks.append(Words("No check failed and no doubt was raised.", "good"))
    return Section(TITLE, " ".join(_lead(row)), tuple(blocks))


def _lead(row: dict[str, Any]) -> Iterator[str]:
    works, classified = number(row["works"]), number(row["classified"])
    yield f"The collection holds {quantity(works, 'work')}{_spread(row)}."
    if not classified:
        yield "No work has been given a topic yet: no model has looked at the pictures."
        return
    model = f"the model '{row['model_name']}', version {number(row['model_version'])}"
    yield f"{_subject(classified, works)} given a topic by {model}."
    leading = [f"{each['label']} ({integer(each['works'])})" for each in _list(row["leading"])]
    if leading:
        yield f"Most frequent: {enumeration(leading)}."


def _subject(classified: int, works: int) -> str:
    if classified == works:
        return "All of them were"
    return f"{with_share(classified, works)} {'was' if classified == 1 else 'were'}"


def _spread(row: dict[str, Any]) -> str:
    said = [quantity(number(row[key]), noun) for key, noun in (("venues", "venue"), ("artists", "artist"))]
    known = [words for words, key in zip(said, ("venues", "artists"), strict=True) if number(row[key])]
    inside = f" from {enumeration(known)}" if known else ""
    first, last = row["earliest"], row["latest"]
    if first is None or last is None:
        return inside
    return f"{inside}, most of them made between {year(number(first))} and {year(number(last))}"


def _numbers(row: dict[str, Any]) -> Iterator[Number]:
    works = number(row["works"])
    yield Number(integer(works), "works")
    for key, label in (
        ("classified", "given a topic"),
        ("dated", "dated"),
        ("flagged", "flagged for a look"),
    ):
        count = number(row[key])
        yield Number(integer(count), label, f"{percent(count / works)} of the works")
    if row["confidence"] is not None:
        yield Number(percent(row["confidence"]), "mean confidence", "of the likeliest topic")


def _first(row: dict[str, Any]) -> Iterator[Words]:
    """What a reader should see before anything else, the gravest first."""
    for check in _list(row["unmet"]):
        tone: Tone = "serious" if check["severity"] == "critical" else "warning"
        yield Words(f"A data check failed: {truncated(text(check['sentence']), 300)}", tone)
    without = number(row["works"]) - number(row["classified"])
    if without and number(row["classified"]):
        tone = "warning" if without > MANY_UNDESCRIBED * number(row["works"]) else "note"
        yield Words(
            f"{quantity(without, 'work')} could not be given a topic; see “Records that went wrong”.", tone
        )
    yield from _doubts(_list(row["doubts"]))


def _doubts(doubts: Iterable[dict[str, Any]]) -> Iterator[Words]:
    for doubt in doubts:
        yield Words(
            f"{heading(doubt['kind'])}, {quantity(number(doubt['flags']), 'flag')}. "
            f"{truncated(doubt['sentence'], 240)}",
            doubt["severity"],
        )


def _list(cell: Any) -> list[Any]:
    return [] if cell is None else list(cell)

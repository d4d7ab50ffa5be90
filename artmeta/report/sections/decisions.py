"""Decisions: how many works are accepted, how many need a check, and how many are out of distribution."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from artmeta.domain.model_card import never_sure
from artmeta.report.section import Block, Column, Number, Numbers, Section, Table, Words
from artmeta.report.values import parsed
from artmeta.wording import integer, percent, quantity

QUERY = "report_decisions"
TITLE = "Sure, unsure, unfamiliar"
ORDER = 48

STATUSES = ("sure", "unsure", "unfamiliar")


@dataclass(frozen=True, slots=True)
class Counts:
    """Works of one likeliest topic by decision."""

    label: str
    sure: int
    unsure: int
    unfamiliar: int
    calibration: str | None
    audit: str | None
    judged: int | None
    share: float | None
    precision: float | None
    precision_low: float | None
    precision_high: float | None


def build(rows: list[Counts]) -> Section:
    """Count the works of each status, in all and by topic, and state what the words mean."""
    total = {name: sum(getattr(row, name) for row in rows) for name in STATUSES}
    works = sum(total.values())
    if not works:
        return Section(TITLE, "No work has a decision yet.")
    numbers = Numbers(
        tuple(
            Number(integer(total[name]), name, f"{percent(total[name] / works)} of the works")
            for name in total
        )
    )
    blocks: list[Block] = [
        numbers,
        *_audit(rows[0].audit),
        *_definitions(parsed(rows[0].calibration)),
        _table(rows),
        *_precisions(rows),
    ]
    return Section(TITLE, _lead(total, works), tuple(blocks))


def _lead(total: dict[str, int], works: int) -> str:
    sure = f"{integer(total['sure'])} ({percent(total['sure'] / works)})"
    return (
        f"Of {quantity(works, 'classified work')}, the model is sure of {sure}; {integer(total['unsure'])} need a "
        f"second look, and {integer(total['unfamiliar'])} look unlike its training works."
    )


def _audit(sentence: str | None) -> Iterator[Words]:
    if sentence:
        yield Words(sentence, "note")


def _definitions(calibration: Any) -> Iterator[Words]:
    target = calibration.get("target_precision")
    if target is None:
        yield Words(
            "This model has no thresholds, since its training is not known here: no work of it is called sure.",
            "note",
        )
    else:
        yield Words(
            f"A work is sure if its topic's confidence reaches the topic's own threshold: of such works, "
            f"{percent(target)} or more were right when heads judged training works they had not seen."
        )
    silent = never_sure(calibration)
    if silent:
        yield Words(
            f"Of {quantity(len(silent), 'topic')} the model is never sure, because too few works show that it may be: "
            f"{', '.join(silent)}.",
            "note",
        )
    if calibration.get("ood_detector") is None:
        yield Words(
            "This model has no out-of-distribution detector, so it cannot find unfamiliar works.", "note"
        )
    else:
        usual = 1 - calibration["ood_detector"]["flagged"]
        yield Words(
            f"A work is unfamiliar if its out-of-distribution score is higher than that of {percent(usual)} of "
            f"known works. So {percent(1 - usual)} of known works are flagged needlessly, and some "
            "unfamiliar works are not found."
        )
    if none := calibration.get("none_class"):
        yield Words(
            f"It is unfamiliar as well if it looks like the {integer(none['works'])} training works that show none of "
            "the topics."
        )


def _table(rows: list[Counts]) -> Table:
    columns = (Column("Likeliest topic"), *(Column(name, "number") for name in STATUSES))
    lines = tuple((row.label, row.sure, row.unsure, row.unfamiliar) for row in rows)
    return Table(
        columns, lines, "Works by likeliest topic and decision", folded=len(lines) > len(STATUSES) * 4
    )


def _precisions(rows: list[Counts]) -> Iterator[Block]:
    """Show how precise sure decisions of each topic are, under the collection's own shares."""
    lines = tuple(
        (row.label, row.judged, row.share, (row.precision_low, row.precision, row.precision_high))
        for row in rows
        if row.judged and row.precision is not None and row.precision == row.precision
    )
    if lines:
        yield Words(
            "How precise sure topics are under the shares that topics have in this collection: training works judged "
            "out of fold, weighted to these shares. Works of other topics than the model's are not in this figure."
        )
        yield Table(
            (
                Column("Topic"),
                Column("Sure works judged", "number"),
                Column("Share of the collection", "share"),
                Column("Precision of sure", "interval"),
            ),
            lines,
            "Precision of sure topics under the collection's shares, with its 95% interval",
            folded=len(lines) > len(STATUSES) * 4,
        )

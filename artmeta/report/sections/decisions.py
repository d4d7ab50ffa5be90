"""Standing: how many works may stand as the model says, how many need a look, and how many are strange to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from artmeta.domain.model_card import never_sure
from artmeta.report.section import Block, Column, Number, Numbers, Section, Table, Words
from artmeta.report.values import number, parsed, records
from artmeta.wording import integer, percent, quantity

if TYPE_CHECKING:
    import pandas as pd

QUERY = "report_decisions"
TITLE = "Sure, unsure, unfamiliar"
ORDER = 48

STANDINGS = ("sure", "unsure", "unfamiliar")


def build(frame: pd.DataFrame) -> Section:
    """Count the works of each standing, in all and by topic, and say what the words promise."""
    rows = records(frame)
    total = {name: sum(number(row[name]) for row in rows) for name in STANDINGS}
    works = sum(total.values())
    if not works:
        return Section(TITLE, "No work has been judged yet.")
    numbers = Numbers(
        tuple(
            Number(integer(total[name]), name, f"{percent(total[name] / works)} of the works")
            for name in total
        )
    )
    blocks: list[Block] = [numbers, *_promises(parsed(rows[0]["calibration"])), _table(rows)]
    return Section(TITLE, _lead(total, works), tuple(blocks))


def _lead(total: dict[str, int], works: int) -> str:
    sure = f"{integer(total['sure'])} ({percent(total['sure'] / works)})"
    return (
        f"Of {quantity(works, 'judged work')}, the model is sure of {sure}; {integer(total['unsure'])} need a second "
        f"look, and {integer(total['unfamiliar'])} look unlike what it learnt from."
    )


def _promises(calibration: Any) -> Iterator[Words]:
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
    if calibration.get("familiarity") is None:
        yield Words(
            "This model remembers no training works, so it cannot tell what is unfamiliar to it.", "note"
        )
    else:
        usual = 1 - calibration["familiarity"]["flagged"]
        yield Words(
            f"A work is unfamiliar if it looks stranger than {percent(usual)} of known works do. So "
            f"{percent(1 - usual)} of known works are flagged in vain, and not every stranger is noticed."
        )


def _table(rows: list[dict[str, Any]]) -> Table:
    columns = (Column("Likeliest topic"), *(Column(name, "number") for name in STANDINGS))
    lines = tuple((str(row["label"]), *(number(row[name]) for name in STANDINGS)) for row in rows)
    return Table(
        columns, lines, "Works by likeliest topic and standing", folded=len(lines) > len(STANDINGS) * 4
    )

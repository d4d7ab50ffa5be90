"""Against the museum's own topics: where the model says what the museum says, and the pictures where it does not."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from artmeta.report.rows import WorkRow
from artmeta.report.section import Matrix, MatrixCell, Section
from artmeta.report.values import most_frequent_error, share_interval
from artmeta.report.works import read_work
from artmeta.wording import integer, percent, quantity

QUERY = "report_agreement"
VALUES = ("run_id", "max_thumbnails")
TITLE = "Against the museum’s own topics"
ORDER = 55


@dataclass(frozen=True, slots=True)
class AgreementRow(WorkRow):
    """A work whose given topic the model knows, or a topic without one."""

    label: str
    predicted: str | None
    predicted_label: str | None
    works: int | None


def build(rows: list[AgreementRow]) -> Section:
    """Cross the museum's topics with the model's; each cell opens its pictures, the surest mistakes first."""
    labels = list(dict.fromkeys(row.label for row in rows))
    pairs = {key: list(inside) for key, inside in groupby((row for row in rows if row.predicted), key=_pair)}
    if not pairs:
        return Section(
            TITLE, "No work carries a topic of the museum’s own that the model was not trained on."
        )
    counts = tuple(tuple(pairs[a, b][0].works or 0 if (a, b) in pairs else 0 for b in labels) for a in labels)
    cells = tuple(_cell(labels, pair, works) for pair, works in sorted(pairs.items(), key=_gravest))
    caption = "Works by the museum’s topic (row) and the model’s (column); a number opens its works"
    return Section(
        TITLE,
        _lead(labels, counts),
        (Matrix("own", tuple(labels), counts, caption, cells, "Museum’s topic"),),
    )


def _pair(row: AgreementRow) -> tuple[str, str]:
    return row.label, str(row.predicted_label)


def _gravest(item: tuple[tuple[str, str], list[AgreementRow]]) -> tuple[bool, int]:
    (given, predicted), works = item
    return given == predicted, -(works[0].works or 0)


def _cell(labels: list[str], pair: tuple[str, str], rows: list[AgreementRow]) -> MatrixCell:
    given, predicted = pair
    works = tuple(read_work(row, f"The museum says {given}.", predicted) for row in rows)
    return MatrixCell(labels.index(given), labels.index(predicted), works)


def _lead(labels: list[str], counts: tuple[tuple[int, ...], ...]) -> str:
    works, right = sum(map(sum, counts)), sum(counts[i][i] for i in range(len(labels)))
    low, share, high = share_interval(right, works)
    sentence = (
        f"{quantity(works, 'work')} have a topic given by the museum and were not trained on. The model predicts the "
        f"same for {integer(right)}: {percent(share)}, with a 95% interval of {percent(low)} to {percent(high)}."
    )
    count, given, to = most_frequent_error(counts, labels)
    most = (
        f" The most frequent difference is {given} predicted as {to} ({quantity(count, 'time')})."
        if count
        else ""
    )
    return f"{sentence}{most} Where they differ, look at the picture before you decide who is right."

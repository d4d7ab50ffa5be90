"""What `artmeta evaluate` found of the model: figures with intervals, mistakes with pictures, what would help."""

from __future__ import annotations

from dataclasses import dataclass

from artmeta.report.evaluation import parts
from artmeta.report.rows import LabelRow, labels
from artmeta.report.section import Section, Words
from artmeta.report.values import evaluation_of

QUERY = "report_evaluation"
TITLE = "The model, evaluated"
ORDER = 66


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """The newest evaluation of the run's model."""

    result: str
    labels: tuple[LabelRow, ...]


def build(rows: list[EvaluationRow]) -> Section:
    """Show the newest evaluation of the run's model; without one, say how to get it."""
    if not rows:
        return Section(
            TITLE,
            "This model was not evaluated beyond what its card says. `artmeta evaluate --model NAME` measures it "
            "on the works that were held out, or on a folder of pictures whose topics are known.",
        )
    (_, first), *rest = parts(evaluation_of(rows[0].result), labels(rows[0].labels))
    blocks = list(first.blocks)
    for _, section in rest:
        blocks += [Words(f"{section.title}: {section.lead}"), *section.blocks]
    return Section(TITLE, first.lead, tuple(blocks))

"""What a confidence is worth: how often the model is right at each confidence, before calibration and after."""

from __future__ import annotations

from dataclasses import dataclass

from artmeta.report.charts import HALF, Axis, ChartLine, Dot, lines
from artmeta.report.section import Chart, Charts, Column, LegendEntry, Section, Table
from artmeta.report.values import share_interval
from artmeta.stats import CalibrationTest, binned_calibration_test
from artmeta.wording import percent, points_apart, quantity

QUERY = "report_calibration"
TITLE = "What a confidence is worth"
ORDER = 52

THIN = 10  # works; below this a step's accuracy is known only to within some 30 points
EVEN = 0.005  # half a point; at some hundred works nothing finer can be told
HEIGHT = 260
STAGES = {"before": "Before calibration", "after": "After calibration, as used here"}


@dataclass(frozen=True, slots=True)
class CalibrationStep:
    """Works of one step of confidence, at one stage."""

    stage: str
    works: int
    confidence: float
    correct: int


def build(rows: list[CalibrationStep]) -> Section:
    """Draw a reliability diagram for each stage, and say how far confidence and accuracy lie apart."""
    if not rows:
        return Section(
            TITLE,
            "Nothing is known of how often this model is right at which confidence: no works were kept back for it.",
        )
    by_stage = {stage: [row for row in rows if row.stage == stage] for stage in STAGES}
    charts = tuple(_chart(STAGES[stage], inside) for stage, inside in by_stage.items())
    caption = (
        "Each dot is a step of confidence: where it lies under the dashed line, the model is surer than it is right. "
        f"The band is the 95% interval; dots of fewer than {THIN} works are pale."
    )
    key = (
        LegendEntry("how often it is right", "solid"),
        LegendEntry("95% interval", "band"),
        LegendEntry("as it should be", "dashed"),
    )
    return Section(TITLE, _lead(by_stage), (Charts(charts, caption, _table(rows), key),))


def tested(rows: list[CalibrationStep]) -> CalibrationTest:
    """Return the expected calibration error, 0 to 1, and what chance explains of it."""
    return binned_calibration_test(
        [row.works for row in rows], [row.confidence for row in rows], [row.correct for row in rows]
    )


def _lead(by_stage: dict[str, list[CalibrationStep]]) -> str:
    before, after = by_stage["before"], by_stage["after"]
    works = sum(row.works for row in after)
    gap = sum(row.works * row.confidence - row.correct for row in after) / works
    test = tested(after)
    lean = f"{points_apart(abs(gap))} points {'surer' if gap > 0 else 'less sure'} than it is right"
    if abs(gap) < EVEN:
        lean = "neither surer nor less sure than it is right"
    return (
        f"{quantity(works, 'work')} were judged by models that had not seen them. Confidence and accuracy lay "
        f"{percent(tested(before).error)} apart on average before calibration, {percent(test.error)} after it; "
        f"{percent(test.by_chance)} would be chance with so many works, and at most {percent(test.allowed)}. "
        f"Over all, the model is now {lean}."
    )


def _chart(title: str, rows: list[CalibrationStep]) -> Chart:
    seen = ChartLine("found", tuple(_dot(row) for row in rows))
    ideal = ChartLine("ideal", (Dot(0, 0, "as it should be"), Dot(1, 1, "as it should be")))
    off_by = percent(tested(rows).error)
    x, y = Axis("confidence", 0, 1, ".0%"), Axis("right", 0, 1, ".0%")
    alt = f"{title}: accuracy against confidence; they lie {off_by} apart on average."
    return Chart(title, lines([seen, ideal], x, y, HALF, HEIGHT), alt, f"off by {off_by}")


def _dot(row: CalibrationStep) -> Dot:
    works, correct = row.works, row.correct
    low, share, high = share_interval(correct, works)
    words = f"confidence {percent(row.confidence)}: {percent(share)} of {quantity(works, 'work')} right"
    return Dot(row.confidence, share, words, low, high, works < THIN)


def _table(rows: list[CalibrationStep]) -> Table:
    columns = (
        Column("Stage"),
        Column("Mean confidence", "share"),
        Column("Works", "number"),
        Column("Right, with 95% interval", "interval"),
    )
    cells = tuple(
        (STAGES[row.stage], row.confidence, row.works, share_interval(row.correct, row.works)) for row in rows
    )
    return Table(columns, cells, "Accuracy by confidence", folded=True)

"""Learning curves: accuracy and loss by epoch, on the works of the training and on those held out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

from artmeta.domain.evaluation import EpochMetrics
from artmeta.report.charts import HALF, Axis, ChartLine, Dot, lines
from artmeta.report.section import Chart, Charts, Column, LegendEntry, Table
from artmeta.wording import percent, quantity

HEIGHT = 150
TRAINING, VALIDATION = "learnt from", "held out"
KEY = (LegendEntry("works learnt from", "solid"), LegendEntry("works held out", "dashed"))
COLUMNS = (
    Column("Epoch", "number"),
    Column("Loss", "decimal"),
    Column("Accuracy", "share"),
    Column("Loss, held out", "decimal"),
    Column("Accuracy, held out", "share"),
)


def learning_curves(epochs: Sequence[EpochMetrics], caption: str) -> Charts:
    """Draw accuracy and loss by epoch, with their table; `caption` says what an epoch is or how to read them."""
    table = Table(COLUMNS, tuple(astuple(row) for row in epochs), "Loss and accuracy by epoch", folded=True)
    return Charts((_chart(epochs, "accuracy"), _chart(epochs, "loss")), caption, table, KEY)


def _chart(epochs: Sequence[EpochMetrics], what: str) -> Chart:
    drawn = [
        line
        for name, column in ((TRAINING, what), (VALIDATION, f"validation_{what}"))
        if (line := _line(epochs, what, column, name)).dots
    ]
    x = Axis("epoch", low=epochs[0].epoch - 0.5, high=epochs[-1].epoch + 0.5)
    y = Axis(form=".0%", low=0, high=1) if what == "accuracy" else Axis("nats", low=0, form="~g")
    last = "; ".join(line.dots[-1].words for line in drawn)
    alt = f"{what.capitalize()} over {quantity(epochs[-1].epoch, 'epoch')}. {last}."
    return Chart(f"{what.capitalize()} by epoch", lines(drawn, x, y, HALF, HEIGHT), alt)


def _line(epochs: Sequence[EpochMetrics], what: str, column: str, name: str) -> ChartLine:
    dots = [
        Dot(
            row.epoch,
            value,
            f"{name}, epoch {row.epoch}: {what} {percent(value) if what == 'accuracy' else f'{value:.3f}'}",
        )
        for row in epochs
        if (value := getattr(row, column)) is not None
    ]
    return ChartLine(name, tuple(dots))

"""Learning curves: accuracy and loss by epoch, on training works and on those held out: drawn, and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

from artmeta.domain.evaluation import EpochMetrics
from artmeta.report.charts import HALF, Axis, ChartLine, Dot, lines
from artmeta.report.section import Chart, Charts, Column, LegendEntry, Table
from artmeta.wording import percent, quantity

HEIGHT = 150
WORSE = 1.15  # validation loss at the end by its minimum: above this, the later epochs did harm
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


def curves_in_words(epochs: Sequence[EpochMetrics]) -> str:
    """Describe the curves: accuracy on both parts, overfitting, and whether fewer epochs would do."""
    last = epochs[-1]
    if last.validation_loss is None:
        return (
            f"After {last.epoch} epochs it is right on {percent(last.accuracy)} of the works it learnt from. "
            "With fewer than 20 works a topic none were held out: this says nothing of other works."
        )
    text = (
        f"After {last.epoch} epochs it is right on {percent(last.accuracy)} of the works it learnt from "
        f"and on {percent(last.validation_accuracy)} of those held out. "
    )
    if last.overfits:
        text += (
            "The gap between the two is overfitting: it predicts its training works better than new ones. "
        )
    best = min(epochs, key=lambda row: row.validation_loss or 0.0)
    if last.validation_loss > WORSE * (best.validation_loss or 0.0):
        return (
            f"{text}On works held out, the loss was lowest after epoch {best.epoch}, then rose: "
            "fewer epochs would do."
        )
    return text + "On works held out, the loss did not rise again: the number of epochs is fair."


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

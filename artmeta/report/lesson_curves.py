"""The learning curves of the lesson: loss and accuracy by epoch, and overfitting in words."""

from __future__ import annotations

from typing import Any

from artmeta.report.charts import HALF, Axis, ChartLine, Dot, lines
from artmeta.report.section import Chart, Charts, LegendEntry
from artmeta.wording import percent

GAP = 0.1  # of accuracy between training and validation works; at 15% held out of 150, less is chance
WORSE = 1.15  # validation loss at the end by its minimum: above this, the later epochs did harm

Rows = list[dict[str, Any]]
NAMES = ("works it learns from", "works held out")
KEY = (LegendEntry(NAMES[0], "solid"), LegendEntry(NAMES[1], "dashed"))


def curves(rows: Rows) -> Charts:
    """Draw the two plots that Teachable Machine shows under the hood."""
    accuracy = _chart(
        "Accuracy by epoch", rows, ("accuracy", "validation_accuracy"), Axis(low=0, high=1, form=".0%")
    )
    loss = _chart("Loss by epoch", rows, ("loss", "validation_loss"), Axis("nats", low=0, form=".2f"))
    return Charts((accuracy, loss), "An epoch is one pass over all the works it learns from.", key=KEY)


def _chart(title: str, rows: Rows, columns: tuple[str, str], y: Axis) -> Chart:
    drawn = [
        ChartLine(
            name,
            tuple(Dot(row["epoch"], row[column], f"epoch {row['epoch']}: {row[column]:.2f}") for row in rows),
        )
        for name, column in _available(rows, columns)
    ]
    ends = ", ".join(f"{rows[-1][column]:.2f} on {name}" for name, column in _available(rows, columns))
    return Chart(title, lines(drawn, Axis("epoch", low=1), y, width=HALF), f"{title}: at the end {ends}.")


def _available(rows: Rows, columns: tuple[str, str]) -> list[tuple[str, str]]:
    """Leave out the validation curve where no works were held out."""
    pairs = list(zip(NAMES, columns, strict=True))
    return pairs if rows[-1][columns[1]] is not None else pairs[:1]


def curves_in_words(rows: Rows) -> str:
    """Describe the curves: accuracy on both parts, overfitting, and whether fewer epochs would do."""
    if rows[-1]["validation_loss"] is None:
        return (
            f"After {rows[-1]['epoch']} epochs it is right on {percent(rows[-1]['accuracy'])} of the works it "
            "learnt from. "
            "With fewer than 20 works a topic none were held out: this says nothing of other works."
        )
    last, losses = rows[-1], [row["validation_loss"] for row in rows]
    best = losses.index(min(losses))
    known, unknown = last["accuracy"], last["validation_accuracy"]
    text = (
        f"After {last['epoch']} epochs it is right on {percent(known)} of the works it learnt from "
        f"and on {percent(unknown)} of those held out. "
    )
    if known - unknown > GAP:
        text += (
            "The gap between the two is overfitting: it predicts its training works better than new ones. "
        )
    if last["validation_loss"] > WORSE * losses[best]:
        lowest = rows[best]["epoch"]
        return f"{text}On works held out, the loss was lowest after epoch {lowest}, then rose: fewer epochs would do."
    return text + "On works held out, the loss did not rise again: the number of epochs is fair."

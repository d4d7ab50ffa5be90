"""Training: how loss and accuracy went from epoch to epoch, on the works learnt from and on those held out."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from artmeta.report.charts import HALF, Axis, ChartLine, Dot, lines
from artmeta.report.section import Chart, Charts, Column, LegendEntry, Section, Table
from artmeta.wording import percent, quantity

QUERY = "report_training"
TITLE = "Training"
ORDER = 70

OVERFIT = 0.1  # difference of training and validation accuracy above which the head overfits
HEIGHT = 150
SEEN, UNSEEN = "trained on", "held out"


@dataclass(frozen=True, slots=True)
class EpochRow:
    """One epoch of the training."""

    epoch: int
    loss: float
    accuracy: float
    validation_loss: float | None
    validation_accuracy: float | None


def build(rows: list[EpochRow]) -> Section:
    """Draw loss and accuracy per epoch; the works held out are dashed."""
    if not rows:
        return Section(TITLE, "No training is recorded: there is no model, or it was brought from elsewhere.")
    charts = Charts(
        (_chart(rows, "accuracy", ".0%"), _chart(rows, "loss", "~g")),
        "Accuracy is the share of works whose likeliest topic is right; loss (in nats) is how surprised the model is "
        "by the right topic.",
        _table(rows),
        (LegendEntry(f"works {SEEN}", "solid"), LegendEntry(f"works {UNSEEN} from training", "dashed")),
    )
    return Section(TITLE, _lead(rows), (charts,))


def _chart(rows: list[EpochRow], what: str, form: str) -> Chart:
    drawn = [_line(rows, what, what, SEEN)]
    held_out = _line(rows, what, f"validation_{what}", UNSEEN)
    drawn += [held_out] if held_out.dots else []
    last = {line.name: line.dots[-1].words for line in drawn}
    y = Axis(form=form, low=0, high=1) if what == "accuracy" else Axis(form=form)
    x = Axis("epoch", low=min(row.epoch for row in rows) - 0.5, high=max(row.epoch for row in rows) + 0.5)
    alt = f"{what.capitalize()} over {quantity(rows[-1].epoch, 'epoch')}. {'; '.join(last.values())}."
    return Chart(what.capitalize(), lines(drawn, x, y, HALF, HEIGHT), alt)


def _line(rows: list[EpochRow], what: str, column: str, name: str) -> ChartLine:
    dots = [
        Dot(
            row.epoch,
            value,
            f"{name}, epoch {row.epoch}: {what} {percent(value) if what == 'accuracy' else f'{value:.3f}'}",
        )
        for row in rows
        if (value := getattr(row, column)) is not None
    ]
    return ChartLine(name, tuple(dots))


def _table(rows: list[EpochRow]) -> Table:
    columns = (
        Column("Epoch", "number"),
        Column("Loss", "decimal"),
        Column("Accuracy", "share"),
        Column("Loss, held out", "decimal"),
        Column("Accuracy, held out", "share"),
    )
    return Table(columns, tuple(astuple(row) for row in rows), "Loss and accuracy", folded=True)


def _lead(rows: list[EpochRow]) -> str:
    last = rows[-1]
    seen, unseen = last.accuracy, last.validation_accuracy
    said = (
        f"After {quantity(last.epoch, 'epoch')} the model is right on {percent(seen)} of its training works"
    )
    if unseen is None:
        return (
            f"{said}. No works were held out from this training: the section on the model says how it does on works "
            "that it has not seen."
        )
    end = f"{said} and on {percent(unseen)} of those held out."
    if seen - unseen > OVERFIT:
        end += " The difference is overfitting; more works would help more than more epochs."
    return end

"""Training: how loss and accuracy went from epoch to epoch, on the works learnt from and on those held out."""

from __future__ import annotations

from artmeta.domain.evaluation import EpochMetrics
from artmeta.report.learning_curves import learning_curves
from artmeta.report.section import Section
from artmeta.wording import percent, quantity

QUERY = "report_training"
TITLE = "Training"
ORDER = 70


def build(rows: list[EpochMetrics]) -> Section:
    """Draw loss and accuracy per epoch; the works held out are dashed."""
    if not rows:
        return Section(TITLE, "No training is recorded: there is no model, or it was brought from elsewhere.")
    caption = (
        "Accuracy is the share of works whose likeliest topic is right; loss (in nats) is how surprised the model is "
        "by the right topic."
    )
    return Section(TITLE, _lead(rows[-1]), (learning_curves(rows, caption),))


def _lead(last: EpochMetrics) -> str:
    sentence = (
        f"After {quantity(last.epoch, 'epoch')} the model is right on {percent(last.accuracy)} "
        "of its training works"
    )
    if last.validation_accuracy is None:
        return (
            f"{sentence}. No works were held out from this training: the section on the model says how it does on "
            "works that it has not seen."
        )
    end = f"{sentence} and on {percent(last.validation_accuracy)} of those held out."
    if last.overfits:
        end += " The difference is overfitting; more works would help more than more epochs."
    return end

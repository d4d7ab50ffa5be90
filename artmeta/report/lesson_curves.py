"""The learning curves of the lesson in words: overfitting, and whether fewer epochs would do."""

from __future__ import annotations

from collections.abc import Sequence

from artmeta.domain.evaluation import EpochMetrics
from artmeta.wording import percent

WORSE = 1.15  # validation loss at the end by its minimum: above this, the later epochs did harm


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

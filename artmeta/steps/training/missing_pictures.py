"""The check before a training: a model is not trained on the rest where many pictures of its works are missing."""

from __future__ import annotations

from artmeta.errors import ModelError
from artmeta.steps.context import RunContext
from artmeta.wording import fraction

LIMIT = "or raise {} in the table [expectations] of the collection file if it is meant to be so."


def check_pictures(context: RunContext) -> None:
    """Raise ModelError if more pictures of the works to train on are missing than the collection expects.

    That is a share of `max_missing_images` of all labelled works, or of `max_shrinkage` of those that the newest
    version of the model was trained on and that the source still lists. Works withheld by their rights do not count.
    """
    limits = context.collection.expectations
    names = {"collection": context.run.collection, "model": context.collection.model.name}
    (row,) = context.store.rows("training_pictures_missing", **names)
    reason = f" (as: {row['reason']})" if row["reason"] else ""
    for missing, of, key, which in (
        ("lost", "known", "max_shrinkage", "that the model's last version was trained on"),
        ("missing", "works", "max_missing_images", "to train on"),
    ):
        if row[missing] > getattr(limits, key) * row[of]:
            raise ModelError(
                f"Of the works of '{context.run.collection}' {which}, {fraction(row[missing], row[of])} have no "
                f"picture now{reason}; no model was trained on the rest.",
                f"See `artmeta status`, mend it and train again, {LIMIT.format(key)}",
            )

"""Unfamiliar: works whose pictures look like nothing the model learnt from, so that its topics mean little there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from artmeta.domain.flag import WHOLE_COLLECTION, Flag
from artmeta.wording import fraction, percent, titled

if TYPE_CHECKING:
    import pandas as pd

KIND = "unfamiliar"
QUERY = "works_with_decisions"


class Limits(BaseModel):
    """`share` is a share of the judged works."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: float = Field(default=0.15, ge=0, le=1)  # three times what is flagged where nothing is strange


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Doubt each work that the model calls unfamiliar, the strangest most, and the collection if too many are."""
    strange = frame[frame["decision_status"] == "unfamiliar"]
    for row in strange.to_dict("records"):
        yield Flag(
            KIND,
            "note",
            row["artwork_id"],
            float(row["ood_score"]),
            float(row["ood_threshold"]),
            _sentence(row),
        )
    if len(strange) > limits.share * len(frame):
        yield Flag(
            KIND,
            "warning",
            WHOLE_COLLECTION,
            len(strange) / len(frame),
            limits.share,
            f"{fraction(len(strange), len(frame))} judged works look unlike what the model learnt from: another "
            "medium, or topics it does not know. Look at some of them; give topics to those that belong here "
            "and train a model "
            "with them, or leave out what is no picture of this kind.",
        )


def _sentence(row: dict[Any, Any]) -> str:
    measured = f"out-of-distribution score {row['ood_score']:.1f}, usual up to {row['ood_threshold']:.1f}"
    return (
        f"{titled(row['artwork_id'], row['title'])} looks unlike the works the model learnt from ({measured}): it may "
        f"show another topic, or be another kind of picture, although '{row['topic_label']}' has a confidence of "
        f"{percent(row['confidence'], 1)}."
    )

"""Training overlap: works the model knows by heart, of which it is surer than it has a right to be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from artmeta.domain.flag import WHOLE_COLLECTION, Flag
from artmeta.wording import fraction, titled

if TYPE_CHECKING:
    import pandas as pd

KIND = "training_overlap"
QUERY = "works_with_training_split"


class Limits(BaseModel):
    """`share` is a share of the classified works."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: float = Field(
        default=0.1, ge=0, le=1
    )  # beyond a tenth, memory colours the collection's mean confidence


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Doubt each work that was set aside for testing and yet learnt from, and the run if it mostly remembers."""
    learnt = frame[frame["training_split"] == "training"]
    for row in learnt[learnt["split"] == "testing"].to_dict("records"):
        yield Flag(
            KIND,
            "serious",
            row["artwork_id"],
            1.0,
            0.0,
            f"{titled(row['artwork_id'], row['title'])} was set aside for testing, but its picture is also among those "
            "the model learnt from: every accuracy on the testing works is flattered. Take it out of one of the two.",
        )
    if len(learnt) > limits.share * len(frame):
        yield Flag(
            KIND,
            "note",
            WHOLE_COLLECTION,
            len(learnt) / len(frame),
            limits.share,
            f"{fraction(len(learnt), len(frame))} classified works are pictures the model learnt from, so it is surer "
            f"of them than of new ones. Judge it by the other {len(frame) - len(learnt)}, and by the held-out works "
            "of its model card.",
        )

"""Topic imbalance in the results: one topic said of most works, or a topic that is never said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from artmeta.domain.flag import Flag
from artmeta.wording import fraction

if TYPE_CHECKING:
    import pandas as pd

KIND = "topic_imbalance"
QUERY = "topics_of_run"


class Limits(BaseModel):
    """`share` is a share of the classified works."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: float = Field(
        default=0.6, ge=0, le=1
    )  # a topic of most works tells little, and may be the model's habit
    silent_works: int = Field(
        default=100, ge=1
    )  # among fewer works, a topic of 3 % is missed by luck (0.97^100 = 5 %)


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Doubt each topic that is said of too many of the classified works, or of none of many."""
    works = int(frame["works"].sum())
    for row in frame.to_dict("records"):
        said, label = int(row["works"]), row["topic_label"]
        if said > limits.share * works:
            yield Flag(
                KIND,
                "warning",
                row["topic_id"],
                said / works,
                limits.share,
                f"{fraction(said, works)} classified works are '{label}'. If that is more than you know the collection "
                "to hold, the model falls back on this topic: look at its works with the lowest confidences.",
            )
        if said == 0 and works >= limits.silent_works and len(frame) > 1:
            yield Flag(
                KIND,
                "note",
                row["topic_id"],
                0.0,
                1 / works,
                f"None of {works} classified works is '{label}'. If the collection holds such works, the model does "
                "not see them: give this topic to some and train again.",
            )

"""Low confidence: works of whose topic the model is not sure enough for it to be used unseen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from artmeta.domain.flag import WHOLE_COLLECTION, Flag
from artmeta.wording import fraction, percent, titled

if TYPE_CHECKING:
    import pandas as pd

KIND = "low_confidence"
QUERY = "works_with_confidence"


class Limits(BaseModel):
    """`below` is a confidence, `share` a share of the classified works."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    below: float = Field(default=0.5, ge=0, le=1)  # under it a topic is likelier wrong than right
    share: float = Field(default=0.25, ge=0, le=1)  # beyond a quarter, the model does not fit the collection


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Doubt each work whose confidence is below the limit, and the collection if too many are."""
    low = frame[frame["confidence"] < limits.below]
    for row in low.to_dict("records"):
        yield Flag(KIND, "note", row["artwork_id"], float(row["confidence"]), limits.below, _sentence(row))
    if len(low) > limits.share * len(frame):
        yield Flag(
            KIND,
            "warning",
            WHOLE_COLLECTION,
            len(low) / len(frame),
            limits.share,
            f"{fraction(len(low), len(frame))} classified works have a confidence below {percent(limits.below, 1)}: "
            "the model may have been trained on other pictures than these. Give topics to some of these works "
            "and train a model with them.",
        )


def _sentence(row: dict[Any, Any]) -> str:
    second = row["second_topic_label"]
    other = f" ('{second}': {percent(row['second_confidence'], 1)})" if isinstance(second, str) else ""
    return (
        f"{titled(row['artwork_id'], row['title'])} is '{row['topic_label']}' with a confidence of only "
        f"{percent(row['confidence'], 1)}{other}: look at the picture before the topic is used."
    )

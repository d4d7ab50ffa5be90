"""Low confidence: works whose topic is too uncertain to be used without review."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from artmeta.config import StrictTable
from artmeta.domain.flag import Flag
from artmeta.flags._shares import Share, too_many
from artmeta.wording import percent, titled

if TYPE_CHECKING:
    import pandas as pd

KIND = "low_confidence"
QUERY = "works_with_confidence"


class Limits(StrictTable):
    """`below` is a confidence, `share` a share of the classified works."""

    below: Share = 0.5  # under it a topic is more likely wrong than right
    share: Share = 0.25  # beyond a quarter, the model does not fit the collection


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Flag each work whose confidence is below the limit, and the collection if too many are."""
    low = frame[frame["confidence"] < limits.below]
    for row in low.to_dict("records"):
        yield Flag(KIND, "note", row["artwork_id"], float(row["confidence"]), limits.below, _sentence(row))
    sentence = (
        f"classified works have a confidence below {percent(limits.below, 1)}: the model may have been trained on "
        "other kinds of pictures. Give topics to some of these works and train a model with them."
    )
    yield from too_many(KIND, "warning", len(low), len(frame), limits.share, sentence)


def _sentence(row: dict[Any, Any]) -> str:
    second = row["second_topic_label"]
    other = f" ('{second}': {percent(row['second_confidence'], 1)})" if isinstance(second, str) else ""
    return (
        f"{titled(row['artwork_id'], row['title'])} is '{row['topic_label']}' with a confidence of only "
        f"{percent(row['confidence'], 1)}{other}: look at the picture before the topic is used."
    )

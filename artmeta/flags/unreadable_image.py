"""Unreadable images: works that could not be described, because there is no picture of them to look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from artmeta.domain.flag import WHOLE_COLLECTION, Flag
from artmeta.wording import fraction, titled

if TYPE_CHECKING:
    import pandas as pd

KIND = "unreadable_image"
QUERY = "works_with_outcome"

ADVICE = {
    "gone": "Correct the address in the source.",
    "refused": "Nothing is to be done unless the museum allows it.",
    "unreadable": "Replace the file.",
    "too_large": "Offer a smaller view, or raise limits.max_image_bytes.",
    "busy": "Run again later.",
    "pending": "Run again: it was not fetched yet.",
}


class Limits(BaseModel):
    """`share` is a share of all works."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: float = Field(
        default=0.1, ge=0, le=1
    )  # beyond a tenth, the shares of topics may be off by as much


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Doubt each work without a usable picture, and the collection if there are too many of them."""
    without = frame[frame["outcome"].ne("ok") | frame["outcome"].isna()]
    for row in without.to_dict("records"):
        yield Flag(KIND, "note", row["artwork_id"], 0.0, 1.0, _sentence(row))
    if len(without) > limits.share * len(frame):
        yield Flag(
            KIND,
            "warning",
            WHOLE_COLLECTION,
            len(without) / len(frame),
            limits.share,
            f"{fraction(len(without), len(frame))} works have no picture that could be read, so nothing is said of "
            "them; if they differ from the others, every share in this report is biased. See their reasons.",
        )


def _sentence(row: dict[Any, Any]) -> str:
    work = titled(row["artwork_id"], row["title"])
    if not isinstance(row["outcome"], str):
        return f"{work} has no picture in the source, so it has no topic. Add one to the source."
    reason = str(row["reason"] or row["outcome"]).rstrip(".")
    advice = (
        "" if ". " in reason else f" {ADVICE.get(row['outcome'], 'Look at the file.')}"
    )  # some give their own
    return f"{work} has no topic: {reason}.{advice}"

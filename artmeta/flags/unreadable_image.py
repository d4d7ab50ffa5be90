"""Unreadable images: works without a topic, because they have no picture that can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from artmeta.config import StrictTable
from artmeta.domain.flag import Flag
from artmeta.flags._shares import Share, too_many
from artmeta.wording import titled

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


class Limits(StrictTable):
    """`share` is a share of all works."""

    share: Share = 0.1  # beyond a tenth, the shares of topics may be off by as much


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Flag each work without a usable picture, and the collection if there are too many of them."""
    without = frame[frame["outcome"].ne("ok") | frame["outcome"].isna()]
    for row in without.to_dict("records"):
        yield Flag(KIND, "note", row["artwork_id"], 0.0, 1.0, _sentence(row))
    sentence = (
        "works have no picture that could be read, so they have no topic; if they differ from the others, every share "
        "in this report is biased. See their reasons."
    )
    yield from too_many(KIND, "warning", len(without), len(frame), limits.share, sentence)


def _sentence(row: dict[Any, Any]) -> str:
    work = titled(row["artwork_id"], row["title"])
    if not isinstance(row["outcome"], str):
        return f"{work} has no picture in the source, so it has no topic. Add one to the source."
    reason = str(row["reason"] or row["outcome"]).rstrip(".")
    # some give their own
    advice = "" if ". " in reason else f" {ADVICE.get(row['outcome'], 'Look at the file.')}"
    return f"{work} has no topic: {reason}.{advice}"

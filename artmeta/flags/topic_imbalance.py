"""Topic imbalance in the results: one topic predicted for most works, or a topic that is never predicted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from artmeta.config import StrictTable
from artmeta.domain.flag import Flag
from artmeta.flags._shares import Share
from artmeta.wording import fraction

if TYPE_CHECKING:
    import pandas as pd

KIND = "topic_imbalance"
QUERY = "topics_of_run"


class Limits(StrictTable):
    """`share` is a share of the classified works."""

    share: Share = 0.6  # a topic of most works says little, and may be a bias of the model
    silent_works: int = Field(100, ge=1)  # among fewer, a topic of 3% is missed by chance (0.97^100 = 5%)


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Flag each topic that is predicted for too many of the classified works, or for none of many."""
    total = int(frame["works"].sum())
    for row in frame.to_dict("records"):
        topic, label, works = row["topic_id"], row["topic_label"], int(row["works"])
        if works > limits.share * total:
            sentence = (
                f"{fraction(works, total)} classified works are '{label}'. If the collection does not hold so many, "
                "the model falls back on this topic: look at its works with the lowest confidences."
            )
            yield Flag(KIND, "warning", topic, works / total, limits.share, sentence)
        if works == 0 and total >= limits.silent_works and len(frame) > 1:
            sentence = (
                f"None of {total} classified works is '{label}'. If the collection holds such works, the model does "
                "not recognise them: give this topic to some and train again."
            )
            yield Flag(KIND, "note", topic, 0.0, 1 / total, sentence)

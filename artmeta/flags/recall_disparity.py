"""Recall by period and venue: whether the museum's own topics are found less often in some of its works."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from artmeta.domain.flag import Flag
from artmeta.flags._groups import Disparity, GroupLimits, disparities
from artmeta.wording import percent

if TYPE_CHECKING:
    import pandas as pd

KIND = "recall_disparity"
QUERY = "works_not_trained_on"


class Limits(GroupLimits):
    """`points` is a difference of recalls, 0 to 1."""


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Flag each period and venue whose recall is lower than that of all other works, by more than chance."""
    rows = zip(frame["correct"], frame["topic_id"], frame["given_topics"], strict=True)
    stratum = [topic if correct else given[0] for correct, topic, given in rows]
    judged = frame.assign(good=frame["correct"].astype(bool), stratum=stratum)
    for each in disparities(judged, limits):
        least = each.expected - limits.points
        yield Flag(KIND, "serious", each.subject, each.group.share, least, _sentence(each))


def _sentence(disparity: Disparity) -> str:
    return (
        f"Of the works of {disparity.subject} that carry a topic and were not learnt from, the model finds it in "
        f"{disparity.group.fraction}, of all others in "
        f"{disparity.others.fraction}; with the same mix of topics "
        f"{percent(disparity.expected, 1)} would be usual. The exact 95% intervals do not meet. Do not compare topics "
        "between these groups before works of this one have been used for training."
    )

"""Recall by period and venue: whether the museum's own topics are found less often in some of its works."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from artmeta.domain.flag import Flag
from artmeta.flags._groups import Disparity, GroupLimits, disparities
from artmeta.wording import fraction, percent

if TYPE_CHECKING:
    import pandas as pd

KIND = "recall_disparity"
QUERY = "works_not_trained_on"


class Limits(GroupLimits):
    """`points` is a difference of recalls, 0 to 1."""


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Doubt each period and venue whose recall is lower than that of all other works, by more than chance."""
    told = zip(frame["correct"], frame["topic_id"], frame["given_topics"], strict=True)
    stratum = [topic if found else given[0] for found, topic, given in told]  # by which a work meets its like
    judged = frame.assign(good=frame["correct"].astype(bool), stratum=stratum)
    for found in disparities(judged, limits):
        yield Flag(
            KIND,
            "serious",
            found.subject,
            found.group.share,
            found.expected - limits.points,
            _sentence(found),
        )


def _sentence(found: Disparity) -> str:
    return (
        f"Of the works of {found.subject} that carry a topic and were not learnt from, the model finds it in "
        f"{fraction(found.group.hits, found.group.works)}, of all others in "
        f"{fraction(found.others.hits, found.others.works)}; with the same mix of topics "
        f"{percent(found.expected, 1)} would be usual. The exact 95% intervals do not meet. Do not compare topics "
        "between these groups before works of this one have been used for training."
    )

"""Confidence by period and venue: whether the model is less confident of some of the museum's works than of others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from artmeta.domain.flag import Flag
from artmeta.flags._groups import Disparity, GroupLimits, disparities
from artmeta.wording import fraction, percent

if TYPE_CHECKING:
    import pandas as pd

KIND = "confidence_disparity"
QUERY = "works_with_confidence"


class Limits(GroupLimits):
    """`below` is the confidence under which the model counts as unsure; `points` a difference of shares."""

    below: float = Field(default=0.5, ge=0, le=1)  # under it a topic is more likely wrong than right


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Flag each period and venue where the model is unsure of more works than elsewhere, by more than chance."""
    judged = frame.assign(good=frame["confidence"] >= limits.below, stratum=frame["topic_label"])
    for each in disparities(judged, limits):
        unsure, usual = 1 - each.group.share, 1 - each.expected
        yield Flag(
            KIND, "warning", each.subject, unsure, usual + limits.points, _sentence(each, limits, usual)
        )


def _sentence(disparity: Disparity, limits: Limits, usual: float) -> str:
    group, others = disparity.group, disparity.others
    return (
        f"The confidence is below {percent(limits.below, 1)} for {fraction(group.works - group.hits, group.works)} "
        f"works of {disparity.subject}, for {fraction(others.works - others.hits, others.works)} of all others; "
        "with the same "
        f"mix of topics {percent(usual, 1)} would be usual. The exact 95% intervals do not meet. Look at a "
        "dozen of these works: their photographs or their style may be new to the model."
    )

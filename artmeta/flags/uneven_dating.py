"""Topics whose works are undated more often than others': their curve rests on the works that happen to be dated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from artmeta.config import StrictTable
from artmeta.domain.flag import Flag
from artmeta.wording import p_equals, percent

if TYPE_CHECKING:
    import pandas as pd

KIND = "uneven_dating"
QUERY = "topics_by_dating"


class Limits(StrictTable):
    """`points` is a difference of two shares of works; `level` the p value above which it is taken for chance."""

    points: float = Field(0.05, ge=0, le=1)  # a twentieth: less moves a share by less than its interval
    level: float = Field(0.05, gt=0, lt=1)


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Flag each topic whose works are undated more often than those of the other topics."""
    for row in frame.to_dict("records"):
        own, others, p_value = row["undated_share"], row["undated_elsewhere"], row["undated_adjusted"]
        if own - others < limits.points or p_value > limits.level:
            continue
        sentence = (
            f"{percent(own)} of the works of '{row['topic_label']}' are undated, {percent(others)} of the others "
            f"({p_equals(p_value)}). Its share over time rests on the dated ones: look at where the undated belong."
        )
        yield Flag(KIND, "warning", row["topic_id"], float(own - others), limits.points, sentence)

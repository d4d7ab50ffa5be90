"""Broken promise: groups of works in which sure decisions are not right as often as the model promises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import Field

from artmeta.config import StrictTable
from artmeta.domain.flag import WHOLE_COLLECTION, Flag

if TYPE_CHECKING:
    import pandas as pd

KIND = "broken_promise"
QUERY = "promises_of_run"


class Limits(StrictTable):
    """A group is flagged if at least `works` works lost their sure status with it."""

    works: int = Field(1, ge=1)  # the tests of the promise have their own smallest group


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Flag each group that lost its sure status; measured are the works that lost it."""
    for row in frame[(frame["state"] == "lost") & (frame["sure"] >= limits.works)].to_dict("records"):
        subject = f"{row['grouping']} {row['group_name']}" if row["group_name"] else WHOLE_COLLECTION
        advice = "Give topics to some of these works and train a model with them, or audit them."
        yield Flag(
            KIND, "warning", subject, float(row["sure"]), float(limits.works), f"{row['sentence']} {advice}"
        )

"""Undated works: those that cannot be counted over time, and the date texts that nobody could read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from artmeta.domain.flag import WHOLE_COLLECTION, Flag
from artmeta.wording import fraction, titled

if TYPE_CHECKING:
    import pandas as pd

KIND = "undated"
QUERY = "works_with_dates"


class Limits(BaseModel):
    """`share` is a share of all works."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    share: float = Field(
        default=0.2, ge=0, le=1
    )  # beyond a fifth, a trend may come from which works are dated


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Doubt each date text that could not be read, and the collection if too few works stand in time.

    A work without any date text raises no doubt of its own: that is the museum's knowledge, not a fault.
    """
    for row in frame[frame["date_status"] == "unread"].to_dict("records"):
        yield Flag(
            KIND,
            "note",
            row["artwork_id"],
            0.0,
            1.0,
            f"{titled(row['artwork_id'], row['title'])} has the date '{row['date_text']}', which the date profile "
            f"'{row['date_profile']}' cannot read; it counts as undated. Choose the house's own profile, or "
            "correct the record.",
        )
    adrift = frame["date_earliest"].isna() | frame["date_latest"].isna()
    if adrift.sum() > limits.share * len(frame):
        yield Flag(
            KIND,
            "warning",
            WHOLE_COLLECTION,
            float(adrift.mean()),
            limits.share,
            _sentence(frame, int(adrift.sum())),
        )


def _sentence(frame: pd.DataFrame, adrift: int) -> str:
    unread = int((frame["date_status"] == "unread").sum())
    undated = int((frame["date_status"] == "undated").sum())
    return (
        f"{fraction(adrift, len(frame))} works cannot be counted over time ({undated} undated, {unread} with a date "
        f"that could not be read, {adrift - unread - undated} with an open end): the trends rest on the other "
        f"{len(frame) - adrift}. Ask whether works of some topics are dated less often than others."
    )

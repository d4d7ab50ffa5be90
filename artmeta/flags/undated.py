"""Undated works: those that cannot be counted over time, and date texts that could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from artmeta.config import StrictTable
from artmeta.domain.flag import Flag
from artmeta.flags._shares import Share, too_many
from artmeta.wording import titled

if TYPE_CHECKING:
    import pandas as pd

KIND = "undated"
QUERY = "works_with_dates"


class Limits(StrictTable):
    """`share` is a share of all works."""

    share: Share = 0.2  # beyond a fifth, a trend may come from which works are dated


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Flag each date text that could not be read, and the collection if too many works have no closed date.

    A work without any date text is not flagged: nothing can be corrected in its record.
    """
    unread = frame[frame["date_status"] == "unread"]
    for row in unread.to_dict("records"):
        sentence = (
            f"{titled(row['artwork_id'], row['title'])} has the date '{row['date_text']}', which the date profile "
            f"'{row['date_profile']}' cannot read; it counts as undated. Choose the museum's own profile, or "
            "correct the record."
        )
        yield Flag(KIND, "note", row["artwork_id"], 0.0, 1.0, sentence)
    first, last = frame["date_earliest"].notna(), frame["date_latest"].notna()
    undated = int((frame["date_status"] == "undated").sum())
    sentence = (
        f"works have no date with both ends ({undated} undated, {len(unread)} with a date that could not be read, "
        f"{int((first ^ last).sum())} with an open end){_consequence(bool((first | last).any()))}"
    )
    yield from too_many(KIND, "warning", int((~(first & last)).sum()), len(frame), limits.share, sentence)


def _consequence(any_dated: bool) -> str:
    if not any_dated:
        return ": no trend can be computed. Check the dates of the source, and the date profile in [dates]."
    return ". Check whether works of some topics are dated less often than others."

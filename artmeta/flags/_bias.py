"""Flags that the bias audit's findings become, if they reach the limits of the collection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from artmeta.config import StrictTable
from artmeta.domain.flag import Flag

if TYPE_CHECKING:
    import pandas as pd


def check_of(kind: str, limit: str) -> Callable[[pd.DataFrame, StrictTable], Iterator[Flag]]:
    """Return the check that flags each finding of a kind which measures as much as the limit of that name, or more."""

    def check(frame: pd.DataFrame, limits: StrictTable) -> Iterator[Flag]:
        least = getattr(limits, limit)
        for row in frame.to_dict("records"):
            if row["kind"] == kind and row["measured"] >= least:
                value = max(float(row["limit_value"]), least)
                yield Flag(
                    kind, row["severity"], row["subject"], float(row["measured"]), value, row["sentence"]
                )

    return check

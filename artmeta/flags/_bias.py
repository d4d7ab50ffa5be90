"""Flags that the bias audit's findings become, if they reach the limits of the collection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from artmeta.domain.flag import Flag

if TYPE_CHECKING:
    import pandas as pd


def flags_of(frame: pd.DataFrame, kind: str, least: float) -> Iterator[Flag]:
    """Yield a flag for each finding of a kind that measures `least` or more."""
    for row in frame.to_dict("records"):
        if row["kind"] == kind and row["measured"] >= least:
            limit = max(float(row["limit_value"]), least)
            yield Flag(kind, row["severity"], row["subject"], float(row["measured"]), limit, row["sentence"])

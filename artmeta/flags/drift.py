"""Drift: measures whose distribution is not what it was in training, or in the last run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from artmeta.config import StrictTable
from artmeta.domain.flag import Flag
from artmeta.flags._bias import flags_of
from artmeta.flags._shares import Share

if TYPE_CHECKING:
    import pandas as pd

KIND = "drift"
QUERY = "bias_findings_of_run"


class Limits(StrictTable):
    """`distance` is that of two distributions: 0 is equal, 1 has nothing in common."""

    distance: Share = 0.1  # a tenth of the works is elsewhere


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Flag the findings of the bias audit."""
    yield from flags_of(frame, KIND, limits.distance)

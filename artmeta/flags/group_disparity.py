"""Group disparity: groups of works, such as a venue, for which results are worse by more than chance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from artmeta.config import StrictTable
from artmeta.domain.flag import Flag
from artmeta.flags._bias import flags_of
from artmeta.flags._shares import Share

if TYPE_CHECKING:
    import pandas as pd

KIND = "group_disparity"
QUERY = "bias_findings_of_run"


class Limits(StrictTable):
    """`points` is a difference of shares; the audit itself finds none below a tenth."""

    points: Share = 0.1  # a tenth is relevant to a reader of the report


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Flag the findings of the bias audit."""
    yield from flags_of(frame, KIND, limits.points)

"""Label suspects: training works whose topic is probably wrong, and how many there are in all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from artmeta.config import StrictTable
from artmeta.domain.flag import Flag
from artmeta.flags._bias import flags_of
from artmeta.flags._shares import Share

if TYPE_CHECKING:
    import pandas as pd

KIND = "label_suspect"
QUERY = "bias_findings_of_run"


class Limits(StrictTable):
    """`probability` is that of a work's topic being wrong, or the share of works whose topics are."""

    probability: Share = 0.0  # the audit names works from one half on


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Flag the findings of the bias audit."""
    yield from flags_of(frame, KIND, limits.probability)

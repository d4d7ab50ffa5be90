"""Shortcuts: properties that show no topic but predict it, so that the model may have learnt them instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from artmeta.config import StrictTable
from artmeta.domain.flag import Flag
from artmeta.flags._bias import flags_of
from artmeta.flags._shares import Share

if TYPE_CHECKING:
    import pandas as pd

KIND = "shortcut"
QUERY = "bias_findings_of_run"


class Limits(StrictTable):
    """`gain` is the share of the errors of always predicting the most frequent topic that a property avoids."""

    gain: Share = 0.0  # the audit judges by the topics that are given away, too


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Flag the findings of the bias audit."""
    yield from flags_of(frame, KIND, limits.gain)

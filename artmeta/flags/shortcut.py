"""Shortcuts: properties that show no topic but predict it, so that the model may have learnt them instead."""

from __future__ import annotations

from artmeta.config import StrictTable
from artmeta.flags._bias import check_of
from artmeta.flags._shares import Share

KIND = "shortcut"
QUERY = "bias_findings_of_run"


class Limits(StrictTable):
    """`gain` is the share of the errors of always predicting the most frequent topic that a property avoids."""

    gain: Share = 0.0  # the audit judges by the topics that are given away, too


check = check_of(KIND, "gain")

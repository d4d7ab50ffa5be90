"""Drift: measures whose distribution is not what it was in training, or in the last run."""

from __future__ import annotations

from artmeta.config import StrictTable
from artmeta.flags._bias import check_of
from artmeta.flags._shares import Share

KIND = "drift"
QUERY = "bias_findings_of_run"


class Limits(StrictTable):
    """`distance` is that of two distributions: 0 is equal, 1 has nothing in common."""

    distance: Share = 0.1  # a tenth of the works is elsewhere


check = check_of(KIND, "distance")

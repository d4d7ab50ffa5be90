"""Label suspects: training works whose topic is probably wrong, and how many there are in all."""

from __future__ import annotations

from artmeta.config import StrictTable
from artmeta.flags._bias import check_of
from artmeta.flags._shares import Share

KIND = "label_suspect"
QUERY = "bias_findings_of_run"


class Limits(StrictTable):
    """`probability` is that of a work's topic being wrong, or the share of works whose topics are."""

    probability: Share = 0.0  # the audit names works from one half on


check = check_of(KIND, "probability")

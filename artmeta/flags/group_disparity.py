"""Group disparity: groups of works, such as a venue, for which results are worse by more than chance."""

from __future__ import annotations

from artmeta.config import StrictTable
from artmeta.flags._bias import check_of
from artmeta.flags._shares import Share

KIND = "group_disparity"
QUERY = "bias_findings_of_run"


class Limits(StrictTable):
    """`points` is a difference of shares; the audit itself finds none below a tenth."""

    points: Share = 0.1  # a tenth is relevant to a reader of the report


check = check_of(KIND, "points")

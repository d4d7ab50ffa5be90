"""Over-represented artists: artists by whom a large part of the works, or of a topic's works, is."""

from __future__ import annotations

from artmeta.config import StrictTable
from artmeta.flags._bias import check_of
from artmeta.flags._shares import Share

KIND = "over_represented_artist"
QUERY = "bias_findings_of_run"


class Limits(StrictTable):
    """`share` is an artist's part of the works."""

    share: Share = 0.2  # a fifth moves every share; of a topic's works, the audit's limit is two fifths


check = check_of(KIND, "share")

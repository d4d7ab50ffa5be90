"""Over-represented artists: artists by whom a large part of the works, or of a topic's works, is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from artmeta.config import StrictTable
from artmeta.domain.flag import Flag
from artmeta.flags._bias import flags_of
from artmeta.flags._shares import Share

if TYPE_CHECKING:
    import pandas as pd

KIND = "over_represented_artist"
QUERY = "bias_findings_of_run"


class Limits(StrictTable):
    """`share` is an artist's part of the works."""

    share: Share = 0.2  # a fifth moves every share; of a topic's works, the audit's limit is two fifths


def check(frame: pd.DataFrame, limits: Limits) -> Iterator[Flag]:
    """Flag the findings of the bias audit."""
    yield from flags_of(frame, KIND, limits.share)

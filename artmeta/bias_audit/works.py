"""What an audit compares: predictions, known topics and the groups that works belong to, as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Booleans = NDArray[np.bool_]

ALL_TOPICS = ""  # instead of a topic id
NONE = -1  # the code of a work that is in no group, or has no topic
STATUSES = ("sure", "unsure", "unfamiliar")
TINY = 1e-12


def floats(column: pd.Series[Any]) -> Floats:
    """Return a column of numbers as floats [n], NaN where it has none."""
    return column.to_numpy(dtype=float, na_value=np.nan)


@dataclass(frozen=True, slots=True)
class Grouping:
    """A way to divide works into groups: `codes` [n] are places in `names`, NONE for a work in no group.

    `left_out` counts groups that are not compared because there are more than the largest ones.
    """

    name: str
    codes: Indices
    names: tuple[str, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class AuditedWorks:
    """Works that a model classified, one element each.

    `predicted` [n] and `known` [n] are places in `topics`; `known` is NONE where the topic is not known or is none of
    them. `judged` [n] tells whether it is known if the predicted topic is `correct` [n]. `status` [n] are places in
    STATUSES, NONE where the model decides nothing. `cluster` [n] numbers works that are not independent, such as those
    of one artist.
    """

    topics: tuple[str, ...]
    predicted: Indices
    confidence: Floats
    status: Indices
    known: Indices
    judged: Booleans
    correct: Booleans
    cluster: Indices
    groupings: tuple[Grouping, ...]

    def __len__(self) -> int:
        return len(self.predicted)

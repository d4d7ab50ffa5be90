"""Which works are held out: a share of every topic, and never a copy of a work that is trained on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

HELD_OUT = 0.15  # Teachable Machine's share of every topic


def hold_out(topic_ids: Sequence[str], groups: Sequence[str], seed: int) -> NDArray[np.bool_]:
    """Choose about 15 % of every topic, whole groups at a time: [n], true where a work is held out.

    Works of one group (copies of one picture) stay on one side. A topic keeps at least one group for
    training; a topic of one group has none held out.
    """
    shuffled = np.random.default_rng(seed).permutation(len(topic_ids))
    chosen: set[str] = set()
    for topic in sorted(set(topic_ids)):
        members = [groups[index] for index in shuffled if topic_ids[index] == topic]
        distinct = list(dict.fromkeys(members))
        wanted = min(max(1, round(HELD_OUT * len(distinct))), len(distinct) - 1)
        chosen.update(distinct[:wanted])
    return np.array([group in chosen for group in groups], dtype=bool)

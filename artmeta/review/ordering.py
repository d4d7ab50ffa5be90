"""The order in which works are worth a look: uncertain ones that many others resemble come first.

The value of a look is the information density of Settles and Craven (2008, An analysis of active learning strategies
for sequence labeling tasks, EMNLP, section 4.3): uncertainty times the mean similarity to all works, with beta = 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# The places of a status in the order; `flagged` are works that are sure or unfamiliar and that a flag concerns.
LANES = {"unsure": 0, "flagged": 1, "unfamiliar": 2, "sure": 3, "": 4}
SURE_ENOUGH = 0.5  # a confidence at which a topic of a multi-label model is as likely as not


def uncertainty(confidences: NDArray[np.floating], multi_label: bool = False) -> Floats:
    """Return the uncertainty [n], 0 to 1, of confidences [n, topics].

    With one topic a work it is 1 minus the margin between the two likeliest topics (Scheffer, Decomain and Wrobel
    2001); with several, that of the topic whose confidence is nearest to one half.
    """
    values = np.asarray(confidences, dtype=np.float64)
    if multi_label:
        nearest = np.abs(values - SURE_ENOUGH).min(axis=1, initial=SURE_ENOUGH)
        return np.asarray(1 - nearest / SURE_ENOUGH)
    if values.shape[1] == 1:
        return 1 - values[:, 0]
    two = np.partition(values, -2, axis=1)[:, -2:]
    return np.asarray(1 - (two[:, 1] - two[:, 0]))


def mean_direction(blocks: Iterable[NDArray[np.float32]]) -> NDArray[np.float32]:
    """Return the mean [width] of embeddings scaled to length 1, given in blocks [k, width]; empty without any."""
    total, count = np.zeros(0), 0
    for block in blocks:
        units = _units(block).sum(axis=0, dtype=np.float64)
        total = units if count == 0 else total + units
        count += len(block)
    return (total / max(count, 1)).astype(np.float32)


def representativeness(block: NDArray[np.float32], mean: NDArray[np.float32]) -> Floats:
    """Return the mean cosine similarity [k] of embeddings [k, width] to all works, given their `mean_direction`."""
    return (_units(block) @ mean).astype(np.float64)


def lane(status: str, flagged: bool) -> int:
    """Return the place of a work's status in the order."""
    return LANES["flagged" if flagged and status != "unsure" else status if status in LANES else ""]


def order(lanes: Sequence[int], worth: Floats, ids: Sequence[str]) -> list[int]:
    """Return the places of works in the order to look at them: by lane, then the worth of a look, then id."""
    return sorted(range(len(ids)), key=lambda place: (lanes[place], -worth[place], ids[place]))


def _units(block: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(block, axis=1, keepdims=True)
    return np.asarray(block / np.where(lengths > 0, lengths, 1), dtype=np.float32)

"""The share of the novel class is estimated by the works that the museum labels, if there are enough."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from artmeta.steps.novel_class import _by_labelled
from artmeta.store.vectors import pack

TOPICS = ("boat", "house")
CENTRES = np.eye(20)[:3] * 5


def rows(counts: tuple[int, int, int], labelled: bool, seed: int) -> list[dict[str, Any]]:
    """Draw works of two topics and of neither, with their vectors and likeliest topics."""
    kinds = np.repeat(np.arange(3), counts)
    vectors = (CENTRES[kinds] + np.random.default_rng(seed).normal(size=(len(kinds), 20))).astype(np.float32)
    nearest = (vectors @ CENTRES[:2].T).argmax(axis=1)
    return [
        {
            "topic_id": TOPICS[best],
            "given_topics": [TOPICS[kind]] if labelled else ["tree", "boat"] if kind == 0 else [],
            "vector": vector,
        }
        for kind, best, vector in zip(kinds.tolist(), nearest.tolist(), pack(vectors), strict=True)
    ]


def test_labelled_works_are_compared_and_the_share_is_of_all() -> None:
    result = _by_labelled([*rows((60, 60, 0), True, 1), *rows((40, 40, 100), False, 2)], TOPICS)
    assert result is not None
    share, low, high = result
    assert share == pytest.approx(1 / 3, abs=0.12), "the correction for bias is too large where all is clear"
    assert 0 <= low <= 1 / 3 <= high <= 0.6, "at most the part that is not labelled"


def test_few_labels_or_labels_alone_give_none() -> None:
    assert _by_labelled([*rows((20, 20, 0), True, 1), *rows((100, 100, 0), False, 2)], TOPICS) is None
    assert _by_labelled(rows((60, 60, 0), True, 1), TOPICS) is None
    assert _by_labelled(rows((60, 60, 60), False, 1), TOPICS) is None

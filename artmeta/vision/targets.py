"""Target matrices: which topics each work has, as booleans [n, topics].

Single-label works have exactly one topic each (one-hot rows, softmax head); multi-label works may have several
(indicator rows, sigmoid head).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import ModelError

FEWEST = 2  # works a topic: one to learn from, one to see whether it was learnt

Targets = NDArray[np.bool_]  # [n, topics]
# one topic a work, or a tuple of topics where they may be several
Labels = Sequence[str] | Sequence[tuple[str, ...]]


def is_multi_label(labels: Labels) -> bool:
    """Whether the works are labelled with tuples of topics."""
    return any(not isinstance(label, str) for label in labels)


def one_hot(numbers: NDArray[np.intp], topics: int) -> Targets:
    """Return the target matrix [n, topics] of works with one topic number each."""
    return np.eye(topics, dtype=bool)[numbers]


def target_matrix(labels: Labels) -> tuple[tuple[str, ...], Targets]:
    """Return the sorted topics, which is the order of the scores, and the target matrix [n, topics]."""
    sets = [{label} if isinstance(label, str) else set(label) for label in labels]
    topics = tuple(sorted(set().union(*sets)))
    matrix = np.array([[topic in each for topic in topics] for each in sets], dtype=bool)
    return topics, matrix.reshape(len(sets), len(topics))


def rarest_topics(y_true: Targets) -> NDArray[np.intp]:
    """Return the number of each work's rarest topic [n], by which splits are stratified."""
    counts = y_true.sum(axis=0)
    rarest: NDArray[np.intp] = np.where(y_true, counts, len(y_true) + 1).argmin(axis=1)
    return rarest


def check_targets(topics: Sequence[str], y_true: Targets, groups: Sequence[str]) -> None:
    """Raise ModelError unless there are two topics or more, each with two groups of works or more."""
    if len(topics) < FEWEST:
        raise ModelError(
            f"A model needs at least two topics to tell apart; there are {len(topics)}.",
            "Put the pictures of each topic into a folder of its own.",
        )
    for topic, column in zip(topics, y_true.T, strict=True):
        count = len({group for group, positive in zip(groups, column, strict=True) if positive})
        if count < FEWEST:
            raise ModelError(
                f"The topic '{topic}' has {count} readable picture; at least {FEWEST} different ones are needed.",
                "Add pictures (20 a topic is a fair start), or leave the topic out. Copies of one picture count as "
                "one, and so do works of one artist where whole artists are held out.",
            )

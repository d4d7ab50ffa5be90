"""Stratified, grouped splits: a share of every topic, and never a copy of a training work on the other side."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MIN_VALIDATION = 100  # works; the interval of an accuracy of 90% on fewer is wider than 13 points
VALIDATION_SHARE = 0.15  # Teachable Machine's share of every topic, rounded up as it does


def validation_split(topic_ids: Sequence[str], groups: Sequence[str], seed: int) -> NDArray[np.bool_]:
    """Choose about 15% of every topic, whole groups at a time: [n], true where a work is of the validation split.

    Works of one group (copies of one picture, works of one artist) stay on one side. A topic keeps at least
    one group for training; a topic of one group has none in the validation split.
    """
    shuffled = np.random.default_rng(seed).permutation(len(topic_ids))
    chosen: set[str] = set()
    kept: set[str] = set()
    for topic in sorted(set(topic_ids)):
        members = [groups[index] for index in shuffled if topic_ids[index] == topic]
        distinct = list(dict.fromkeys(members))
        share = min(math.ceil(round(VALIDATION_SHARE * len(distinct), 9)), len(distinct) - 1)
        free = [group for group in distinct if group not in kept and group not in chosen]
        missing = max(0, share - sum(group in chosen for group in distinct))
        chosen.update(free[:missing])
        kept.update(group for group in distinct if group not in chosen)
    return np.array([group in chosen for group in groups], dtype=bool)


def grouped_k_fold(
    topics: NDArray[np.intp], groups: Sequence[str], folds: int, seed: int | Sequence[int]
) -> NDArray[np.intp]:
    """Assign the groups of every topic to folds in turn: [n], the number of each work's fold.

    Each topic's works spread as evenly as its groups allow, and no group is in two folds.
    """
    shuffled = np.random.default_rng(seed).permutation(len(topics))
    order = sorted(shuffled, key=lambda index: topics[index])  # stable: shuffled within each topic
    places: dict[str, int] = {}
    for index in order:
        places.setdefault(groups[index], len(places) % folds)
    return np.array([places[group] for group in groups])


def partitions(
    topics: NDArray[np.intp], groups: Sequence[str], folds: int, repeats: int, seed: int
) -> NDArray[np.intp]:
    """Assign works to folds in each of some random partitions: [repeats, n]; no other seed has the same ones."""
    return np.stack(
        [
            grouped_k_fold(topics, groups, folds, (seed, repeat) if repeat else seed)
            for repeat in range(repeats)
        ]
    )


def connected_groups(groups: Sequence[str], pairs: NDArray[np.int64]) -> list[str]:
    """Merge groups that near-duplicates connect: [n] names, equal where works must stay on one side.

    `pairs` [m, 2 or more] holds places of works that are near-duplicates; the groups are the connected components
    of their graph.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    names = {name: place for place, name in enumerate(dict.fromkeys(groups))}
    places = np.array([names[name] for name in groups])
    left, right = (places[pairs[:, side]] for side in (0, 1))
    links = coo_array((np.ones(len(pairs)), (left, right)), shape=(len(names), len(names)))
    _, components = connected_components(links, directed=False)
    return [str(number) for number in components[places]]

"""A hold-out takes its share of every topic and never parts copies."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from artmeta.vision.splits import connected_groups, grouped_k_fold, validation_split


def test_the_share_is_that_of_teachable_machine() -> None:
    topics = ["a"] * 20 + ["b"] * 100 + ["c"] * 7 + ["d"] * 2
    held = validation_split(topics, [str(n) for n in range(len(topics))], seed=1)
    assert Counter(t for t, out in zip(topics, held, strict=True) if out) == {"a": 3, "b": 15, "c": 2, "d": 1}


def test_a_seed_decides() -> None:
    topics, groups = ["a"] * 50 + ["b"] * 50, [str(n) for n in range(100)]
    assert np.array_equal(validation_split(topics, groups, 3), validation_split(topics, groups, 3))
    assert not np.array_equal(validation_split(topics, groups, 3), validation_split(topics, groups, 4))


WORKS = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 15)), min_size=1, max_size=80)


@given(WORKS, st.integers(0, 5))
def test_groups_stay_together_and_no_topic_loses_all_its_works(
    works: list[tuple[str, int]], seed: int
) -> None:
    topics = [topic for topic, _ in works]
    groups = [f"{topic}{number}" for topic, number in works]
    held = validation_split(topics, groups, seed)
    sides: dict[str, set[bool]] = {}
    for group, out in zip(groups, held, strict=True):
        sides.setdefault(group, set()).add(bool(out))
    assert all(len(side) == 1 for side in sides.values())
    for topic in set(topics):
        distinct = {group for t, group in zip(topics, groups, strict=True) if t == topic}
        out = {group for t, group, o in zip(topics, groups, held, strict=True) if t == topic and o}
        assert len(out) == min(math.ceil(round(0.15 * len(distinct), 9)), len(distinct) - 1)


@given(WORKS, st.integers(0, 5))
def test_a_copy_that_stands_in_two_topics_is_on_one_side(works: list[tuple[str, int]], seed: int) -> None:
    topics, groups = [topic for topic, _ in works], [str(number) for _, number in works]
    held = validation_split(topics, groups, seed)
    assert not {g for g, o in zip(groups, held, strict=True) if o} & {
        g for g, o in zip(groups, held, strict=True) if not o
    }


@given(WORKS, st.integers(2, 6), st.integers(0, 5))
def test_folds_keep_groups_together_and_are_even(works: list[tuple[str, int]], folds: int, seed: int) -> None:
    topics = np.array(["abcd".index(topic) for topic, _ in works])
    groups = [f"{topic}{number}" for topic, number in works]
    fold_of = grouped_k_fold(topics, groups, folds, seed)
    assert len({(g, f) for g, f in zip(groups, fold_of, strict=True)}) == len(set(groups))
    sizes = Counter(dict(zip(groups, fold_of, strict=True)).values())
    assert max(sizes.values()) - min(sizes.get(n, 0) for n in range(folds)) <= 1


def test_near_duplicates_are_joined_over_others() -> None:
    groups = ["p", "q", "r", "s", "p"]
    result = connected_groups(groups, np.array([[0, 1, 3], [1, 2, 0]]))
    assert result[0] == result[1] == result[2] == result[4] != result[3]
    assert connected_groups(["a", "b"], np.empty((0, 3), dtype=np.int64)) == ["0", "1"]

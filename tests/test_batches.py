"""Batches lose no item, whatever ends the iterable."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from artmeta.batches import batched, by_distinct, thinned, timed_batches


@given(st.lists(st.integers(), max_size=50), st.integers(1, 9))
def test_batches_hold_every_item_in_order(items: list[int], size: int) -> None:
    for batches in (list(batched(items, size)), list(timed_batches(items, size, 3600.0))):
        assert [item for batch in batches for item in batch] == items
        assert all(len(batch) == size for batch in batches[:-1])
        assert all(0 < len(batch) <= size for batch in batches)


def test_a_batch_is_yielded_once_its_time_is_over() -> None:
    assert list(timed_batches("abc", 100, -1.0)) == [["a"], ["b"], ["c"]]


def test_items_before_a_fault_are_yielded_before_it_is_raised() -> None:
    def items() -> Iterator[int]:
        yield from (1, 2, 3)
        raise ValueError("the source ended")

    batches = timed_batches(items(), 2, 3600.0)
    assert [next(batches), next(batches)] == [[1, 2], [3]]
    with pytest.raises(ValueError, match="the source ended"):
        next(batches)


def test_batches_that_are_closed_yield_nothing_more() -> None:
    batches = timed_batches(iter(range(10)), 3, 3600.0)
    next(batches)
    batches.close()  # type: ignore[attr-defined]
    assert list(batches) == []


@given(st.lists(st.integers(), max_size=100), st.integers(1, 20))
def test_thinned_lists_start_with_the_first_and_are_short_enough(items: list[int], most: int) -> None:
    kept = thinned(items, most)
    assert len(kept) <= most and kept[:1] == items[:1]
    assert len(items) > most or kept == items


@given(st.lists(st.sampled_from(["a", "b", "c", None]), max_size=30), st.booleans())
def test_a_column_is_changed_alike_whether_its_values_repeat_or_not(
    values: list[str | None], distinct: bool
) -> None:
    texts = [None if value is None else f"{value}{place * distinct}" for place, value in enumerate(values)]
    changed = by_distinct(pa.array(texts, pa.string()), pc.ascii_upper)
    assert changed.to_pylist() == [None if text is None else text.upper() for text in texts]


def test_a_value_that_repeats_is_changed_once() -> None:
    sizes: list[int] = []

    def change(texts: pa.StringArray) -> pa.StringArray:
        sizes.append(len(texts))
        return texts

    by_distinct(pa.array(["oil", "ink", None] * 100), change)
    assert sizes == [2]

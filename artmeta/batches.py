"""Batches of an iterable, by size alone or by size and time; columns of a batch in which values repeat."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import pyarrow as pa

T = TypeVar("T")
FIRST = 200  # values of a column by which it is decided whether they repeat


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield lists of `size` items, the last one shorter (`itertools.batched` comes with Python 3.12)."""
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch


def timed_batches(items: Iterable[T], size: int, seconds: float) -> Iterator[list[T]]:
    """Yield lists of at most `size` items, a shorter one once `seconds` have passed since the last.

    Where the iterable raises, the items before that are yielded first. Closed before its end (the caller could not
    write), it yields nothing more.
    """
    batch: list[T] = []
    started = time.monotonic()
    try:
        for item in items:
            batch.append(item)
            if len(batch) >= size or time.monotonic() - started > seconds:
                yield batch
                batch, started = [], time.monotonic()
    except GeneratorExit:
        raise
    except BaseException:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def thinned(items: list[T], most: int) -> list[T]:
    """Return at most `most` items, evenly spaced over the list."""
    return items[:: max(1, -(-len(items) // most))]


def by_distinct(column: pa.Array[Any], change: Callable[[pa.Array[Any]], pa.Array[Any]]) -> pa.Array[Any]:
    """Change a column value by value; where values repeat, as in most columns of a collection, each of them once.

    A missing value stays missing there.
    """
    if 2 * len(column[:FIRST].unique()) > min(len(column), FIRST):
        return change(column)
    encoded = column.dictionary_encode()
    return change(encoded.dictionary).take(encoded.indices)

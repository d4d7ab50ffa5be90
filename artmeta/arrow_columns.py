"""Arrow columns from Python values, and arrays from Arrow columns, without pandas.

`pyarrow.array` imports pandas wherever it is installed, which takes 0.3 CPU s and 45 MB (pyarrow 26, pandas 3).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

from artmeta.lazy_imports import LazyModule

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    from numpy.typing import NDArray
else:
    np, pa, pc = LazyModule("numpy"), LazyModule("pyarrow"), LazyModule("pyarrow.compute")

Column: TypeAlias = "pa.ChunkedArray[Any]"
LARGEST = 2**31 - 1  # bytes of a column whose offsets have 32 bits
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def column(values: Sequence[Any]) -> pa.Array[Any]:
    """Return a column of values of one type, some of them None."""
    kinds = {type(value) for value in values if value is not None} or {type(None)}
    build = _BUILDERS.get(kinds.pop()) if len(kinds) == 1 else None
    present = np.array([value is not None for value in values], dtype=bool)
    built = build(values, present) if build else None
    return pa.array(values) if built is None else built


def numbers(values: NDArray[np.number[Any]]) -> pa.Array[Any]:
    """Return a column of numbers; NaN becomes a missing value."""
    return _fixed(pa.from_numpy_dtype(values.dtype), np.ascontiguousarray(values), values == values)  # noqa: PLR0124


def lists_of_texts(values: Sequence[Sequence[str]]) -> pa.Array[Any]:
    """Return a column of lists."""
    texts = list(chain.from_iterable(values))
    ends = _ends(values).astype(np.int32)  # more than 2**31 texts would take over 100 GB as Python values
    return pa.ListArray.from_arrays(numbers(ends), _texts(texts, np.ones(len(texts), dtype=bool)))


def selected(values: pa.Array[Any], places: NDArray[np.int64]) -> pa.DictionaryArray[Any, Any]:
    """Return the values at some places, each value held once."""
    return pa.DictionaryArray.from_arrays(numbers(places), values)


def constant(value: str | int, count: int) -> pa.DictionaryArray[Any, Any]:
    """Return a column of `count` equal values, which is held once."""
    return selected(column([value]), np.zeros(count, np.int64))


def scalar(value: str | bool | float, kind: pa.DataType) -> pa.Scalar[Any]:
    """Return a value as a scalar of some type, for functions of Arrow: given a plain value, they import pandas."""
    return column([value]).cast(kind)[0]


def floats(values: Column) -> NDArray[np.float64]:
    """Return numbers or truth values as an array [n], NaN where there is none."""
    decimals = pc.fill_null(pc.cast(values, pa.float64()), scalar(np.nan, pa.float64()))
    return np.concatenate([np.empty(0), *map(np.from_dlpack, decimals.chunks)])


def places(values: Column, among: pa.Array[Any] | Column) -> NDArray[np.int32]:
    """Return where each value [n] stands among others, -1 where it does not; each distinct one is looked up once."""
    coded = (
        values if pa.types.is_dictionary(values.type) else pc.dictionary_encode(values)
    ).unify_dictionaries()
    if not coded.num_chunks:
        return np.empty(0, np.int32)
    distinct = coded.chunk(0).dictionary
    found = pc.index_in(distinct, value_set=among.cast(distinct.type))  # a column without values has no type
    of_distinct = np.from_dlpack(pc.fill_null(found, scalar(-1, pa.int32())))
    return np.concatenate([of_distinct[np.from_dlpack(chunk.indices)] for chunk in coded.chunks])


def _texts(values: Sequence[str | None], present: NDArray[np.bool_]) -> pa.Array[Any]:
    return _variable(pa.string(), [(value or "").encode() for value in values], present)


def _blobs(values: Sequence[bytes | None], present: NDArray[np.bool_]) -> pa.Array[Any]:
    return _variable(pa.binary(), [value or b"" for value in values], present)


def _truths(values: Sequence[bool | None], present: NDArray[np.bool_]) -> pa.Array[Any]:
    return _fixed(pa.bool_(), np.packbits(np.array(values, dtype=bool), bitorder="little"), present)


def _integers(values: Sequence[int | None], present: NDArray[np.bool_]) -> pa.Array[Any]:
    return _fixed(pa.int64(), np.array([value or 0 for value in values], np.int64), present)


def _decimals(values: Sequence[float | None], present: NDArray[np.bool_]) -> pa.Array[Any]:
    return _fixed(pa.float64(), np.array([value or 0.0 for value in values], np.float64), present)


def _times(values: Sequence[datetime | None], present: NDArray[np.bool_]) -> pa.Array[Any] | None:
    """Return a column of times with time zones; None for times without."""
    if any(value is not None and value.tzinfo is None for value in values):
        return None
    since = [((value or EPOCH) - EPOCH) // timedelta(microseconds=1) for value in values]
    return _fixed(pa.timestamp("us", "UTC"), np.array(since, np.int64), present)


def _lists(values: Sequence[list[Any] | None], present: NDArray[np.bool_]) -> pa.Array[Any] | None:
    """Return a column of lists of texts; None where a list or a text is missing, or another value is in a list."""
    if not present.all() or any(type(each) is not str for value in values for each in value or ()):
        return None
    return lists_of_texts([value or [] for value in values])


def _none(values: Sequence[None], _: NDArray[np.bool_]) -> pa.Array[Any]:
    return pa.nulls(len(values))


_BUILDERS: dict[type, Callable[..., pa.Array[Any] | None]] = {
    str: _texts,
    bytes: _blobs,
    bool: _truths,
    int: _integers,
    float: _decimals,
    datetime: _times,
    list: _lists,
    type(None): _none,
}


def _variable(kind: pa.DataType, values: Sequence[bytes], present: NDArray[np.bool_]) -> pa.Array[Any]:
    """Return texts or blobs; where 32 bits cannot count their bytes, of the kind that counts in 64 bits."""
    ends = _ends(values)
    if ends[-1] > LARGEST:
        kind = pa.large_string() if pa.types.is_string(kind) else pa.large_binary()
    else:
        ends = ends.astype(np.int32)
    buffers = [_bitmap(present), pa.py_buffer(ends), pa.py_buffer(b"".join(values))]
    return pa.Array.from_buffers(kind, len(values), buffers)


def _fixed(kind: pa.DataType, values: NDArray[Any], present: NDArray[np.bool_]) -> pa.Array[Any]:
    return pa.Array.from_buffers(kind, len(present), [_bitmap(present), pa.py_buffer(values)])


def _ends(values: Sequence[Sequence[Any]]) -> NDArray[Any]:
    """Return where each value begins among all, and where the last one ends."""
    return np.cumsum([0, *map(len, values)], dtype=np.int64)


def _bitmap(present: NDArray[np.bool_]) -> pa.Buffer | None:
    return None if present.all() else pa.py_buffer(np.packbits(present, bitorder="little"))

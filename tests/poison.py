"""Odd and harmless values, and records in which each field in turn holds each of them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

DEEP: Any = "deep"
for _ in range(200):
    DEEP = [DEEP]

TEXTS = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\x1b[31mred",
    "\x7f",
    "\u0085",
    "\u202eleft",
    "E\u0301",
    "\ufeff",
    "x" * 30_000,
    "http://[",
    "http://a:b/",
    "http://museum.example:99999/a.jpg",
    "http:///a.jpg",
    "http://museum\u2100.example/a.jpg",
    "file:///no/such/a%00.jpg",
    "file:///no/such/a.jpg",
    "javascript:0",
    "data:,",
    "//",
    "..",
    "%",
    "%zz",
    "-",
    "null",
    "=1+1",
    "9" * 400,
    "1e999",
    "NaN",
    "-0",
    "99999999999-01-01T00:00:00Z",
    "0000-00-00",
    "\u0663\u0664",
    "<b>",
    "'",
    '"',
    "\\",
    "\r\n",
    "\u2028",
    "/" * 300,
    "a/" * 2_000,
)
# What JSON can hold besides; a lone surrogate is written as an escape.
VALUES: tuple[Any, ...] = (
    *TEXTS,
    "\ud800",
    "a\udfffb",
    None,
    True,
    False,
    0,
    -1,
    10**30,
    1.5,
    1e308,
    float("nan"),
    float("inf"),
    [],
    {},
    [[]],
    [None],
    {"a": None},
    {"@value": None},
    {"": ["x"]},
    [1, "a", {}],
    {"id": 1, "type": 2},
    {"@id": [], "@type": {}},
    DEEP,
)


def places(record: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield where a record holds a value, whole parts included."""
    parts = (
        record.items() if isinstance(record, dict) else enumerate(record) if isinstance(record, list) else ()
    )
    for key, inner in parts:
        yield (*at, key)
        yield from places(inner, (*at, key))


def poisoned(record: Any, values: tuple[Any, ...] = VALUES) -> Iterator[Any]:
    """Yield a copy of the record for each of its places and each value."""
    for *outer, last in places(record):
        for value in values:
            whole = copy.deepcopy(record)
            part = whole
            for key in outer:
                part = part[key]
            part[last] = value
            yield whole

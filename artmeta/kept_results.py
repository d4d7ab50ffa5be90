"""Results of the last run, kept so that what they were computed from, where it is the same, is not computed again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from artmeta.errors import WriteError
from artmeta.notes import read_note, write_note

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Results:
    """Results by the digest of what they were computed from: those of the last block, and those used since."""

    last: Mapping[str, Any] = field(default_factory=dict)
    used: dict[str, Any] = field(default_factory=dict)


_RESULTS: ContextVar[_Results] = ContextVar("results")


@contextmanager
def kept(path: Path | None) -> Iterator[None]:
    """Take the results of this block from a file where it has them, and keep them there, without others.

    A file that is missing or damaged counts as empty; one that cannot be written is left as it is. Nothing is kept
    without a path.
    """
    results = _Results((read_note(path) if path else None) or {})
    token = _RESULTS.set(results)
    try:
        yield
    finally:
        _RESULTS.reset(token)
    if path and results.used != results.last:
        with suppress(WriteError):
            write_note(path, results.used)


def kept_result(key: object, compute: Callable[[], T]) -> T:
    """Return what `compute` gives, which JSON can hold, unless it is kept under this key.

    The key is of what JSON can hold too, and states all that the result depends on: also versions of programs.
    """
    results = _RESULTS.get(_Results())
    digest = hashlib.sha256(json.dumps(key).encode()).hexdigest()
    results.used[digest] = results.last[digest] if digest in results.last else compute()
    return cast(T, results.used[digest])

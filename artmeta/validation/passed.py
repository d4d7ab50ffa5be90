"""Outcomes of checks that all passed, kept so that equal rows are not checked again by equal expectations."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta.errors import WriteError
from artmeta.notes import read_note, write_note
from artmeta.validation.expected import Expectation
from artmeta.validation.outcome import Outcome

if TYPE_CHECKING:
    import pandas as pd

KEPT = 16  # of each kind of table: an export of each choice of formats has its own
PROGRAMS = ("artmeta", "great-expectations", "pandas")


def key_of(expected: Sequence[Expectation], frame: pd.DataFrame) -> str:
    """Return the digest of all that outcomes rest on; '' for a frame that Arrow cannot hold, or one with categories."""
    import pyarrow as pa

    digest = hashlib.sha256(repr([[version(name) for name in PROGRAMS], *expected]).encode())
    try:
        table = pa.Table.from_pandas(frame)
    except (pa.ArrowException, OverflowError, UnicodeEncodeError):
        return ""
    # a serialized batch has the codes of categories alone
    if any(map(pa.types.is_dictionary, table.schema.types)):
        return ""
    for batch in table.to_batches():
        digest.update(batch.serialize())
    digest.update(table.schema.serialize())  # whose metadata has the names and types of pandas
    return digest.hexdigest()


def passed_before(path: Path, key: str) -> list[Outcome] | None:
    """Return the outcomes that a file holds under a key; None if it holds none."""
    rows = (read_note(path) or {}).get(key)
    return [Outcome(**row) for row in rows] if rows else None


def keep_passed(path: Path, key: str, outcomes: Sequence[Outcome]) -> None:
    """Keep outcomes in a file if all passed; a file that cannot be written is left as it is."""
    if not key or not all(one.success for one in outcomes):
        return
    rows: Any = json.loads(json.dumps([asdict(one) for one in outcomes], default=float))
    earlier = [(old, kept) for old, kept in (read_note(path) or {}).items() if old != key]
    with suppress(WriteError):
        write_note(path, {**dict(earlier[1 - KEPT :]), key: rows})

"""An expectation as data: what is expected of which column, and the sentences for when it is met and when it is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from artmeta.validation.outcome import Severity


@dataclass(frozen=True, slots=True)
class Expectation:
    """`kind` is the name of a Great Expectations class without its `Expect`, `settings` are its arguments.

    `met` and `failed` are sentences. `failed` may hold {count} (rows that fail), {of} (rows looked at), {percent},
    {measured} (what was found instead) and {examples} (the first few failing works).
    """

    name: str
    kind: str
    column: str
    severity: Severity
    met: str
    failed: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExpectationResult:
    """What Great Expectations saw: rows that fail `count` of `of`, a table's `measured` value, or a `fault`."""

    success: bool
    count: int = 0
    of: int = 0
    measured: Any = None
    rows: tuple[int, ...] = ()  # positions of the first few failing rows
    fault: str = ""

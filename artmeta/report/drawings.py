"""The charts of a collection's last report, kept so that one whose specification is the same is not drawn again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from artmeta.errors import WriteError
from artmeta.notes import read_note, write_note


@dataclass(frozen=True, slots=True)
class _Charts:
    """SVGs by the digest of their specification: those of the last report, and those used since."""

    last: Mapping[str, str] = field(default_factory=dict)
    used: dict[str, str] = field(default_factory=dict)


_CHARTS: ContextVar[_Charts] = ContextVar("charts")


@contextmanager
def kept(path: Path | None) -> Iterator[None]:
    """Take the charts of this block from a file where it has them, and keep them there, without others.

    A file that is missing or damaged counts as empty; one that cannot be written is left as it is. Nothing is kept
    without a path.
    """
    charts = _Charts((read_note(path) if path else None) or {})
    token = _CHARTS.set(charts)
    try:
        yield
    finally:
        _CHARTS.reset(token)
    if path and charts.used != charts.last:
        with suppress(WriteError):
            write_note(path, charts.used)


def drawn(spec: Mapping[str, Any], version: str, draw: Callable[[], str]) -> str:
    """Return the SVG of a specification, which `draw` draws if it is not kept; `version` is that of the program."""
    charts = _CHARTS.get(_Charts())
    key = hashlib.sha256(json.dumps([version, spec]).encode()).hexdigest()
    charts.used[key] = charts.last.get(key) or draw()
    return charts.used[key]

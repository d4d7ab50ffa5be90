"""What stands in the cells of a frame, as plain Python: missing is None, whatever the frame calls it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from artmeta.stats import wilson

if TYPE_CHECKING:
    import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the frame's rows with None for every NaN, NA and NaT."""
    columns = [(str(name), _plain(frame[name])) for name in frame.columns]
    return [{name: cells[place] for name, cells in columns} for place in range(len(frame))]


def _plain(column: pd.Series[Any]) -> list[Any]:
    missing = column.isna()
    return [None if gone else cell for cell, gone in zip(column.tolist(), missing, strict=True)]


def share_interval(hits: int, works: int) -> tuple[float, float, float]:
    """Return the low end of the 95% interval (Wilson), the share and the high end, 0 to 1; `works` must not be 0."""
    low, high = wilson(hits, works)
    return low, hits / works, high


def number(cell: Any) -> int:
    """Read a count; a missing one is 0."""
    return 0 if cell is None else int(cell)


def text(cell: Any) -> str:
    """Read a text; a missing one is empty."""
    return "" if cell is None else str(cell)


def parsed(cell: Any) -> Mapping[str, Any]:
    """Read a JSON object such as a model card; a missing or empty one is empty."""
    return json.loads(cell) if cell else {}


def labels(row: Mapping[str, Any]) -> dict[str, str]:
    """Read the cell `labels`, a list of topics, as labels by topic id."""
    given = row.get("labels")
    return {} if given is None else {str(each["id"]): str(each["label"]) for each in given}

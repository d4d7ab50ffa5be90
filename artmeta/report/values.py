"""Values of a section: shares with their intervals, and JSON objects such as model cards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from artmeta.stats import wilson


def share_interval(hits: int, works: int) -> tuple[float, float, float]:
    """Return the low end of the 95% interval (Wilson), the share and the high end, 0 to 1; `works` must not be 0."""
    low, high = wilson(hits, works)
    return low, hits / works, high


def parsed(cell: str | None) -> Mapping[str, Any]:
    """Read a JSON object such as a model card; a missing or empty one is empty."""
    return json.loads(cell) if cell else {}

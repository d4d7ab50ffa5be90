"""How a doubt is put: a work by its title, a share with its denominator."""

from __future__ import annotations

from typing import Any

WHOLE = "the whole collection"  # the subject of a doubt that no single work, topic or group raises


def named(artwork_id: str, title: Any) -> str:
    """Name a work as a curator knows it: its title, where it has one, and its id."""
    return f"“{title}” ({artwork_id})" if isinstance(title, str) and title.strip() else artwork_id


def percent(share: float) -> str:
    """Write a share from 0 to 1 in percent, to a tenth."""
    return f"{100 * share:.1f}%"


def counted(part: int, whole: int) -> str:
    """Write a count with its denominator and its share; nothing of nothing is 0."""
    return f"{part} of {whole} ({percent(part / whole if whole else 0.0)})"

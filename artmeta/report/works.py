"""A work as a page of works shows it: by title, who made it, when, and where it hangs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from artmeta.report.section import Work
from artmeta.report.values import text
from artmeta.wording import percent


def read_work(row: Mapping[str, Any], sentence: str, label: str = "topic_label") -> Work:
    """Make a work of a row that joins `artwork_topics` and `shown_pictures`; `label` names the said topic's column."""
    said = f"{row[label]}, {percent(row['confidence'])}" if row[label] else "no topic"
    return Work(
        text(row["title"]) or "Untitled",
        _byline(row),
        said,
        sentence,
        text(row["path"]),
        bool(row["withheld"]),
        text(row["url"]),
    )


def _byline(row: Mapping[str, Any]) -> str:
    return ", ".join(part for key in ("artist", "date_text", "venue") if (part := text(row[key]).strip()))

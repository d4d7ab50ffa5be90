"""A work as a page of works shows it: by title, who made it, when, and where it hangs."""

from __future__ import annotations

from collections.abc import Callable

from artmeta.report.rows import WorkRow
from artmeta.report.section import WorkCard
from artmeta.wording import percent

Thumbnails = Callable[[str], bytes | None]  # from the path of a stored picture to a small JPEG; None for none


def read_work(row: WorkRow, sentence: str, topic: str | None) -> WorkCard:
    """Return a work with its predicted topic and a sentence about it."""
    prediction = f"{topic}, {percent(row.confidence or 0.0)}" if topic else "no topic"
    byline = ", ".join(
        part for each in (row.artist, row.date_text, row.venue) if (part := (each or "").strip())
    )
    return WorkCard(
        row.title or "Untitled",
        byline,
        prediction,
        sentence,
        row.path or "",
        bool(row.withheld),
        row.url or "",
    )

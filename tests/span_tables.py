"""Tables of dates, a line a text: "1852-ig | .. 1852"; an open end is "..", and what is not read has its status."""

from __future__ import annotations

from collections.abc import Iterable

from artmeta.dates import read_date


def rows(blocks: Iterable[str]) -> list[tuple[str, str]]:
    """Return the texts of tables, each with what is expected of it."""
    lines = [line.rsplit("|", 1) for block in blocks for line in block.strip().splitlines()]
    return [(text.strip(), expected.strip()) for text, expected in lines]


def years_or_status(text: str) -> str:
    """Read a date and say it as the tables do."""
    span = read_date(text)
    years = " ".join(".." if year is None else str(year) for year in (span.earliest, span.latest))
    return years if span.status == "read" else span.status

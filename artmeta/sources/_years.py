"""Dates of lists with columns for the first and the last year."""

from __future__ import annotations

import re

from artmeta.domain.dates import DateSpan

UNKNOWN = ("", "0", "0.0", "-")  # what databases write into a column of years where there is none
_WHOLE_YEAR = re.compile(r"\+?0*([1-9]\d{0,3})(?:\.0+)?|([-\u2212]0*[1-9]\d{0,5})(?:\.0+)?")
_LAST = 2100  # a later year in a catalogue stands for "unknown" or is a misprint


def read_years(text: str, begin: str, end: str, profile: str) -> DateSpan:
    """Read a date from its years, where the list has them, else from its text.

    The years are the curators' own, so they count; the text is kept, and says whether they are approximate. With one
    year alone, the text is read; without a text, a first year alone is that year, a last year alone leaves the start
    open. A whole number is a year, before Christ where it is negative; any other cell is read as a date. Years
    that cannot be read, or that run backwards, leave the date unread, unless the text can be read.
    """
    from artmeta.dates import read_date

    begin, end = ("" if each in UNKNOWN else each for each in (begin, end))
    if not end or (text and not begin):
        return read_date(text, profile) if text else _year(begin, profile)
    first, last = _year(begin, profile), _year(end, profile)
    whole = text or " - ".join(filter(None, (begin, end)))
    if not _forward(first, last):
        span = read_date(text, profile)
        return span if span.status == "read" else DateSpan(text=whole, profile=profile, status="unread")
    circa = read_date(text, profile).circa or first.circa or last.circa
    return DateSpan(first.earliest, last.latest, circa, whole, profile, "read")


def _year(cell: str, profile: str) -> DateSpan:
    """Read a cell of a column of years: -1400 is 1400 BC there, and never "until 1400" as in a text."""
    from artmeta.dates import read_date

    match = _WHOLE_YEAR.fullmatch(cell)
    year = int((match[1] or match[2]).replace("\u2212", "-")) if match else _LAST + 1
    if year > _LAST:
        return read_date(cell, profile)
    return DateSpan(year, year, text=cell, profile=profile, status="read")


def _forward(first: DateSpan, last: DateSpan) -> bool:
    if "unread" in (first.status, last.status) or last.status == "undated":
        return False
    return first.earliest is None or last.latest is None or first.earliest <= last.latest

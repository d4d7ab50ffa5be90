"""Columns are mapped to fields by their headings and by the kind of their cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from artmeta.picture_formats import has_picture_suffix
from artmeta.sources._column_words import fields_of, years_of_artist
from artmeta.sources._columns import NULLS, SPLITS
from artmeta.sources._image_api import base_address
from artmeta.sources._list_sample import Sample, SampleColumn
from artmeta.sources._picture_cells import MISSING, without_brackets

LOOKED_AT = 300  # cells of a column that determine its kind
ENOUGH = 0.5  # share of cells of the right kind
_YEAR = re.compile(r"\+?\d{1,4}(?:\.0)?|[-\u2212]\d{1,6}(?:\.0)?|\d{4}-\d\d-\d\d.*")
_MANIFEST = re.compile(r"https?://\S+/manifest(?:\.json|/)?$", re.I)
_ADDRESS = re.compile(r"https?://|www\.|//", re.I)
# The order in which fields take their columns: those whose cells identify them first.
ORDER = tuple(
    (
        "date_begin date_end image date split rights url id accession_number title artist artist_gender "
        "medium venue donor topics"
    ).split()
)


def share(column: SampleColumn, holds: Callable[[str], bool]) -> tuple[int, int]:
    """Return how many of the filled cells are of a kind, and how many were looked at."""
    cells = [cell for cell in column.filled if cell.lower() not in MISSING and cell not in NULLS][:LOOKED_AT]
    return sum(map(holds, cells)), len(cells)


def chosen_columns(sample: Sample, quotes: str) -> dict[str, SampleColumn]:
    """Return the column of each field that the list has; `quotes` are characters taken off both ends of each cell."""
    chosen: dict[str, SampleColumn] = {}
    artist = years_of_artist([column.name for column in sample.columns])
    for field in ORDER:
        free = [each for each in sample.columns if each not in chosen.values() or field == "accession_number"]
        if field in ("date_begin", "date_end"):
            free = [each for each in free if each.name not in artist]
        best = max(
            ((_sure(field, each, sample, quotes), each) for each in free),
            key=lambda pair: pair[0],
            default=None,
        )
        if best is not None and best[0] > 0:
            chosen[field] = best[1]
    if ("date_begin" in chosen) != ("date_end" in chosen):
        chosen = _without_half(chosen)
    if chosen.get("accession_number") is chosen.get("id") and "id" in chosen:
        keep = "accession_number" in fields_of(chosen["id"].name)
        chosen = chosen if keep else {key: each for key, each in chosen.items() if key != "accession_number"}
    return chosen


def _without_half(chosen: dict[str, SampleColumn]) -> dict[str, SampleColumn]:
    """A first year alone is the date; beside a date, a year without its counterpart is left out."""
    half = chosen.get("date_begin", chosen.get("date_end"))
    rest = {key: each for key, each in chosen.items() if key not in ("date_begin", "date_end")}
    if half is None or ("date" in rest and "date_end" not in chosen):
        return rest
    if "date" in rest and "date_end" in chosen and _all(rest["date"], is_year):
        return {**rest, "date_end": half}
    return rest if "date" in rest else {**rest, "date": half}


def _sure(field: str, column: SampleColumn, sample: Sample, quotes: str) -> float:
    """Return the score of a column for a field; 0 where its cells are of another kind."""
    named = fields_of(column.name).get(field, 0.0)
    if not column.filled:
        return 0
    if field == "image":
        return _picture_column(column, named)
    if not named:
        return 0
    checks: dict[str, Callable[[str], bool]] = {
        "date_begin": is_year,
        "date_end": is_year,
        "date": _is_date,
        "url": is_address,
        "split": lambda cell: cell.strip(quotes + " ").lower() in SPLITS,
        "title": lambda cell: not is_address(cell),
        "artist": lambda cell: not is_address(cell),
    }
    if field in checks and not _all(column, checks[field]):
        return 0
    if field == "id":
        return named * (len(set(column.filled)) / sample.rows) if _is_id(column, sample) else 0
    return named + 0.1 * len(column.filled) / sample.rows


def _picture_column(column: SampleColumn, named: float) -> float:
    """Addresses of pictures are a picture column under any heading; names and ids need a heading."""
    files, of = share(column, is_picture_cell)
    if of and files / of >= ENOUGH:
        return 100 + named - (50 if "thumb" in column.name.lower() else 0)
    pages, of = share(column, is_address)
    if is_manifests(column):
        return 0
    prose = any(" " in cell for cell in column.filled[:20])
    return named / 2 if named and not (of and pages / of < ENOUGH and prose) else 0


def is_manifests(column: SampleColumn) -> bool:
    """Whether a column names IIIF manifests, each of which names pictures in its turn."""
    return _all(column, lambda cell: bool(_MANIFEST.search(cell)))


def _is_id(column: SampleColumn, sample: Sample) -> bool:
    return len(column.filled) >= 0.9 * sample.rows and len(set(column.filled)) >= 0.8 * len(column.filled)


def _all(column: SampleColumn, holds: Callable[[str], bool]) -> bool:
    good, of = share(column, holds)
    return of > 0 and good / of >= ENOUGH


def is_year(cell: str) -> bool:
    """Whether a cell is a year, as databases write it."""
    return bool(_YEAR.fullmatch(cell))


def is_address(cell: str) -> bool:
    """Whether a cell is an address on the web."""
    return bool(_ADDRESS.match(cell))


def is_picture_cell(cell: str) -> bool:
    """Whether a cell names a picture: a file, or an address of an image server."""
    first = re.split(r"[|;\n\x1f]|,\s", without_brackets(cell).strip("'\""))[0].strip()
    return bool(has_picture_suffix(urlsplit(first).path) or base_address(first) or "<img" in cell)


def _is_date(cell: str) -> bool:
    """Whether a cell is a date, or says that there is none."""
    from artmeta.dates import read_date

    return read_date(cell, "neutral").status != "unread"

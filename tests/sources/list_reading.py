"""A list written to a file and read through the source 'csv'."""

from __future__ import annotations

from pathlib import Path

from artmeta.domain.artwork import Artwork
from artmeta.domain.run import Issue
from artmeta.sources import csv
from artmeta.web import Web

COLUMNS = {
    "image": "Image",
    "id": "No",
    "title": "Title",
    "date": "Date",
    "topics": "Labels",
    "split": "Subset",
}
HEADING = "No,Title,Date,Image,Labels,Subset\n"


def read(web: Web, path: Path, text: str | bytes, **given: object) -> list[Artwork | Issue]:
    """Write a list and read it."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    params = csv.Params.model_validate({"path": path, "columns": COLUMNS, **given})
    return list(csv.artworks(params, web, "neutral"))


def kinds(records: list[Artwork | Issue]) -> list[str]:
    """Say of each record whether it is an artwork, or which kind of issue."""
    return [one.kind if isinstance(one, Issue) else "artwork" for one in records]


def works(records: list[Artwork | Issue]) -> list[Artwork]:
    """Leave out the issues."""
    return [one for one in records if isinstance(one, Artwork)]


def message_of(records: list[Artwork | Issue], kind: str) -> str:
    """Return the sentence of the one issue of a kind."""
    (issue,) = (one for one in records if isinstance(one, Issue) and one.kind == kind)
    return issue.message

"""What can be read back from the files of each format: topics with their provenance."""

from __future__ import annotations

import csv as plain_csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple


class Read(NamedTuple):
    """One assertion as a format holds it; '' where it holds nothing."""

    artwork: str
    topic: str
    origin: str
    status: str
    confidence: float | None
    model_digest: str
    run: str


def of(values: dict[str, str]) -> Read:
    """Make the record of named values, as notes and tables hold them."""
    confidence = values.get("confidence")
    return Read(
        values.get("artwork") or values["artwork_id"],
        values["topic"],
        values["origin"],
        values.get("status", ""),
        float(confidence) if confidence else None,
        values.get("model_digest", ""),
        values.get("run") or values["run_id"],
    )


def of_note(note: str) -> Read:
    return of(dict(part.split("=", 1) for part in note.split("; ")))


def table(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(plain_csv.DictReader(file, strict=True))


def notes(column: str) -> Callable[[Path], Iterator[Read]]:
    """Read the notes in a column, joined by bars."""
    return lambda path: (of_note(note) for row in table(path) for note in row[column].split("|"))


def annotations(items: list[dict[str, Any]]) -> Iterator[Read]:
    """Read the properties of provenance of annotations."""
    for item in items:
        yield of({name.removeprefix("urn:artmeta:"): str(value) for name, value in item.items()})


def web_annotation(path: Path) -> Iterator[Read]:
    return annotations(json.loads(path.read_text("utf-8"))["items"])


def iiif(path: Path) -> Iterator[Read]:
    for canvas in json.loads(path.read_text("utf-8"))["items"]:
        for page in canvas["annotations"]:
            yield from annotations(page["items"])


READERS: dict[str, Callable[[Path], Iterator[Read]]] = {
    "assertions": lambda path: (of(row) for row in table(path, "utf-8-sig")),
    "collectionspace": notes("annotationNote"),
    "collectiveaccess": notes("provenance"),
    "iiif": iiif,
    "omeka_s": notes("dcterms:provenance"),
    "openrefine": lambda path: (of(row) for row in table(path)),
    "quickstatements": notes("#"),
    "web_annotation": web_annotation,
}

"""What can be read back from the files of each format: topics with their provenance."""

from __future__ import annotations

import csv as plain_csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from lxml import etree
from rdflib import DCTERMS, Graph


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
    return of({name: unquote(value) for name, value in (part.split("=", 1) for part in note.split("; "))})


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


def lido(path: Path) -> Iterator[Read]:
    space = {"lido": "http://www.lido-schema.org"}
    found = etree.parse(path).findall(".//lido:displaySubject[@lido:label='provenance']", space)
    return (of_note(each.text) for each in found)


def edm(path: Path) -> Iterator[Read]:
    found = etree.parse(path).iter("{http://purl.org/dc/terms/}provenance")
    return (of_note(each.text) for each in found)


def linked_art(path: Path) -> Iterator[Read]:
    for document in json.loads(path.read_text("utf-8")):
        for assignment in document.get("attributed_by", ()):
            yield of_note(assignment["referred_to_by"][0]["content"])


def dublin_core(path: Path) -> Iterator[Read]:
    graph = Graph().parse(path, format="nt")
    works = {work: str(number) for work, number in graph.subject_objects(DCTERMS.identifier)}
    for work, record in graph.subject_objects(DCTERMS.provenance):
        values = {
            str(name).removeprefix("urn:artmeta:"): str(value)
            for name, value in graph.predicate_objects(record)
        }
        topic = unquote(str(graph.value(record, DCTERMS.subject)).rpartition("/")[2])
        yield of({**values, "artwork": works[work].removeprefix("ACC."), "topic": topic})


def ro_crate(path: Path) -> Iterator[Read]:
    with zipfile.ZipFile(path) as archive, archive.open("assertions.csv") as file:
        return (of(row) for row in list(plain_csv.DictReader(io.TextIOWrapper(file, "utf-8"), strict=True)))


READERS: dict[str, Callable[[Path], Iterator[Read]]] = {
    "assertions": lambda path: (of(row) for row in table(path, "utf-8-sig")),
    "collectionspace": notes("annotationNote"),
    "collectiveaccess": notes("provenance"),
    "dublin_core": dublin_core,
    "edm": edm,
    "iiif": iiif,
    "lido": lido,
    "linked_art": linked_art,
    "omeka_s": notes("dcterms:provenance"),
    "openrefine": lambda path: (of(row) for row in table(path)),
    "quickstatements": notes("#"),
    "ro_crate": ro_crate,
    "web_annotation": web_annotation,
}

"""What the files of each format hold, read back piece by piece: how many assertions and works.

The readers raise an exception of their library, ValueError or OSError where a file is damaged.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from artmeta.exporters._assertions import TERMS
from artmeta.exporters._row_record import Contents

LIDO = "{http://www.lido-schema.org}"
DCTERMS = "http://purl.org/dc/terms/"
EDM = "{http://www.europeana.eu/schemas/edm/}"
LONGEST = 1 << 27  # characters of a cell: a work's notes stand in one


def contents(name: str, path: Path) -> Contents:
    """Count what the file of a format holds; a format without a count of its own is only parsed."""
    return READERS[name](path) if name in READERS else check_readable(path)


def check_readable(path: Path) -> Contents:
    """Parse a file by its suffix."""
    if path.suffix == ".json":
        json.loads(path.read_text(encoding="utf-8"))
    elif path.suffix == ".xml":
        _elements(path, {})
    elif path.suffix in (".xlsx", ".zip"):
        _check_archive(path)
    elif path.suffix == ".csv":
        for _ in _table(path):
            pass
    return Contents()


def _check_archive(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        damaged = archive.testzip()
    if damaged:
        raise ValueError(f"{damaged} in the archive is damaged")


def _items(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the items of a JSON document that stand on lines of their own; the rest is parsed at the end."""
    frame = []
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file):
            text = line.rstrip("\n")
            if number and text.startswith("{"):
                yield json.loads(text.removesuffix(","))
                text = "0," if text.endswith(",") else "0"
            frame.append(text)
    json.loads("".join(frame))


def _elements(path: Path, tags: dict[str, str | None]) -> list[int]:
    """Parse an XML document and count elements by tag and LIDO label, record by record."""
    from lxml import etree

    counts = dict.fromkeys(tags, 0)
    for _, element in etree.iterparse(path, resolve_entities=False):
        if element.tag in counts and element.get(f"{LIDO}label") == tags[element.tag]:
            counts[element.tag] += 1
        if element.getparent() is not None and element.getparent().getparent() is None:
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return list(counts.values())


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from _rows(file)


def _rows(file: Iterable[str]) -> Iterator[dict[str, str]]:
    csv.field_size_limit(LONGEST)
    reader = csv.DictReader(file, strict=True)
    for row in reader:
        if None in row or None in row.values():
            raise ValueError(f"line {reader.line_num} does not have {len(reader.fieldnames or ())} cells")
        yield row


def _assertion_table(rows: Iterable[dict[str, str]]) -> Contents:
    sizes = [sum(1 for _ in group) for _, group in groupby(rows, key=lambda row: row["artwork_id"])]
    return Contents(sum(sizes), len(sizes))


def _works_with_notes(column: str) -> Callable[[Path], Contents]:
    def read(path: Path) -> Contents:
        notes = [row[column].count("|") + 1 for row in _table(path)]
        return Contents(sum(notes), len(notes))

    return read


def _web_annotation(path: Path) -> Contents:
    works = (item[f"{TERMS}artwork"] for item in _items(path))
    sizes = [sum(1 for _ in group) for _, group in groupby(works)]
    return Contents(sum(sizes), len(sizes))


def _iiif(path: Path) -> Contents:
    sizes = [sum(len(page["items"]) for page in canvas["annotations"]) for canvas in _items(path)]
    return Contents(sum(sizes), len(sizes))


def _linked_art(path: Path) -> Contents:
    sizes = [len(item["attributed_by"]) for item in _items(path) if "attributed_by" in item]
    return Contents(sum(sizes), len(sizes))


def _label_studio(path: Path) -> Contents:
    tasks = sum(1 for _ in _items(path))
    return Contents(tasks, tasks)


def _lido(path: Path) -> Contents:
    works, assertions = _elements(path, {f"{LIDO}lido": None, f"{LIDO}displaySubject": "provenance"})
    return Contents(assertions, works)


def _edm(path: Path) -> Contents:
    works, assertions = _elements(path, {f"{EDM}ProvidedCHO": None, f"{{{DCTERMS}}}provenance": None})
    return Contents(assertions, works)


def _dublin_core(path: Path) -> Contents:
    works = assertions = 0
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            if not line.endswith(" .\n"):
                raise ValueError("a statement is not complete")
            predicate = line.split(" ", 2)[1]
            works += predicate == f"<{DCTERMS}identifier>"
            assertions += predicate == f"<{DCTERMS}provenance>"
    return Contents(assertions, works)


def _skos(path: Path) -> Contents:
    from rdflib import RDF, SKOS, Graph

    graph = Graph().parse(path, format="turtle")
    return Contents(len(set(graph.subjects(RDF.type, SKOS.Concept))))


def _ro_crate(path: Path) -> Contents:
    _check_archive(path)
    with zipfile.ZipFile(path) as archive, archive.open("assertions.csv") as file:
        json.loads(archive.read("ro-crate-metadata.json"))
        return _assertion_table(_rows(io.TextIOWrapper(file, "utf-8", newline="")))


READERS: dict[str, Callable[[Path], Contents]] = {
    "collectionspace": _works_with_notes("annotationNote"),
    "collectiveaccess": lambda path: Contents(sum(1 for _ in _table(path))),
    "dublin_core": _dublin_core,
    "edm": _edm,
    "iiif": _iiif,
    "label_studio": _label_studio,
    "lido": _lido,
    "linked_art": _linked_art,
    "omeka_s": _works_with_notes("dcterms:provenance"),
    "openrefine": lambda path: _assertion_table(_table(path)),
    "ro_crate": _ro_crate,
    "skos": _skos,
    "web_annotation": _web_annotation,
}
